// Runs of workflows are the only clock where no gateway is: what has become due is done by the next of them.
import { expect, test } from 'vitest';
import { HOUR_MS } from '../model/instant.ts';
import { hearRun, type Patience } from './run.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const ID = '2026-11-21-cart';
const FILE = `incidents/2026/${ID}.md`;
const patience: Patience = { mostMs: 0, wait: async () => undefined };

let talk: Conversation;

eachConversation(async (begun) => {
  talk = begun;
  const minor = { service: 'cart', severity: 'low', id: 'cart-1', dedupKey: 'cart-1' } as const;
  await talk.world.send(minor);
  await talk.world.send({ ...minor, action: 'resolve' });
  await talk.world.sync();
});

const sweepRun = async (): Promise<readonly string[]> =>
  (await hearRun(talk.desk, { kind: 'look_asked' }, patience)).map(({ said }) => said);
const room = async (): Promise<string | undefined> =>
  (await talk.world.rooms()).find(({ title }) => title.includes(ID))?.state;

test('an incident that stayed well is resolved, later closed with its room, and then left alone', async () => {
  expect(await sweepRun()).toContain('nothing is due');
  expect(talk.world.read(FILE)).toContain('state: monitoring');
  talk.world.passTime(HOUR_MS);
  expect(await sweepRun()).toContain(`done because it was due: ${ID}`);
  expect(talk.world.read(FILE)).toContain('state: resolved');
  talk.world.passTime(8 * 24 * HOUR_MS);
  await sweepRun();
  expect(talk.world.read(FILE)).toContain('state: closed');
  expect(await room()).toBe('closed');
  expect(await sweepRun()).toContain('nothing is due');
});

test('what is due is done by any run, not only by the one for it', async () => {
  talk.world.passTime(HOUR_MS);
  const heard = await hearRun(talk.desk, { kind: 'ignored', reason: 'nothing of ours' }, patience);
  expect(heard.map(({ said }) => said)).toContain(`done because it was due: ${ID}`);
});

test('a run asks for the newest commit once, and again when it committed something', async () => {
  let asked = 0;
  const { workspace } = talk.desk;
  const readHead = async (): Promise<string> => {
    asked += 1;
    return await workspace.readHead();
  };
  const desk = { ...talk.desk, workspace: { ...workspace, readHead } };
  await hearRun(desk, { kind: 'look_asked' }, patience);
  expect(asked).toBe(1);
  talk.world.passTime(HOUR_MS);
  await hearRun(desk, { kind: 'look_asked' }, patience);
  expect(talk.world.read(FILE)).toContain('state: resolved');
  expect(asked).toBeLessThan(6);
});
