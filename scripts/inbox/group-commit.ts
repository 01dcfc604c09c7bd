// Collects the writes of one turn of the event loop into one transaction, so that many requests
// share one flush to the disk. Every write is answered only after its COMMIT.
import type { DatabaseSync } from 'node:sqlite';
import { InboxUnavailable } from './inbox.ts';
import { primaryCode } from './sqlite-open.ts';

/** One queue of writes to one database, committed in groups. */
export class GroupCommit {
  readonly #database: DatabaseSync;
  #waiting: Member[] = [];
  #closed = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Runs `work` within the next transaction and resolves after its COMMIT. */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new InboxUnavailable('closed'));
      if (this.#waiting.length === 0) setImmediate(() => this.#flush());
      const perform = (): (() => void) => {
        const value = work();
        return () => resolve(value);
      };
      this.#waiting.push({ perform, fail: reject });
    });
  }

  /** Commits what is waiting and refuses everything after it. */
  close(): void {
    this.#closed = true;
    this.#flush();
  }

  #flush(): void {
    const members = this.#waiting;
    this.#waiting = [];
    if (members.length === 0) return;
    const failure = this.#commit(members);
    if (failure === null) return;
    if (members.length === 1 || isStorageWide(failure)) {
      for (const member of members) member.fail(failure);
      return;
    }
    // One bad write must not take the others down: each gets a transaction of its own.
    for (const member of members) {
      const own = this.#commit([member]);
      if (own !== null) member.fail(own);
    }
  }

  /** All or nothing; answers the members on success and returns the failure otherwise. */
  #commit(members: readonly Member[]): Error | null {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const answers = members.map((member) => member.perform());
      this.#database.exec('COMMIT');
      for (const answer of answers) answer();
      return null;
    } catch (error) {
      return this.#rollBack(asFailure(error));
    }
  }

  #rollBack(failure: Error): Error {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      return failure;
    } catch (error) {
      return new AggregateError([failure, error], 'A transaction could not be rolled back.');
    }
  }
}

type Member = {
  /** Does the write and returns what answers it once it is durable. */
  readonly perform: () => () => void;
  readonly fail: (failure: Error) => void;
};

/** Storage that refuses becomes `InboxUnavailable`; a mistake of ours stays what it is. */
export function asFailure(error: unknown): Error {
  if (error instanceof InboxUnavailable) return error;
  const code = primaryCode(error);
  if (error instanceof Error && (code === null || code === SQLITE_CONSTRAINT)) return error;
  if (code === SQLITE_FULL) return new InboxUnavailable('full', { cause: error });
  if (code === SQLITE_BUSY || code === SQLITE_LOCKED) {
    return new InboxUnavailable('locked', { cause: error });
  }
  return new InboxUnavailable('failed', { cause: error });
}

function isStorageWide(failure: Error): boolean {
  return failure instanceof InboxUnavailable && failure.reason !== 'failed';
}

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_FULL = 13;
const SQLITE_CONSTRAINT = 19;
