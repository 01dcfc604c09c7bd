// What GitHub said is worked off from a real inbox, in a room of the double.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Conversation, startConversation } from '../conversation/testing/room.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { createHearing } from './hearing.ts';

const FILE = 'incidents/2026/2026-11-21-shop.md';

let talk: Conversation;
let folder: string;
let inbox: Inbox;
let number: number;
let troubles: string[];
let lines: string[];
let looks: string[];
let hearNext: ReturnType<typeof createHearing>;

beforeEach(async () => {
  talk = await startConversation();
  number = (await talk.room()).number;
  talk.miss();
  folder = mkdtempSync(join(tmpdir(), 'tocsin-hearing-'));
  inbox = openSqliteInbox(join(folder, 'inbox.db'));
  [troubles, lines, looks] = [[], [], []];
  hearNext = createHearing({
    shelf: inbox.github,
    desk: talk.desk,
    now: talk.desk.now,
    onPush: () => looks.push('branch'),
    onPullRequest: () => looks.push('pull request'),
    onHeard: ({ said }) => lines.push(said),
    onTrouble: (sentence) => troubles.push(sentence),
  });
});
afterEach(async () => {
  await inbox.close();
  rmSync(folder, { recursive: true });
  await talk.close();
});

async function accept(name: string, body: string, issue: number | null): Promise<void> {
  const bytes = new TextEncoder().encode(body);
  const receivedAt = talk.desk.now();
  await inbox.github.accept({ deliveryId: null, name, issue, receivedAt, body: bytes });
}

/** Somebody says something, and its delivery arrives. */
async function say(text: string): Promise<void> {
  const before = talk.world.double.webhooks.deliveries().length;
  await talk.say('write', number, text);
  for (const { event, payload } of talk.world.double.webhooks.deliveries().slice(before))
    await accept(event, JSON.stringify(payload), number);
}

const file = (): string => talk.world.read(FILE);

test('what was said becomes files, and only what people said becomes a line', async () => {
  await say('looking');
  await say('/ack');
  expect(await hearNext()).toEqual({ ms: 0, isChanged: true });
  expect(file()).toContain('acknowledged:');
  expect(await hearNext()).toEqual({ ms: null, isChanged: false });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^comment \d+: \/ack done$/);
  expect(await inbox.github.sum()).toMatchObject({ heard: 2, pending: 0 });
  expect(troubles).toEqual([]);
});

test('what cannot be heard is tried six times and put aside, and holds up nobody', async () => {
  await accept('issue_comment', 'no JSON', 99);
  await say('/ack');
  await hearNext();
  expect(file()).toContain('acknowledged:');
  for (let attempt = 2; attempt <= 6; attempt += 1) {
    expect((await hearNext()).ms).toBeGreaterThan(0);
    talk.world.passTime(60_000);
    await hearNext();
  }
  expect(await inbox.github.sum()).toEqual({ received: 2, heard: 1, putAside: 1, pending: 0 });
  expect(troubles).toHaveLength(6);
  expect(troubles.at(-1)).toMatch(
    /^delivery 1 of GitHub \(issue_comment\) failed 6 times: .*; it is put aside$/,
  );
  expect(await hearNext()).toEqual({ ms: null, isChanged: false });
});

test('what has to wait for GitHub keeps its place before what was said later', async () => {
  await say('/note first');
  await say('/note second');
  const broken = { kind: 'broken', status: 502 } as const;
  talk.world.double.faults.plan('reactions/create-for-issue-comment', broken, 3);
  await hearNext();
  expect(file()).not.toMatch(/first|second/);
  expect(troubles).toHaveLength(1);
  expect(troubles[0]).toMatch(/; what was said on GitHub is kept$/);
  expect((await hearNext()).ms).toBeGreaterThan(0);
  talk.world.passTime(60_000);
  await hearNext();
  expect(file()).toMatch(/second/);
  expect(await inbox.github.sum()).toMatchObject({ heard: 2, pending: 0 });
  expect(file().indexOf('second')).toBeGreaterThan(file().indexOf('first'));
});

test('pushes and pull requests lead to a look and ask GitHub nothing', async () => {
  const pull = { number: 5, head: { ref: 'x', repo: { id: 1 } }, base: { repo: { id: 1 } } };
  await accept('push', '{"ref":"refs/heads/main"}', null);
  await accept('push', '{"ref":"refs/heads/tocsin/postmortem/x"}', null);
  await accept('pull_request', JSON.stringify({ action: 'closed', pull_request: pull }), null);
  const asked = talk.world.double.seen().length;
  await hearNext();
  expect(looks).toEqual(['branch', 'pull request', 'pull request']);
  expect(talk.world.double.seen()).toHaveLength(asked);
  expect(lines).toEqual([]);
});
