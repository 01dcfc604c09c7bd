// More silences of more than a day than may wait at once.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Conversation, startConversation } from './testing/room.ts';

const FILE = 'incidents/2026/2026-11-21-shop.md';

let talk: Conversation;

beforeEach(async () => {
  talk = await startConversation({ mostComments: 1900 });
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

const say = async (text: string): Promise<string> => await talk.ask(text);
const manyMutes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `/mute 3d wave ${index + 1}`).join('\n');
const mutes = async (): Promise<readonly string[]> =>
  (await talk.world.incidents())[0]?.mutes.map(({ reason }) => reason) ?? [];

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
