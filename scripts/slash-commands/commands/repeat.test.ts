// What becomes a repeat of something else takes along what it owes, and is what it was when that is taken back.
import { describe, expect, test } from 'vitest';
import { isPostmortemRequired } from '../../postmortems/gate.ts';
import { advance } from '../../response/advance.ts';
import { OTHER, OTHER_TEXT, ROLES } from '../testing/cases.ts';
import { manager } from '../testing/manager.ts';
import { type Beginning, ID, larder, openRoom, type Room } from '../testing/room.ts';

const RESOLVED = 'acknowledged: 2026-11-21T09:20:00Z\n  resolved: 2026-11-21T09:50:00Z';
const CLOSED = `${RESOLVED}\n  closed: 2026-11-21T09:55:00Z`;
const FACE = 'public: {visibility: public, title: Card payments failing}\n';
const OTHER_CLOSED = OTHER_TEXT.replace('state: investigating', 'state: closed')
  .replace('severity: sev3', 'severity: sev4')
  .replace(
    'declared: 2026-11-20T08:00:00Z}',
    'declared: 2026-11-20T08:00:00Z, resolved: 2026-11-20T09:00:00Z, closed: 2026-11-20T09:00:00Z}',
  );

const OWN = 'prometheus/aaaaaaaaaaaaaaaaaaaaaaaaaa';
const REST = 'prometheus/bbbbbbbbbbbbbbbbbbbbbbbbbb';
const problems = (own: string, rest: string): string =>
  `problems:\n${[
    [OWN, own, 'ledger-db'],
    [REST, rest, 'payments-api'],
  ]
    .map(
      ([id, state, service]) =>
        `  ${id}: {state: ${state}, since: 2026-11-21T09:02:00Z, at: 2026-11-21T09:30:00Z, service: ${service}}\n`,
    )
    .join('')}`;
const listing = (text: string, own: string, rest: string): string =>
  text
    .replace('services: [ledger-db]', 'services: [ledger-db, payments-api]')
    .replace('room: 139', `room: 139\n${problems(own, rest).trimEnd()}`);

const open = (beginning: Beginning, other = OTHER_TEXT): Room =>
  openRoom({ roles: ROLES, ...beginning }, { [OTHER]: other });
const repeat = (room: Room, speaker = manager): string =>
  room
    .say(`/duplicate ${OTHER}`, speaker)
    .map(({ kind, text }) => `${kind}: ${text}`)
    .join('');

describe('/duplicate', () => {
  test('leaves what customers see as it is', () => {
    const room = open({ more: FACE });
    expect(repeat(room)).toContain('refused: Customers see it.');
    room.say('/unpublish We tell more elsewhere.', manager);
    expect(repeat(room)).toContain('done');
  });

  test('of what is over is for managers, and for nobody while the gate is held', () => {
    const minor = open({ state: 'resolved', severity: 'sev4', at: RESOLVED });
    expect(minor.say(`/duplicate ${OTHER}`)).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('what is over is for the incident') },
    ]);
    expect(repeat(minor)).toContain('done: state `resolved` → `duplicate`');
    const grave = open({ state: 'resolved', severity: 'sev1', at: RESOLVED });
    expect(repeat(grave)).toMatch(/refused: It stays `resolved`:\n- .*needs a post-mortem/);
    expect(grave.incident().state).toBe('resolved');
  });

  test('of what goes on needs another one that goes on', () => {
    const room = open({ severity: 'sev1' }, OTHER_CLOSED);
    expect(repeat(room)).toContain('refused: `2026-11-20-ledger-db` (#139) is `closed`');
    expect(repeat(open({ state: 'closed', severity: 'sev4', at: CLOSED }, OTHER_CLOSED))).toContain(
      'done',
    );
  });

  test('waits for accepted action items that lack something', () => {
    const item = '{id: A1, title: do it, type: prevent, status: accepted, owner_team: payments}';
    expect(repeat(open({ more: `actions:\n  - ${item}\n` }))).toContain(
      '- action item A1 is accepted and lacks an issue and a due date',
    );
  });

  test('brings the worst severity that there ever was, and the post-mortem that is owed', () => {
    const room = open({ severity: 'sev1', roles: ROLES }, OTHER_TEXT.replace('latency', 'tooling'));
    room.say('/sev 4', manager);
    expect(isPostmortemRequired(larder, room.incident(OTHER))).toBe(false);
    repeat(room);
    expect(room.incident(OTHER)).toMatchObject({ severity: 'sev3', severityMax: 'sev1' });
    expect(isPostmortemRequired(larder, room.incident(OTHER))).toBe(true);
    expect(room.findings()).toEqual([]);
  });

  test('brings the post-mortem that was begun', () => {
    const room = open({
      more: 'postmortem_begun: {at: 2026-11-21T09:30:00Z, owner: mara-okafor}\n',
    });
    repeat(room);
    expect(room.incident(OTHER).postmortemBegun).toMatchObject({ owner: 'mara-okafor' });
  });
});

