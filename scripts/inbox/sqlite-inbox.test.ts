// What only the SQLite store can get wrong: the file, its lock, its size.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskFolder } from '../cli/testing/disk-folder.ts';
import type { NewRequest } from './inbox.ts';
import { openSqliteInbox } from './sqlite-inbox.ts';
import { openDatabase } from './sqlite-open.ts';
import { APPLICATION_ID, MIGRATIONS } from './sqlite-schema.ts';
import { SQL } from './sqlite-statements.ts';

/** SQLite's number of `synchronous = FULL`. */
const FULL = 2;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(diskFolder(), 'tocsin-sqlite-'));
  path = join(folder, 'inbox.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the file', () => {
  test('and its side files are readable by their owner only', async () => {
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    const inbox = openSqliteInbox(path);
    await inbox.accept(request(10));
    const modes = [path, `${path}-wal`, `${path}-shm`].map((file) => statSync(file).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    await inbox.close();
  });

  test('is written with a write-ahead log and a full flush, and waits 200 ms for a lock', () => {
    const database = openDatabase(path);
    const setting = (name: string): unknown => database.prepare(`PRAGMA ${name}`).get();
    expect(setting('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(setting('synchronous')).toEqual({ synchronous: FULL });
    expect(setting('busy_timeout')).toEqual({ timeout: 200 });
    database.close();
  });

  test('of a newer version is refused and left alone', async () => {
    await openSqliteInbox(path).close();
    change('PRAGMA user_version = 700');
    expect(() => openSqliteInbox(path)).toThrow(
      `Unexpected version 700 of the inbox \`${path}\`, expected at most ${MIGRATIONS.length}: a newer program wrote it.`,
    );
    change(`PRAGMA user_version = ${MIGRATIONS.length}`);
    await openSqliteInbox(path).close();
  });

  test('that lost a table is refused, and closed', async () => {
    await openSqliteInbox(path).close();
    change('DROP TABLE ledger');
    expect(() => openSqliteInbox(path)).toThrow(
      `Unexpected content of \`${path}\`, expected all tables of an inbox of its version.`,
    );
    // The last one to close an inbox takes its write-ahead log away.
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('of the first version gets the newer tables and keeps what it holds', async () => {
    const [first = ''] = MIGRATIONS;
    change(`${first}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1;
      INSERT INTO request (source, vendor, received_at, headers, body, next_at)
        VALUES ('alerts', 'sentry', '2026-11-21T09:00:00.000Z', '{}', x'01', '1970-01-01T00:00:00.000Z')`);
    const inbox = openSqliteInbox(path);
    expect(await inbox.claim('2026-11-21T09:00:00.000Z', 10)).toHaveLength(1);
    expect(await inbox.newestDeployments()).toEqual([]);
    expect(await inbox.sightings('service=shop', '2026-11-21T09:00:00.000Z')).toEqual([]);
    await inbox.close();
  });

  test('is not read as a whole to find what is old', () => {
    const database = openDatabase(path);
    for (const sql of [SQL.pruneRequests, SQL.pruneSightings]) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('2026', 1);
      expect(JSON.stringify(plan)).toMatch(
        /USING (?:COVERING )?INDEX (?:request_settled|sighting_age)/,
      );
      expect(JSON.stringify(plan)).not.toContain('SCAN');
    }
    database.close();
  });

  test('of another program is refused', () => {
    change('CREATE TABLE note (text TEXT)');
    expect(() => openSqliteInbox(path)).toThrow(
      `Unexpected database \`${path}\` of another program, expected an inbox.`,
    );
  });

  test('that is no database is refused and kept', () => {
    writeFileSync(path, 'shopping list\n'.repeat(100));
    expect(() => openSqliteInbox(path)).toThrow(
      `Unexpected content of \`${path}\`, expected the SQLite database of an inbox.`,
    );
    expect(statSync(path).size).toBe(1400);
  });

  test('may not be a folder, nor stand in a missing one', () => {
    expect(() => openSqliteInbox(folder)).toThrow(
      `Unexpected path \`${folder}\` (a folder), expected the file of the inbox.`,
    );
    expect(() => openSqliteInbox(join(folder, 'missing', 'inbox.db'))).toThrow(
      `Missing folder \`${join(folder, 'missing')}\`, expected it to hold the inbox.`,
    );
  });
});

describe('a full inbox', () => {
  test('refuses, loses nothing, and works again after it was enlarged', async () => {
    const inbox = openSqliteInbox(path);
    inbox.limitSize(400_000);
    const acknowledged: number[] = [];
    const failure = await acceptUntilRefused(acknowledged, () => inbox.accept(request(10_000)));
    expect(failure).toMatchObject({ name: 'InboxUnavailable', reason: 'full' });
    expect(acknowledged.length).toBeGreaterThan(10);
    await expect(inbox.accept(request(10_000))).rejects.toMatchObject({ reason: 'full' });
    expect(await ids(inbox)).toEqual(acknowledged);

    inbox.limitSize(4_000_000);
    const { id } = await inbox.accept(request(10_000));
    expect(await ids(inbox)).toEqual([...acknowledged, id]);
    expect(await inbox.accounting()).toMatchObject({ accepted: acknowledged.length + 1 });
    await inbox.close();
    expect(integrity()).toBe('ok');
  });
});

describe('a database that another process has locked', () => {
  test('refuses within a second and works again afterwards', async () => {
    const inbox = openSqliteInbox(path);
    const release = await lockFromAnotherProcess();
    const started = performance.now();
    const attempts = Array.from({ length: 20 }, () => inbox.accept(request(10)));
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({ name: 'InboxUnavailable', reason: 'locked' });
    }
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await inbox.claim('2026-11-21T09:00:00.000Z', 10)).toEqual([]);
    await release();
    expect((await inbox.accept(request(10))).kind).toBe('stored');
    await inbox.close();
  });
});

async function acceptUntilRefused(
  acknowledged: number[],
  accept: () => Promise<{ readonly id: number }>,
): Promise<unknown> {
  for (;;) {
    try {
      acknowledged.push((await accept()).id);
    } catch (error) {
      return error;
    }
  }
}

async function ids(inbox: ReturnType<typeof openSqliteInbox>): Promise<readonly number[]> {
  return (await inbox.claim('2026-11-21T09:00:00.000Z', 10_000)).map((row) => row.id);
}

function request(bytes: number): NewRequest {
  const receivedAt = '2026-11-21T09:00:00.000Z';
  const body = new Uint8Array(bytes).fill(120);
  return { source: 'alerts', vendor: 'sentry', receivedAt, deliveryId: null, headers: {}, body };
}

function change(sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function integrity(): unknown {
  const database = new DatabaseSync(path);
  const row = database.prepare('PRAGMA integrity_check').get();
  database.close();
  return row?.['integrity_check'];
}

async function lockFromAnotherProcess(): Promise<() => Promise<void>> {
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec('BEGIN IMMEDIATE');
    process.stdout.write('locked');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['-e', program, path]);
  await once(child.stdout, 'data');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}
