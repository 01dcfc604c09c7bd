// A silence is taken back where it was made, and a shorter one counts.
import { expect, test } from 'vitest';
import { open, say } from '../testing/manager.ts';
import type { Room } from '../testing/room.ts';

const silences = (room: Room): readonly string[] =>
  room
    .effects()
    .flatMap((each) =>
      each.kind === 'add_silence' || each.kind === 'end_silence'
        ? [`${each.kind} ${each.until}`]
        : [],
    );

test('/mute makes a silence at once up to a day, a wish beyond it', () => {
  const room = open();
  const answer = say(room, '/mute 24h provider: restarts');
  const [silence] = room
    .effects()
    .flatMap((each) => (each.kind === 'add_silence' ? [each.id] : []));
  expect(answer).toContain(`\`/unmute\` ends it before that (\`rules/silences/${silence}.yaml\`).`);
  expect(answer).toContain(
    'everything of `payments-api` in production up to sev3 is silent until 2026-11-22 10:01 UTC; what is worse still calls, and recoveries still count',
  );
  expect(room.effects()).toContainEqual(
    expect.objectContaining({
      kind: 'add_silence',
      text: 'schema: tocsin/silence@1\nreason: "provider: restarts"\nwhen:\n  service: [payments-api]\n  environment: production\n  incident_severity: [sev3, sev4]\nfrom: 2026-11-21T10:01:00.000Z\nuntil: 2026-11-22T10:01:00.000Z\n',
    }),
  );
  say(room, '/mute 3d still');
  expect(room.effects().map(({ kind }) => kind)).toEqual(['edit_incident']);
  expect(room.incident().mutes).toMatchObject([
    { key: 'ic-102', reason: 'still', until: '2026-11-24T10:02:00.000Z' },
  ]);
  for (const text of ['', '4h', 'soon x', '31d x'])
    expect(say(room, `/mute ${text}`)).toContain('refused');
  expect(room.findings()).toEqual([]);
});

test('/unmute ends what /mute began, and says so where nothing is silent', () => {
  const room = open();
  expect(say(room, '/unmute')).toBe('refused: Nothing that was said here is silent.');
  say(room, '/mute 24h false alarm');
  expect(say(room, '/unmute it is real')).toBe(
    'done: heard again is what was silent until 2026-11-22 10:02 UTC',
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