test('/duplicate leaves no incident its own cause', () => {
  const third = '2026-11-19-order-api';
  const causes = (...ids: readonly string[]): string =>
    OTHER_TEXT.replace('room: 139', `room: 139\nrelations: {caused_by: [${ids.join(', ')}]}`);
  for (const [ids, left] of [
    [[ID], []],
    [[third, ID], [third]],
  ] as const) {
    const room = openRoom(
      { roles: ROLES },
      {
        [OTHER]: causes(...ids),
        [third]: OTHER_TEXT.replace('room: 139', 'room: 140').replaceAll(
          '2026-11-20',
          '2026-11-19',
        ),
      },
    );
    expect(repeat(room)).toContain('done');
    expect(room.incident(OTHER).relations.causedBy).toEqual(left);
    expect(room.findings()).toEqual([]);
  }
});

describe('/unduplicate', () => {
  test.each([
    ['resolved', RESOLVED],
    ['closed', CLOSED],
  ])('is no way to take up again what was %s', (state, at) => {
    const room = open({ state, severity: 'sev4', at });
    const before = room.incident().at;
    repeat(room);
    expect(room.say('/unduplicate')).toMatchObject([
      { kind: 'done', text: expect.stringContaining(`\`duplicate\` → \`${state}\``) },
    ]);
    expect(room.incident()).toMatchObject({ state, at: before });
    expect(room.findings()).toEqual([]);
  });

  test('watches what ended while it counted in the other one', () => {
    const room = open(
      { state: 'duplicate', more: `relations: {duplicate_of: ${OTHER}, moved: [${OWN}]}\n` },
      listing(OTHER_TEXT, 'recovered', 'firing'),
    );
    expect(room.say('/unduplicate')).toMatchObject([
      { kind: 'done', text: expect.stringContaining('`duplicate` → `monitoring`') },
    ]);
    expect(room.incident()).toMatchObject({
      state: 'monitoring',
      at: { mitigated: '2026-11-21T09:30:00.000Z' },
      problems: { [OWN]: { state: 'recovered' } },
    });
    expect(room.incident(OTHER).state).toBe('investigating');
    expect(room.findings()).toEqual([]);
  });

  test('leaves the other one watched where only what ended stays there', () => {
    const room = open(
      { state: 'duplicate', more: `relations: {duplicate_of: ${OTHER}, moved: [${OWN}]}\n` },
      listing(OTHER_TEXT, 'firing', 'recovered'),
    );
    room.say('/unduplicate');
    expect(room.incident().state).toBe('investigating');
    expect(room.incident(OTHER)).toMatchObject({
      state: 'monitoring',
      at: { mitigated: '2026-11-21T09:30:00.000Z' },
    });
    expect(room.findings()).toEqual([]);
  });
});

describe('/split', () => {
  const splitOff = (own: string, rest: string): Room => {
    const room = open({
      services: ['payments-api', 'ledger-db'],
      more: problems(own, rest),
    });
    expect(room.say('/split ledger-db')).toMatchObject([{ kind: 'done' }]);
    expect(room.findings()).toEqual([]);
    return room;
  };

  test.each([
    ['recovered', 'firing', 'monitoring', 'investigating'],
    ['firing', 'recovered', 'triage', 'monitoring'],
    ['firing', 'firing', 'triage', 'investigating'],
  ])('of what is %s from what is %s: %s, and the rest %s', (own, rest, split, left) => {
    const room = splitOff(own, rest);
    expect(room.incident('2026-11-21-ledger-db').state).toBe(split);
    expect(room.incident().state).toBe(left);
  });

  test('what was watched and has ended is resolved by time in both', () => {
    for (const [own, rest, id] of [
      ['recovered', 'firing', '2026-11-21-ledger-db'],
      ['firing', 'recovered', ID],
    ] as const) {
      const effects = advance(larder, splitOff(own, rest).book(), '2026-11-23T10:00:00.000Z');
      expect(effects).toContainEqual(expect.objectContaining({ id, event: 'resolved' }));
    }
  });
});
