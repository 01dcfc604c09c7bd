// Opens the database file of an inbox: checks that it is one, protects it and brings it up to date.
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID, MIGRATIONS } from './sqlite-schema.ts';
import { integerOf } from './sqlite-row.ts';

/** Opens or creates the database of an inbox; only its owner may read it. Throws `InboxUnusable`. */
export function openDatabase(path: string): DatabaseSync {
  checkPath(path);
  const database = connect(path);
  try {
    checkIdentity(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    database.exec(`PRAGMA journal_size_limit = ${JOURNAL_LIMIT_BYTES};`);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof InboxUnusable) throw error;
    throw new InboxUnusable(describe(path, error), { cause: error });
  }
}

/** The file cannot serve as an inbox; the message says why in one sentence. */
export class InboxUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InboxUnusable';
  }
}

function checkPath(path: string): void {
  const folder = statSync(dirname(path), { throwIfNoEntry: false });
  if (folder === undefined || !folder.isDirectory()) {
    throw new InboxUnusable(`Missing folder \`${dirname(path)}\`, expected it to hold the inbox.`);
  }
  const file = statSync(path, { throwIfNoEntry: false });
  if (file !== undefined && !file.isFile()) {
    const found = file.isDirectory() ? 'a folder' : 'no regular file';
    throw new InboxUnusable(
      `Unexpected path \`${path}\` (${found}), expected the file of the inbox.`,
    );
  }
}

/** The mode is set before SQLite opens the file, since its side files inherit it. */
function connect(path: string): DatabaseSync {
  try {
    closeSync(openSync(path, 'a', OWNER_ONLY));
    chmodSync(path, OWNER_ONLY);
    return new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    throw new InboxUnusable(`The inbox \`${path}\` cannot be opened for writing.`, {
      cause: error,
    });
  }
}

function checkIdentity(database: DatabaseSync, path: string): void {
  const tables = integerOf(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get(), 'n');
  if (tables > 0 && pragma(database, 'application_id') !== APPLICATION_ID) {
    throw new InboxUnusable(
      `Unexpected database \`${path}\` of another program, expected an inbox.`,
    );
  }
  const version = pragma(database, 'user_version');
  if (version > MIGRATIONS.length) {
    throw new InboxUnusable(
      `Unexpected version ${version} of the inbox \`${path}\`, expected at most ${MIGRATIONS.length}: ` +
        'a newer program wrote it.',
    );
  }
}

function migrate(database: DatabaseSync): void {
  if (pragma(database, 'user_version') === MIGRATIONS.length) return;
  database.exec('BEGIN IMMEDIATE');
  const done = pragma(database, 'user_version');
  for (const step of MIGRATIONS.slice(done)) database.exec(step);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  database.exec('COMMIT');
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return integerOf(database.prepare(`PRAGMA ${name}`).get(), name);
}

function describe(path: string, error: unknown): string {
  switch (primaryCode(error)) {
    case SQLITE_NOT_A_DATABASE:
      return `Unexpected content of \`${path}\`, expected the SQLite database of an inbox.`;
    case SQLITE_BUSY:
      return `The inbox \`${path}\` is locked by another process.`;
    case SQLITE_FULL:
      return `The inbox \`${path}\` cannot be prepared: the disk is full.`;
    default:
      return `The inbox \`${path}\` cannot be prepared: its storage failed.`;
  }
}

/** SQLite's primary result code of an error; null when the error does not come from SQLite. */
export function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

const OWNER_ONLY = 0o600;
const BUSY_TIMEOUT_MS = 200;
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;
const SQLITE_NOT_A_DATABASE = 26;
