// What people say in the room of planned work.
import { describe, expect, test } from 'vitest';
import { manager } from './testing/manager.ts';
import { type Beginning, openRoom, type Room } from './testing/room.ts';
import { ROLES } from './testing/cases.ts';

const WINDOW = 'window: {from: 2026-11-21T09:30:00Z, until: 2026-11-21T11:30:00Z}\n';
const FACE = 'public: {visibility: public, title: Payments are paused on Saturday}\n';

function work(more = '', beginning: Beginning = {}): Room {
  return openRoom({
    roles: ROLES,
    severity: 'sev4',
    state: 'triage',
    at: '',
    components: 'components: {card-payments: maintenance}\n',
    more: `kind: maintenance\n${WINDOW}${more}`,
    ...beginning,
  });
}

describe('/update in the room of a maintenance', () => {
  test('tells the public where it stands, in the words for planned work', () => {
    const room = work(FACE);
    expect(room.say('/update The work has begun. next 30m')).toMatchObject([
      { kind: 'done', text: expect.stringContaining('published as `in_progress`') },
    ]);
    room.say('/update verifying We compare the books.');
    room.say('/update completed Payments work again.');
    const { updates, state, components, public: face } = room.incident();
    expect(updates.map(({ status, text }) => [status, text])).toEqual([
      ['in_progress', 'The work has begun.'],
      ['verifying', 'We compare the books.'],
      ['completed', 'Payments work again.'],
    ]);
    // Its window and its updates say where it stands; the rest of the file stays as it was.
    expect({ state, components, status: face?.status }).toEqual({
      state: 'triage',
      components: { 'card-payments': 'maintenance' },
      status: undefined,
    });
    expect(room.findings()).toEqual([]);
  });

  test('before its window says that it is scheduled', () => {
    const room = work(FACE);
    room.say('/update On Saturday we exchange disks.', {}, '2026-11-21T09:20:00.000Z');
    expect(room.incident().updates.map(({ status }) => status)).toEqual(['scheduled']);
  });

  test('begins it up to four hours early, and is refused before, with its window', () => {
    const room = work(FACE);
    for (const [word, time] of [
      ['in_progress', '05:29'],
      ['verifying', '05:29'],
      ['completed', '09:20'],
    ])
      expect(
        room.say(`/update ${word} We begin early.`, {}, `2026-11-21T${time}:00.000Z`),
      ).toMatchObject([
        { kind: 'refused', text: expect.stringContaining('2026-11-21 09:30–11:30 UTC') },
      ]);
    expect(room.incident().updates).toEqual([]);
    expect(
      room.say('/update in_progress We begin early.', {}, '2026-11-21T05:30:00.000Z'),
    ).toMatchObject([{ kind: 'done' }]);
    room.say('/update We are halfway.', {}, '2026-11-21T06:00:00.000Z');
    room.say('/update completed Payments work.', {}, '2026-11-21T06:30:00.000Z');
    expect(room.incident().updates.map(({ status }) => status)).toEqual([
      'in_progress',
      'in_progress',
      'completed',
    ]);
    expect(room.findings()).toEqual([]);
  });

  test('after its window asks for the word instead of calling it done', () => {
    const room = work(FACE);
    expect(room.say('/update It takes longer.', {}, '2026-11-21T11:40:00.000Z')).toMatchObject([
      {
        kind: 'refused',
        text: expect.stringMatching(/09:30–11:30 UTC is over.*`completed`.*`in_progress`/),
      },
    ]);
    expect(room.incident().updates).toEqual([]);
    room.say('/update in_progress It takes longer.', {}, '2026-11-21T11:41:00.000Z');
    room.say('/update It still does.', {}, '2026-11-21T11:50:00.000Z');
    room.say('/update completed Payments work.', {}, '2026-11-21T12:00:00.000Z');
    room.say('/update Thank you for your patience.', {}, '2026-11-21T12:10:00.000Z');
    expect(room.incident().updates.map(({ status }) => status)).toEqual([
      'in_progress',
      'in_progress',
      'completed',
      'completed',
    ]);
  });

  test('makes it public with the names of its components where nobody gave it a title', () => {
    const room = work();
    room.say('/update scheduled On Saturday we exchange disks.');
    expect(room.incident().public).toMatchObject({
      visibility: 'public',
      title: 'Card payments: maintenance',
    });
    expect(room.findings()).toEqual([]);
  });

  test('refuses the words for incidents, and an incident those for planned work', () => {
    expect(work(FACE).say('/update resolved All is well.')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('`resolved` is said of an incident.') },
    ]);
    expect(openRoom({ roles: ROLES }).say('/update completed All is well.')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('`completed` is said of a maintenance.') },
    ]);
  });

  test('waits for the manager where the work is as grave as that', () => {
    const room = work(FACE, { severity: 'sev2', state: 'investigating' });
    room.say('/update in-progress The work has begun.');
    expect(room.incident().updates).toEqual([]);
    expect(room.incident().drafts).toMatchObject([{ status: 'in_progress' }]);
    expect(room.say('/approve', manager)).toMatchObject([{ kind: 'done' }]);
    expect(room.incident().updates).toMatchObject([{ status: 'in_progress' }]);
    expect(room.incident().drafts).toEqual([]);
    expect(room.findings()).toEqual([]);
  });
});

