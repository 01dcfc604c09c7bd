import { describe, expect, test } from 'vitest';
import { COMMANDS } from './catalogue.ts';
import { CASES, OTHER, OTHER_TEXT, ROLES } from './testing/cases.ts';
import { type Beginning, openRoom, type Room } from './testing/room.ts';

const manager = { login: ROLES.manager, permission: 'maintain' } as const;
const ended: Readonly<Record<'closed' | 'declined' | 'duplicate', Beginning>> = {
  closed: {
    state: 'closed',
    at: 'acknowledged: 2026-11-21T09:20:00Z\n  resolved: 2026-11-21T09:50:00Z\n  closed: 2026-11-21T09:55:00Z',
  },
  declined: { state: 'declined', at: 'closed: 2026-11-21T09:55:00Z' },
  duplicate: { state: 'duplicate', more: `relations: {duplicate_of: ${OTHER}}\n` },
};
const open = (beginning: Beginning): Room =>
  openRoom({ roles: ROLES, ...beginning }, { [OTHER]: OTHER_TEXT });

describe.each(Object.entries(ended))('what is %s', (state, beginning) => {
  test.each(['sev', 'role', 'ack', 'delegate', 'status', 'mitigated', 'resolve', 'page', 'split'])(
    'takes no /%s, whoever says it',
    (name) => {
      const room = open(beginning);
      const text = COMMANDS.find((each) => each.name === name)?.example ?? '';
      const [answer] = room.say(text, manager);
      expect(answer?.kind).toBe('refused');
      expect(answer?.text).toContain(
        state === 'duplicate' ? `in the room of \`${OTHER}\` (#139)` : '`/reopen`',
      );
      expect(room.effects()).toEqual([]);
    },
  );

  test('takes a note', () => {
    expect(open(beginning).say('/note found the cause', manager)[0]?.kind).toBe('done');
  });

  test('tells the public nothing as if it went on', () => {
    const room = open({
      ...beginning,
      more: `${beginning.more ?? ''}public: {visibility: public, title: Card payments failing, status: resolved}\n`,
    });
    expect(room.say('/update investigating It fails.', manager)[0]?.kind).toBe('refused');
    expect(room.effects()).toEqual([]);
  });
});

test('a stranger who may triage makes no closed or resolved incident owe a post-mortem', () => {
  const stranger = { login: 'somebody', permission: 'triage' } as const;
  const resolved = 'acknowledged: 2026-11-21T09:20:00Z\n  resolved: 2026-11-21T09:50:00Z';
  const rooms = [open(ended.closed), open({ state: 'resolved', at: resolved })];
  for (const room of rooms) {
    expect(room.say('/sev 1', stranger)[0]?.kind).toBe('refused');
    expect(room.incident().severityMax).toBe('sev3');
  }
  expect(rooms[1]?.say('/sev 1 it was all of them', manager)[0]?.kind).toBe('done');
});

test('facts of what is closed are corrected', () => {
  const room = open(ended.closed);
  for (const text of ['/set started 09:00', CASES.impact.text, CASES.suspect.text])
    expect(room.say(text, manager)[0]?.kind).toBe('done');
});

test('what was declined is silenced in the same comment', () => {
  const { beginning, text } = CASES.mute;
  const room = open({ ...beginning, state: 'triage' });
  expect(room.say(`/decline load test\n${text}`, manager).map(({ kind }) => kind)).toEqual([
    'done',
    'done',
  ]);
});
