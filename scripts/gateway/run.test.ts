// A gateway as a whole: whatever it cannot start with, and however it ends, nothing of it stays open.
import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { type GatewayLine } from './gateway-line.ts';
import { type GatewayOptions, runGateway } from './run.ts';
import { type Bench, createBench } from './testing/worker.ts';

let bench: Bench;
let inboxFile: string;
let lines: GatewayLine[];
let port: number;
/** How often somebody looked at the repository. */
let looks: number;

beforeEach(async () => {
  bench = await createBench();
  inboxFile = join(bench.folder, 'gateway.sqlite');
  [lines, looks] = [[], 0];
  const server = await listen(0);
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  await endOf(server);
});
afterEach(() => bench.close());

test('a gateway that is closed leaves nothing open, and another one can begin where it ended', async () => {
  for (let run = 0; run < 2; run += 1) {
    const gateway = await runGateway(options());
    expect(gateway.url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
    await gateway.pagesBuilt;
    expect(existsSync(`${inboxFile}-wal`)).toBe(true);
    await gateway.close();
    await nothingIsOpen();
  }
  expect(lines.filter(({ kind }) => kind === 'trouble')).toEqual([]);
});

test('with the port taken it says so, and the inbox is closed', async () => {
  const other = await listen(port);
  await expect(runGateway(options())).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use by another program, expected a free one.`,
  );
  await endOf(other);
  await nothingIsOpen();
  expect(await bench.incidents()).toEqual([]);
});

test('with an inbox that does not tell what waits to be delivered nothing stays open', async () => {
  await openSqliteInbox(inboxFile).close();
  spoilTable('ledger');
  await expect(runGateway(options())).rejects.toThrow();
  await nothingIsOpen();
});

test('what fails when everything runs already ends everything', async () => {
  const secret = (): never => {
    throw new Error('the store of secrets is locked');
  };
  const site = join(bench.folder, 'site');
  await expect(
    runGateway({ ...options(), secret, sites: [{ audience: 'public', folder: site }] }),
  ).rejects.toThrow('the store of secrets is locked');
  await nothingIsOpen();
});

test('what fails then leaves nothing that keeps the process from ending', async () => {
  const program = fileURLToPath(new URL('testing/failing-process.ts', import.meta.url));
  const args = [program, bench.root, inboxFile, join(bench.folder, 'site')];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  expect(stdout).toBe('the store of secrets is locked');
  expect(existsSync(inboxFile)).toBe(true);
  expect(existsSync(`${inboxFile}-wal`)).toBe(false);
});

function options(): GatewayOptions {
  const { workspace } = bench.dependencies;
  const readHead = (): Promise<string> => {
    looks += 1;
    return workspace.readHead();
  };
  return {
    workspace: { ...workspace, readHead },
    lastKnownHead: readHead,
    inboxFile,
    host: '127.0.0.1',
    port,
    sites: [],
    servedSites: {},
    lookEveryMs: LOOK_EVERY_MS,
    modulesRoot: bench.root,
    rooms: null,
    secret: () => null,
    now: bench.now,
    log: (line) => lines.push(line),
  };
}

const LOOK_EVERY_MS = 20;

/** The port is free, the inbox closed, no build is left, and nobody looks at the repository. */
async function nothingIsOpen(): Promise<void> {
  await endOf(await listen(port));
  expect(existsSync(`${inboxFile}-wal`)).toBe(false);
  expect(programsBelow()).not.toContainEqual(expect.stringContaining('astro'));
  const seen = looks;
  const until = performance.now() + 5 * LOOK_EVERY_MS;
  await expect.poll(() => performance.now()).toBeGreaterThan(until);
  expect(looks).toBe(seen);
}

function programsBelow(): readonly string[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
  return children.split(' ').flatMap((child) => {
    try {
      return [readFileSync(`/proc/${child}/cmdline`, 'utf8')];
    } catch {
      return [];
    }
  });
}

async function listen(wanted: number): Promise<Server> {
  const server = createServer();
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function endOf(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** Overwrites the first page of a table, as a disk does that fails. */
function spoilTable(name: string): void {
  const database = new DatabaseSync(inboxFile);
  const size = numberIn(database.prepare('PRAGMA page_size').get(), 'page_size');
  const root = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name);
  database.close();
  const file = openSync(inboxFile, 'r+');
  writeSync(file, Buffer.alloc(size, 0xff), 0, size, (numberIn(root, 'rootpage') - 1) * size);
  closeSync(file);
}

function numberIn(row: Readonly<Record<string, unknown>> | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw new Error(`no number in ${column}`);
  return value;
}
