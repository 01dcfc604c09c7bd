// A silence is taken back where it was made, and a shorter one counts.
import { expect, test } from 'vitest';
import { ROLES } from '../fixtures/cases.ts';
import { openRoom, type Room } from '../fixtures/room.ts';

const manager = { login: ROLES.manager, permission: 'write' } as const;
const open = (): Room => openRoom({ roles: ROLES });
const say = (room: Room, text: string): string =>
  room
    .say(text, manager)
    .map((answer) => `${answer.kind} ${answer.text}`)
    .join('\n');
const silences = (room: Room): readonly string[] =>
  room
    .effects()
    .flatMap((each) =>
      each.kind === 'add_silence' || each.kind === 'end_silence'
        ? [`${each.kind} ${each.until}`]
        : [],
    );

test('/unmute ends what /mute began, and says so where nothing is silent', () => {
  const room = open();
  expect(say(room, '/unmute')).toBe('refused Nothing that was said here is silent.');
  say(room, '/mute 24h false alarm');
  expect(say(room, '/unmute it is real')).toBe(
    'done heard again is what was silent until 2026-11-22 10:02 UTC',
  );
  expect(silences(room)).toEqual(['end_silence 2026-11-21T10:03:00.000Z']);
  expect(room.text()).toContain('[unmuted] by @teodora-ilic: it is real');
  expect(say(room, '/unmute')).toContain('refused');
});

test('/unmute in the comment of its /mute leaves a file that its schema takes', () => {
  const room = open();
  say(room, '/mute 24h false alarm\n/unmute');
  expect(silences(room)).toEqual([
    'add_silence 2026-11-22T10:01:00.000Z',
    'end_silence 2026-11-21T10:01:01.000Z',
  ]);
});

test('/unmute takes back what waits for a pull request as well', () => {
  const room = open();
  say(room, '/mute 3d restarts');
  expect(say(room, '/unmute')).toContain(
    'what waits for a pull request until 2026-11-24 10:01 UTC is not wished for any more',
  );
  expect(room.incident().mutes).toMatchObject([{ until: '2026-11-21T10:02:00.000Z' }]);
  expect(room.findings()).toEqual([]);
});

test('a second /mute takes the place of the first one, a wish leaves it', () => {
  const room = open();
  say(room, '/mute 24h false alarm');
  expect(say(room, '/mute 1m the shorter one')).toContain(
    'It takes the place of what was silent until 2026-11-22 10:01 UTC.',
  );
  expect(silences(room)).toEqual([
    'end_silence 2026-11-21T10:02:00.000Z',
    'add_silence 2026-11-21T10:03:00.000Z',
  ]);
  say(room, '/mute 3d longer');
  expect(silences(room)).toEqual([]);
});
