// Whose room an issue is where a file names the wrong one.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import { valueOf } from '../projection/testing/world.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const SHOP = '2026-11-21-shop';
const LEDGER = '2026-11-21-ledger';
const fileOf = (id: string): string => `incidents/2026/${id}.md`;

let talk: Conversation;
eachConversation(async (begun) => {
  talk = begun;
  await talk.world.send({ service: 'ledger', dedupKey: 'ledger' });
  await talk.world.sync();
  talk.miss();
});

const incident = async (id: string): Promise<Incident> => {
  const found = (await talk.world.incidents()).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no incident ${id}`);
  return found;
};
const room = async (id: string): Promise<number> => (await incident(id)).room ?? 0;

describe('a file that names the room of another incident', () => {
  let shop: number;
  let ledger: number;

  beforeEach(async () => {
    shop = await room(SHOP);
    ledger = await room(LEDGER);
    talk.world.edit(fileOf(LEDGER), (text) => text.replace(`room: ${ledger}`, `room: ${shop}`));
  });

  test('takes no command from it: each room is heard for the incident of its hidden line', async () => {
    expect(await room(LEDGER)).toBe(shop);
    await talk.say('write', shop, '/note said in the shop');
    await talk.say('write', ledger, '/note said in the ledger');
    await talk.listen();
    expect(talk.world.read(fileOf(SHOP))).toContain('said in the shop');
    expect(talk.world.read(fileOf(LEDGER))).toContain('said in the ledger');
    expect(talk.world.read(fileOf(LEDGER))).not.toContain('said in the shop');
  });

  test('gets its own room back and no second one, also where only its own is shown', async () => {
    const before = await talk.world.rooms();
    await talk.world.sync(new Set([LEDGER]));
    expect(await room(LEDGER)).toBe(ledger);
    const after = await talk.world.rooms();
    expect(after.map(({ number }) => number)).toEqual(before.map(({ number }) => number));
    expect(after.every(({ state }) => state === 'open')).toBe(true);
  });

  test('hides nothing of it when it becomes restricted in a public repository', async () => {
    const settings = talk.world.read('tocsin.yaml');
    talk.world.edit('tocsin.yaml', () => `${settings}repository: public\n`);
    talk.world.edit(fileOf(LEDGER), (text) =>
      text.replace(`room: ${shop}`, `room: ${shop}\npublic: {visibility: restricted}`),
    );
    await talk.world.sync();
    expect(valueOf(await talk.world.github.issues.read(shop)).title).toContain(SHOP);
    expect(valueOf(await talk.world.github.issues.read(ledger)).title).toBe('Not shown here');
  });
});
