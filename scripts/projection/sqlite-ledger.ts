// The ledger in a SQLite file: for processes on one machine, gateway and command line. Losing the file loses no truth,
// only the memory of the last hour.
import { DatabaseSync } from 'node:sqlite';
import { EMPTY_LEDGER, type Ledger, type LedgerStore } from './ledger.ts';
import { parseLedger } from './ledger-text.ts';

/** A ledger in a file; close it at the end. */
export type SqliteLedger = LedgerStore & { readonly close: () => void };

/** Opens or makes the file. */
export function openSqliteLedger(path: string): SqliteLedger {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(
    'CREATE TABLE IF NOT EXISTS ledger (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL) STRICT',
  );
  const read = database.prepare('SELECT text FROM ledger WHERE id = 1');
  const write = database.prepare('INSERT OR REPLACE INTO ledger (id, text) VALUES (1, ?)');
  return {
    update: async (change) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const before = readRow(read.get());
        const { ledger, result } = change(before);
        if (ledger !== before) write.run(JSON.stringify(ledger));
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

/** Others hold the file for microseconds. */
const BUSY_TIMEOUT_MS = 5000;

function readRow(row: Readonly<Record<string, unknown>> | undefined): Ledger {
  const text = row?.['text'];
  return typeof text === 'string' ? parseLedger(text) : EMPTY_LEDGER;
}