describe('a maintenance', () => {
  test('is published, taken back with a last word, and published again', () => {
    const room = work();
    expect(room.say('/publish "Payments are paused on Saturday"', manager)).toMatchObject([
      { kind: 'done' },
    ]);
    room.say('/unpublish It was planned for another month.', manager);
    expect(room.incident().updates.map(({ status }) => status)).toEqual(['completed']);
    expect(room.incident().public?.visibility).toBe('none');
    room.say('/publish', manager);
    expect(room.incident().public?.visibility).toBe('public');
    expect(room.findings()).toEqual([]);
  });

  test('that the public was told of is called off without leaving the page', () => {
    const room = work(FACE);
    expect(room.say('/decline the disks did not arrive', manager)).toMatchObject([
      { kind: 'done' },
    ]);
    expect(room.incident()).toMatchObject({
      state: 'declined',
      public: { visibility: 'public' },
    });
    expect(room.findings()).toEqual([]);
  });

  test.each([
    '/ack',
    '/sev 1',
    '/status identified disks',
    '/mitigated',
    '/impact customers=3',
    '/suspect payments-api@4.18.0',
    '/postmortem',
    '/split payments-api',
    '/set category down',
    '/set started 09:00',
  ])('is no incident: %s is refused with the fix, and calls nobody', (text) => {
    const room = work(FACE);
    const before = room.text();
    expect(room.say(text, manager)).toMatchObject([
      { kind: 'refused', text: expect.stringMatching(/incident of its own|by pull request/) },
    ]);
    expect([room.text(), room.effects()]).toEqual([before, []]);
    expect(room.say('/help', manager)[0]?.text).not.toContain('`/sev');
  });

  test('that did not begin is called off and not done', () => {
    const room = work(FACE);
    expect(room.say('/resolve', manager, '2026-11-21T09:20:00.000Z')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('`/decline why`') },
    ]);
  });

  test('whose file tells the life of an incident is found', () => {
    const room = work('', { state: 'monitoring', at: 'mitigated: 2026-11-21T09:40:00Z' });
    expect(room.findings()).toEqual([expect.stringMatching(/^state-contradicted: .*`monitoring`/)]);
    const early = work('', {
      state: 'resolved',
      at: 'resolved: 2026-11-21T09:20:00Z',
    });
    expect(early.findings()).toEqual([expect.stringMatching(/^state-contradicted: .*`resolved`/)]);
  });

  test('ends when people say so', () => {
    const room = work(FACE);
    expect(room.say('/resolve 20 minutes early', manager)).toMatchObject([{ kind: 'done' }]);
    expect(room.incident().at.resolved?.slice(0, 16)).toBe('2026-11-21T10:01');
    expect(room.findings()).toEqual([]);
  });
});

describe('answers in the room of a maintenance', () => {
  const answer = (room: Room, text: string): string => room.say(text, manager)[0]?.text ?? '';

  test('of /help name only words that work there', () => {
    const told = answer(work(FACE), '/help');
    const lines = [...told.matchAll(/^- `\/([a-z-]+) ?([^`]*)`/gm)];
    expect(lines.length).toBeGreaterThan(10);
    const words = (name: string): readonly string[] => {
      const usage = lines.find((line) => line[1] === name)?.[2] ?? '';
      return /^\[?([a-z_|]+)/.exec(usage)?.[1]?.split('|') ?? [];
    };
    for (const status of words('update'))
      expect(work(FACE).say(`/update ${status} Cards are paused.`, manager)).toMatchObject([
        { kind: 'done' },
      ]);
    expect(words('set')).toEqual(['title']);
    expect(told).not.toMatch(/\/ack|clock|post-mortem|no incident/);
    for (const text of ['/set', '/set started 09:00', '/set titel x'])
      expect(answer(work(FACE), text)).toContain('`/set title words`');
  });

  test('name ways that planned work has', () => {
    const bare = work('', { services: ['ledger-db'], components: '' });
    expect(answer(bare, '/update in_progress We move the first host.')).toMatch(
      /Write `components: \{[\w-]+: maintenance\}` into the file of this work/,
    );
    expect(answer(work(FACE), '/delegate platform')).not.toContain('/ack');
    expect(answer(work(FACE), '/resolve done')).not.toContain('Not known yet');
  });
});
