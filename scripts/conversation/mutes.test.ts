// Silences that are made and taken back in the room, and more of more than a day than may wait at once.
import { expect, test } from 'vitest';
import { write } from '../apply/testing/repository.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const FILE = 'incidents/2026/2026-11-21-shop.md';

let talk: Conversation;

eachConversation(
  (begun) => {
    talk = begun;
  },
  () => ({ mostComments: 1900 }),
);

const say = async (text: string): Promise<string> => await talk.ask(text);
const manyMutes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `/mute 3d wave ${index + 1}`).join('\n');
const mutes = async (): Promise<readonly string[]> =>
  (await talk.world.incidents())[0]?.mutes.map(({ reason }) => reason) ?? [];

const silent = async (): Promise<string | undefined> =>
  /silent until [^|<]*/.exec((await talk.room()).body)?.[0].trim();

test('what was silenced by mistake is heard again, and a shorter silence counts', async () => {
  await say('/mute 24h false alarm');
  expect(await silent()).toMatch(/^silent until 22 Nov/);
  talk.world.passTime(60_000);
  expect(await say('/mute 30m oops, the shorter one')).toContain('takes the place of');
  expect(await silent()).toMatch(/^silent until 21 Nov/);
  talk.world.passTime(60_000);
  expect(await say('/unmute it is real')).not.toContain('Not done');
  expect(await silent()).toBeUndefined();
  await talk.world.send({ dedupKey: 'another', title: 'Orders fail' });
  const [incident] = await talk.world.incidents();
  expect(Object.keys(incident?.problems ?? {})).toHaveLength(2);
  expect(await say('/unmute')).toContain('Nothing that was said here is silent.');
});

test('a silence that the same comment ended is no other one', async () => {
  await say('/mute 24h false alarm');
  talk.world.passTime(60_000);
  const answer = await say('/mute 30m oops, the shorter one\n/unmute');
  expect(answer).toContain('heard again');
  expect(answer).not.toContain('take that file away');
});

test('what other hands silenced is named with the way to end it', async () => {
  write(
    talk.world.folder,
    'rules/silences/planned.yaml',
    'schema: tocsin/silence@1\nreason: planned\nwhen: {service: shop}\nfrom: 2026-11-21T09:00:00Z\nuntil: 2026-11-22T09:00:00Z\n',
  );
  talk.world.commit();
  expect(await say('/unmute')).toContain(
    '`rules/silences/planned.yaml` silences it until 2026-11-22 09:00 UTC: take that file away by a commit or pull request.',
  );
});

test('so is what silences its source, by a file or by the room of an incident without a service', async () => {
  write(
    talk.world.folder,
    'rules/silences/planned.yaml',
    'schema: tocsin/silence@1\nreason: planned\nwhen: {source: watch}\nfrom: 2026-11-21T09:00:00Z\nuntil: 2026-11-22T09:00:00Z\n',
  );
  talk.world.commit();
  expect(await say('/unmute')).toContain(
    '`rules/silences/planned.yaml` silences it until 2026-11-22 09:00 UTC: take that file away',
  );
  talk.world.edit('rules/silences/planned.yaml', (text) => text.replace('11-22T09', '11-21T10'));
  await talk.world.send({ service: null, dedupKey: 'other' });
  await talk.world.sync();
  const [other] = (await talk.world.incidents()).filter(({ services }) => services.length === 0);
  await talk.say('admin', other?.room ?? 0, '/mute 4h false alarm');
  await talk.listen();
  expect(await say('/unmute')).toMatch(
    new RegExp(
      `silences it until .*: say \`/unmute\` in \`${other?.id}\` \\(#${other?.room}\\)\\.`,
    ),
  );
});

test('the 21st is refused with the way on while 20 wait, and is a wish like any other once they are over', async () => {
  await say(manyMutes(20));
  expect(await mutes()).toHaveLength(20);
  expect(await say('/mute 3d one more')).toContain(
    '20 silences of more than a day wait for their pull requests, and more may not. Merge or close one of them, or say `/mute 24h`',
  );
  expect(await mutes()).toHaveLength(20);
  expect(await say('/note still heard')).not.toContain('refused');
  talk.world.edit(FILE, (text) => text.replaceAll('until: 2026-11-24', 'until: 2026-11-21'));
  talk.world.passTime(86_400_000);
  expect(await say('/mute 3d one more')).toContain('once the pull request for it is merged');
  expect((await mutes()).at(-1)).toBe('one more');
});

test('those that nobody followed until they were over give way where the file holds no more', async () => {
  const over = Array.from(
    { length: 100 },
    (_, index) =>
      `  - {key: ic-9${index}, from: 2026-11-01T10:00:00Z, until: 2026-11-03T10:00:00Z, reason: over}\n`,
  );
  talk.world.edit(FILE, (text) => text.replace(/^owner:/m, `mutes:\n${over.join('')}owner:`));
  expect(await say('/mute 3d one more')).toContain('once the pull request for it is merged');
  expect(await mutes()).toEqual(['one more']);
});
