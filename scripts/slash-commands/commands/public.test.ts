// What the public is told of an incident: updates, drafts that wait for the manager, promises, and whether it sees it at all.
import { describe, expect, test } from 'vitest';
import { ROLES } from '../testing/cases.ts';
import { manager, open, say } from '../testing/manager.ts';
import { openRoom } from '../testing/room.ts';

describe('the public', () => {
  test('publishes every paragraph and list of an update', () => {
    const room = openRoom({ roles: { manager: 'jonas-lindqvist' } });
    const text = 'We see this:\n- cards fail\n- transfers work\n\nSecond paragraph matters.';
    expect(say(room, `/update identified ${text} next 30m`)).toContain('next update until');
    expect(room.incident().updates.map((each) => each.text)).toEqual([text]);
    expect(room.findings()).toEqual([]);
    say(room, '/update We look.\n\n/resolv it');
    expect(room.incident().updates).toHaveLength(1);
  });

  test('hears an update with its promise, and calm components once it is calm', () => {
    const room = open();
    say(room, '/update identified One in five\ncard payments fails. next 30m');
    expect(room.incident()).toMatchObject({
      public: {
        visibility: 'public',
        title: 'Card payments: partial outage',
        status: 'identified',
        nextUpdateDue: '2026-11-21T10:31:00.000Z',
      },
      updates: [{ status: 'identified', text: 'One in five\ncard payments fails.' }],
    });
    say(room, '/update resolved All is well.');
    expect(room.incident()).toMatchObject({ components: { 'card-payments': 'operational' } });
    expect(room.incident().public?.nextUpdateDue).toBeUndefined();
    expect(room.findings()).toEqual([]);
  });

  test.each([
    ['/update', 'The text is missing'],
    ['/update identified next 30m', 'The text is missing'],
    ['/update Fails. next 99x', 'Unexpected `next 99x`'],
    [`/update ${'x'.repeat(2001)}`, '2001 characters'],
    ['/update see <script>alert(1)</script>', 'HTML'],
    ['/update ![a](https://x/y.png)', 'an image'],
    ['/update [a](javascript:alert(1))', 'a link that leads nowhere'],
  ])('does not hear %s', (text, reason) => {
    const room = open();
    expect(say(room, text)).toContain(`refused: `);
    expect(say(room, text)).toContain(reason);
    expect(room.incident().updates).toEqual([]);
  });

  test('a draft takes the place of its author’s earlier one; of several the manager says which', () => {
    const room = open({ severity: 'sev2' });
    room.say('/update First words.');
    room.say('/update Better words.');
    expect(room.incident().drafts).toMatchObject([
      { text: 'Better words.', by: 'jonas-lindqvist' },
    ]);
    expect(say(room, '/approve')).toContain('`/approve ic-102`:\n\n> Better words.');
    expect(room.incident()).toMatchObject({ updates: [], drafts: [{ replaces: 'ic-101' }] });
    room.say('/update Other words.', { login: 'bram-verhoeven' });
    expect(say(room, '/approve')).toContain(
      'refused: 2 updates wait. Say which: `/approve ic-102`',
    );
    expect(say(room, '/approve ic-102')).toContain('done: published');
    expect(room.incident()).toMatchObject({
      updates: [{ text: 'Better words.' }],
      drafts: [{ by: 'bram-verhoeven' }],
    });
    say(room, '/approve');
    expect(room.text()).not.toContain('## Drafts');
    expect(room.findings()).toEqual([]);
  });

  describe('is promised the next update', () => {
    const drafted = (promise: string) => {
      const room = open({ severity: 'sev2' });
      const [answer] = room.say(`/update identified The pool is too small. ${promise}`);
      return { room, answer: answer?.kind === 'done' ? answer.text : '' };
    };
    const approve = (room: ReturnType<typeof open>, at: string): string => {
      const [answer] = room.say('/approve', manager, at);
      return answer?.kind === 'done' ? answer.text : '';
    };

    test('from the publication on, and whoever approves reads it', () => {
      const { room, answer } = drafted('next 15m');
      expect(answer).toContain(
        '> The pool is too small.\n\nIt promises the next update within 15 minutes of its publication.',
      );
      expect(approve(room, '2026-11-21T10:41:00.000Z')).toContain(
        'published as `identified`, next update until 2026-11-21 10:56 UTC:',
      );
      expect(room.incident().public?.nextUpdateDue).toBe('2026-11-21T10:56:00.000Z');
      expect(room.findings()).toEqual([]);
    });

    test('until an instant, and not at all once that has passed', () => {
      const { room, answer } = drafted('next 10:30');
      expect(answer).toContain('It promises the next update until 2026-11-21 10:30 UTC.');
      expect(approve(room, '2026-11-21T10:20:00.000Z')).toContain(
        'published as `identified`, next update until 2026-11-21 10:30 UTC:',
      );
      const late = drafted('next 10:30').room;
      expect(approve(late, '2026-11-21T10:41:00.000Z')).toContain(
        'published as `identified`, without the next update that it promised until 2026-11-21 10:30 UTC, since that has passed:',
      );
      expect(late.incident().public?.nextUpdateDue).toBeUndefined();
      expect(late.incident().updates).toHaveLength(1);
    });
  });

  test('drafts that are older than what is published are dropped, and it is said', () => {
    const room = open({ severity: 'sev2' });
    room.say('/update One in five payments fails.');
    room.say('/update Every payment fails.', { login: 'bram-verhoeven' });
    expect(say(room, '/approve ic-102')).toContain(
      'older is dropped (`ic-101` by @jonas-lindqvist)',
    );
    expect(say(room, '/approve')).toBe('refused: No update waits.');
    room.say('/update It is better.');
    expect(say(room, '/update resolved It is over.')).toContain('is dropped');
    expect(say(room, '/approve')).toBe('refused: No update waits.');
    expect(room.findings()).toEqual([]);
  });

  test('a draft is taken away with /approve none', () => {
    const room = open({ severity: 'sev2' });
    room.say('/update Our vendor is to blame.');
    expect(say(room, '/approve none ic-9')).toContain('Say which: `/approve none ic-101`');
    expect(say(room, '/approve none')).toContain('done: the update of @jonas-lindqvist is not');
    expect(room.incident()).toMatchObject({ updates: [], drafts: [] });
    expect(say(room, '/approve none')).toBe('refused: No update waits.');
    expect(room.findings()).toEqual([]);
  });

  test('no longer sees what was unpublished, which leaves a last word', () => {
    const room = open();
    say(room, '/publish "Card payments failing"');
    expect(say(room, '/unpublish')).toContain('refused: A last word');
    say(room, '/unpublish It was a drill.');
    expect(room.incident()).toMatchObject({
      public: { visibility: 'none' },
      updates: [{ text: 'It was a drill.' }],
    });
    expect(say(room, '/update More.')).toContain('refused: Its visibility is `none`');
    expect(say(room, '/publish')).toContain('done: the public sees it as “Card payments failing”');
  });

  test('hears nothing of what touches none of its components', () => {
    const room = openRoom({ roles: ROLES, services: ['mailer'] });
    expect(room.say('/publish "Mails are late"', manager)[0]?.kind).toBe('done');
    const bare = openRoom({ roles: ROLES, services: ['ledger-db'], components: '' });
    for (const text of ['/publish "Mails are late"', '/update Mails are late.'])
      expect(bare.say(text, manager)[0]?.text).toContain('no component on the status page');
  });
});
