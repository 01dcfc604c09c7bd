// The rooms of a gateway that runs: people are answered while something else takes its time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Conversation, startConversation } from '../conversation/testing/room.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { type Bell, createBell } from './bell.ts';
import { type RoomKeeper, startRoomKeeper } from './room-keeper.ts';

const FILE = 'incidents/2026/2026-11-21-shop.md';
const PATIENCE = { timeout: 60_000, interval: 20 };

let talk: Conversation;
let folder: string;
let inbox: Inbox;
let keeper: RoomKeeper;
let heard: Bell;
let steps: string[];
let troubles: string[];
/** Lets go of every room that is being written. */
let release: () => void;

beforeEach(async () => {
  talk = await startConversation();
  folder = mkdtempSync(join(tmpdir(), 'tocsin-keeper-'));
  inbox = openSqliteInbox(join(folder, 'inbox.db'));
  [steps, troubles] = [[], []];
  const { promise, resolve } = Promise.withResolvers<void>();
  release = resolve;
  const { github, workspace } = talk.desk;
  const files = await workspace.readFiles(await workspace.readHead());
  const { settings } = talk.world.load(files).organisation;
  heard = createBell();
  keeper = startRoomKeeper({
    place: {
      ...talk.desk,
      name: 'larder/incidents',
      secrets: [],
      sweepEveryMs: 600_000,
      github: {
        ...github,
        issues: {
          ...github.issues,
          update: async (number, change) => {
            steps.push('room');
            await promise;
            return await github.issues.update(number, change);
          },
        },
        comments: {
          ...github.comments,
          react: async (id, reaction) => {
            steps.push(reaction);
            return await github.comments.react(id, reaction);
          },
        },
      },
    },
    workspace,
    shelf: inbox.github,
    load: talk.world.load,
    settings: () => settings,
    now: talk.desk.now,
    announce: async () => undefined,
    heard,
    onChanged: () => steps.push('worker'),
    log: () => undefined,
    onTrouble: (sentence) => troubles.push(sentence),
  });
});
afterEach(async () => {
  release();
  await keeper.stop();
  await inbox.close();
  rmSync(folder, { recursive: true });
  await talk.close();
});

/** Somebody says something, and its delivery arrives. */
async function say(text: string): Promise<number> {
  const { number } = await talk.room();
  const { id } = await talk.say('write', number, text);
  const body = await vi.waitUntil(() => {
    const made = talk.world.double.webhooks.deliveries().at(-1);
    const payload = JSON.stringify(made?.payload);
    return payload.includes(text.slice(1)) ? payload : null;
  }, PATIENCE);
  const delivery = { deliveryId: null, name: 'issue_comment', issue: number };
  const bytes = new TextEncoder().encode(body);
  await inbox.github.accept({ ...delivery, receivedAt: talk.desk.now(), body: bytes });
  heard.ring();
  return id;
}

test('whoever says something is answered while a room is still being written', async () => {
  await say('/ack');
  await vi.waitUntil(() => steps.includes('room'), PATIENCE);
  await say('/note pool exhausted');
  await vi.waitUntil(() => steps.filter((step) => step === 'rocket').length === 2, PATIENCE);
  expect(talk.world.read(FILE)).toContain('pool exhausted');
  expect(steps.filter((step) => step === 'room')).toHaveLength(1);
  release();
  await vi.waitUntil(
    async () => !(await talk.room()).body.includes('Nobody has taken it'),
    PATIENCE,
  );
  expect(troubles).toEqual([]);
});

test('the worker hears of a commit before anything else is waited for', async () => {
  await say('/ack');
  await vi.waitUntil(() => steps.includes('rocket'), PATIENCE);
  const before = steps.slice(0, steps.indexOf('rocket'));
  expect(before).toEqual(['eyes', 'worker']);
});
