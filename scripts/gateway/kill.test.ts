// Accepted means stored: a gateway that is killed at any moment has every request it answered with 202.
// TOCSIN_KILL_ROUNDS and TOCSIN_KILL_SEED choose how often and which moments.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diskFolder } from '../cli/testing/disk-folder.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { sentrySignature } from './testing/gateway.ts';
import { startGateway } from './testing/start-gateway.ts';

const ROUNDS = Number(process.env['TOCSIN_KILL_ROUNDS'] ?? 15);
const SEED = Number(process.env['TOCSIN_KILL_SEED'] ?? 20_261_121);
const CLIENTS = 32;

/** How much a run must have seen. A busy machine answers less between two kills, so it gets more of them. */
const ENOUGH = { kills: ROUNDS, acknowledged: ROUNDS * CLIENTS, mostKills: ROUNDS * 8 };

/** What the gateway said: the id under which it stored a body. */
type Acknowledged = { readonly id: number; readonly body: string };

let folder: string;
let database: string;

beforeEach(() => {
  folder = mkdtempSync(join(diskFolder(), 'tocsin-kill-'));
  database = join(folder, 'inbox.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

test(
  `no acknowledged request is lost in ${ROUNDS} kills or more under load (seed ${SEED})`,
  { timeout: 60_000 + ENOUGH.mostKills * 10_000 },
  async () => {
    const acknowledged = await killUnderLoad('honest', ENOUGH);
    expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH.acknowledged);
    expect(await lostBodies(acknowledged)).toEqual([]);
    expect(await misplaced(acknowledged)).toEqual([]);
    expect(integrity()).toBe('ok');
  },
);

test('the same test sees the loss when a gateway answers before it stores', async () => {
  const acknowledged = await killUnderLoad('hasty', {
    ...ENOUGH,
    kills: 4,
    acknowledged: CLIENTS,
  });
  expect((await lostBodies(acknowledged)).length).toBeGreaterThan(0);
});

/** Kills until it was often enough and enough was acknowledged, or until there is no hope of that. */
async function killUnderLoad(
  mode: 'honest' | 'hasty',
  { kills, acknowledged: wanted, mostKills }: typeof ENOUGH,
): Promise<readonly Acknowledged[]> {
  const random = seeded(SEED);
  const acknowledged: Acknowledged[] = [];
  const isEnough = (round: number): boolean => round >= kills && acknowledged.length >= wanted;
  for (let round = 0; round < mostKills && !isEnough(round); round += 1) {
    const gateway = await startGateway(database, mode);
    const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
    const clients = Array.from({ length: CLIENTS }, (_, client) =>
      postUntilKilled(
        new URL('/hooks/errors', gateway.url),
        agent,
        `${round}-${client}`,
        acknowledged,
      ),
    );
    await sleep(20 + random() * 150);
    await gateway.kill();
    await Promise.all(clients);
    agent.destroy();
  }
  return acknowledged;
}

async function postUntilKilled(
  url: URL,
  agent: Agent,
  client: string,
  acknowledged: Acknowledged[],
): Promise<void> {
  for (let number = 0; ; number += 1) {
    const body = JSON.stringify({ client, number, filler: 'x'.repeat(1500) });
    const answer = await post(url, agent, body).catch(() => null);
    if (answer === null) return;
    const { accepted: id } = JSON.parse(answer);
    acknowledged.push({ id, body });
  }
}

function post(url: URL, agent: Agent, body: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'sentry-hook-signature': sentrySignature(body),
  };
  const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('end', () =>
      response.statusCode === 202 ? resolve(text) : reject(new Error(text)),
    );
    response.on('error', reject);
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

/** Acknowledged bodies that the database does not hold. */
async function lostBodies(acknowledged: readonly Acknowledged[]): Promise<readonly string[]> {
  const bodies = new Set((await storedBodies()).values());
  return acknowledged.map(({ body }) => body).filter((body) => !bodies.has(body));
}

/** Acknowledged ids under which the database holds another body. */
async function misplaced(acknowledged: readonly Acknowledged[]): Promise<readonly number[]> {
  const bodies = await storedBodies();
  return acknowledged.filter(({ id, body }) => bodies.get(id) !== body).map(({ id }) => id);
}

async function storedBodies(): Promise<ReadonlyMap<number, string>> {
  const inbox = openSqliteInbox(database);
  const rows = await inbox.claim('2026-11-21T09:00:00.000Z', 10_000_000);
  const { accepted, pending } = await inbox.accounting();
  await inbox.close();
  expect([accepted, pending]).toEqual([rows.length, rows.length]);
  const decoder = new TextDecoder();
  return new Map(rows.map(({ id, body }) => [id, decoder.decode(body)]));
}

function integrity(): unknown {
  const connection = new DatabaseSync(database);
  const row = connection.prepare('PRAGMA integrity_check').get();
  connection.close();
  return row?.['integrity_check'];
}

/** A small generator (mulberry32): the same seed kills at the same moments. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
