import { describe, expect, test } from 'vitest';
import { ROLES } from './testing/cases.ts';
import { manager } from './testing/manager.ts';
import { openRoom, type Room } from './testing/room.ts';

const open = (): Room => openRoom({ roles: ROLES });
const say = (room: Room, text: string): string =>
  room
    .say(text, manager, '2026-11-21T10:00:00.000Z')
    .map(({ kind, text: said }) => `${kind}: ${said}`)
    .join('\n');

describe('the status of an update', () => {
  test.each([
    ['/update Resolved: All fine.', 'resolved', 'All fine.'],
    ['/update investigating: We look.', 'investigating', 'We look.'],
    ['/update MONITORING - It works.', 'monitoring', 'It works.'],
    ['/update [identified] We know why.', 'identified', 'We know why.'],
    ['/update **Identified:** We know why.', 'identified', 'We know why.'],
    ['/update Identified\n\nWe know why.', 'identified', 'We know why.'],
    ['/update Investigators look.', 'investigating', 'Investigators look.'],
  ])('is understood in %j', (text, status, words) => {
    const room = open();
    say(room, text);
    expect(room.incident().updates).toMatchObject([{ status, text: words }]);
  });

  test.each(['identifed One in five fails.', 'Resolve: All fine.', 'monitorng: It works.'])(
    'is asked for where %j is near to one',
    (text) => {
      const room = open();
      expect(say(room, `/update ${text}`)).toMatch(/refused: .* is no status\. Did you mean `/);
      expect(room.incident().updates).toEqual([]);
    },
  );
});

describe('an update without a status of what is over', () => {
  test.each([
    ['resolved', ''],
    ['closed', '\n  closed: 2026-11-21T09:55:00Z'],
  ])('is asked for one where it is %s: its words may say that it fails again', (state, closed) => {
    const at = `acknowledged: 2026-11-21T09:20:00Z\n  resolved: 2026-11-21T09:50:00Z${closed}`;
    const room = openRoom({ roles: ROLES, state, at });
    expect(say(room, '/update Orders fail again.')).toMatch(
      /refused: .*nothing was published.*`\/update resolved text`.*`\/reopen`/,
    );
    expect(room.incident().updates).toEqual([]);
  });
});

describe('the promise of an update', () => {
  test.each([
    ['next 30m', '10:30'],
    ['next in 30m', '10:30'],
    ['next 30 min', '10:30'],
    ['Next update in 30 minutes', '10:30'],
    ['Next update in 30 minutes.', '10:30'],
    ['next: 1 hour', '11:00'],
    ['next 14:30', '14:30'],
    ['next 14:30 UTC', '14:30'],
    ['Next update by 14:30 utc.', '14:30'],
    ['next update at 14:30+01:00', '13:30'],
    ['(next update in 2 hours)', '12:00'],
  ])('is understood as %j', (promise, due) => {
    const room = open();
    expect(say(room, `/update We look into it. ${promise}`)).toContain('done: published');
    expect(room.incident()).toMatchObject({
      public: { nextUpdateDue: `2026-11-21T${due}:00.000Z` },
      updates: [{ text: 'We look into it.' }],
    });
  });

  test.each([
    'We look. next 30 parsecs',
    'We look. next 14:30 CET',
    'We look. Next update in 30 minutes. Sorry.',
    'We look. next 30m\n\nMore below.',
  ])('is refused and not published as words in %j', (text) => {
    const room = open();
    expect(say(room, `/update ${text}`)).toMatch(/refused: .*`next 30m` or `next 14:30`/);
    expect(room.incident().updates).toEqual([]);
  });

  test.each([
    'The next 5 customers were hit, and so were many others after them.',
    'What is next?',
    'Please come back within the next 30 minutes.',
    'Over the next 24 hours we watch it closely.',
  ])('is none in %j', (text) => {
    const room = open();
    say(room, `/update ${text}`);
    expect(room.incident().updates).toMatchObject([{ text }]);
  });
});
