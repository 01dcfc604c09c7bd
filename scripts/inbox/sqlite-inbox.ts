// The inbox in one SQLite file: write-ahead log, full flush at every commit, commits in groups.
import { Buffer } from 'node:buffer';
import type { DatabaseSync } from 'node:sqlite';
import type { Deployment, Sighting } from '../model/deployment.ts';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import type { Count, StoredStanding } from '../model/standing.ts';
import { asFailure, GroupCommit } from './group-commit.ts';
import { InboxUnavailable, KEPT_RECORDINGS, OUTCOMES } from './inbox.ts';
import type {
  Acceptance,
  Accounting,
  Cutoff,
  DeploymentQuery,
  Inbox,
  KeptText,
  Knowledge,
  NewRequest,
  OutcomeCounts,
  RequestRecord,
  Settlement,
  StoredProblem,
  StoredRequest,
} from './inbox.ts';
import type { GithubShelf } from './github-shelf.ts';
import { openGithubShelf, type PrunableShelf } from './sqlite-github.ts';
import { InboxUnusable, openDatabase } from './sqlite-open.ts';
import { deploymentOf, rowOfDeployment, sightingOf } from './sqlite-deployment.ts';
import { integerOf, outcomesOf, recordOf, requestOf, textOf } from './sqlite-row.ts';
import {
  problemOf,
  rowOfCount,
  silenceOf,
  standingProblemOf,
  tallyOf,
  textOfFacts,
} from './sqlite-standing.ts';
import { prepareStatements } from './sqlite-statements.ts';
import type { Statements } from './sqlite-statements.ts';

/** Opens or creates the inbox in the file at `path`; throws `InboxUnusable` when the file cannot serve. */
export function openSqliteInbox(path: string): SqliteInbox {
  const database = openDatabase(path);
  try {
    return new SqliteInbox(database);
  } catch (error) {
    database.close();
    throw new InboxUnusable(
      `Unexpected content of \`${path}\`, expected all tables of an inbox of its version.`,
      { cause: error },
    );
  }
}

/** An open inbox; it owns its database until `close`. */
export class SqliteInbox implements Inbox {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #writes: GroupCommit;
  readonly #shelf: PrunableShelf;
  readonly github: GithubShelf;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#writes = new GroupCommit(database);
    this.#shelf = openGithubShelf(database, {
      write: (work) => this.#writes.run(work),
      read: (query) => this.#read(query),
    });
    this.github = this.#shelf;
  }

  accept(request: NewRequest): Promise<Acceptance> {
    return this.#writes.run(() => this.#insert(request));
  }

  claim(now: Instant, limit: number): Promise<readonly StoredRequest[]> {
    return this.#read(() => this.#statements.claim.all(now, limit).map(requestOf));
  }

  async settle(id: number, settlement: Settlement): Promise<boolean> {
    checkOutcomes(settlement.outcomes);
    return this.#writes.run(() => this.#end(id, settlement));
  }

  keep({ problems, counts = [] }: Knowledge): Promise<void> {
    return this.#writes.run(() => {
      for (const problem of problems) this.#upsert(problem);
      this.#count(counts);
    });
  }

  retry(id: number, nextAt: Instant, reason: string): Promise<boolean> {
    return this.#writes.run(() => this.#statements.retry.run({ id, nextAt, reason }).changes === 1);
  }

  async problem(id: string): Promise<StoredProblem | null> {
    const [found] = await this.problems([id]);
    return found ?? null;
  }

  problems(ids: readonly string[]): Promise<readonly StoredProblem[]> {
    return this.#read(() => this.#statements.problems.all(JSON.stringify(ids)).map(problemOf));
  }

  deployments({ services, environment, since }: DeploymentQuery): Promise<readonly Deployment[]> {
    const wanted = { services: JSON.stringify(services), environment, since };
    return this.#read(() => this.#statements.deployments.all(wanted).map(deploymentOf));
  }

  newestDeployments(): Promise<readonly Deployment[]> {
    return this.#read(() => this.#statements.newestDeployments.all().map(deploymentOf));
  }

  sightings(group: string, since: Instant): Promise<readonly Sighting[]> {
    return this.#read(() => this.#statements.sightings.all(group, since).map(sightingOf));
  }

  async standing(now: Instant): Promise<StoredStanding> {
    const deployments = await this.newestDeployments();
    const firingSince = addMs(now, -LONGEST_FIRING_MS);
    const recoveredSince = addMs(now, -RECOVERED_MS);
    return this.#read(() => ({
      problems: this.#statements.standingProblems
        .all({ firingSince, recoveredSince })
        .map(standingProblemOf),
      tallies: this.#statements.tallies.all(toMs(now)).map(tallyOf),
      silences: this.#statements.silences.all(firingSince).map(silenceOf),
      deployments,
    }));
  }

  recordings(limit: number): Promise<readonly string[]> {
    return this.#read(() =>
      this.#statements.recordings.all(limit).map((row) => textOf(row, 'line')),
    );
  }

  announce(announcements: readonly KeptText[]): Promise<void> {
    return this.#writes.run(() => {
      for (const { key, text } of announcements) this.#statements.announce.run({ key, text });
    });
  }

  announced(): Promise<readonly KeptText[]> {
    return this.#read(() =>
      this.#statements.announced
        .all()
        .map((row) => ({ key: textOf(row, 'key'), text: textOf(row, 'text') })),
    );
  }

  keepLedger(ledger: string, settled: readonly string[]): Promise<void> {
    return this.#writes.run(() => {
      this.#statements.keepLedger.run(ledger);
      for (const key of settled) this.#statements.settleAnnouncement.run(key);
    });
  }

  ledger(): Promise<string | null> {
    return this.#read(() => {
      const row = this.#statements.ledger.get();
      return row === undefined ? null : textOf(row, 'text');
    });
  }

  accounting(): Promise<Accounting> {
    return this.#read(() => {
      const row = this.#statements.accounting.get();
      const accepted = integerOf(row, 'accepted');
      return { accepted, ...outcomesOf(row), pending: integerOf(row, 'pending') };
    });
  }

  quarantined(limit: number): Promise<readonly RequestRecord[]> {
    return this.#read(() => this.#statements.quarantined.all(limit).map(recordOf));
  }

  recent(limit: number): Promise<readonly StoredRequest[]> {
    return this.#read(() => this.#statements.recent.all(limit).map(requestOf));
  }

  find(id: number): Promise<RequestRecord | null> {
    return this.#read(() => {
      const row = this.#statements.find.get(id);
      return row === undefined ? null : recordOf(row);
    });
  }

  prune({ requests, sightings }: Cutoff, limit: number): Promise<number> {
    return this.#writes.run(() => {
      const pruned = [
        this.#statements.pruneRequests.run(requests, limit),
        this.#statements.pruneSightings.run(sightings, limit),
      ];
      const heard = this.#shelf.prune(requests, limit);
      return pruned.reduce((sum, { changes }) => sum + Number(changes), heard);
    });
  }

  probe(): Promise<void> {
    return this.#writes.run(() => {
      this.#statements.fillProbe.run(PROBE_BYTES);
      this.#statements.emptyProbe.run();
    });
  }

  /** The size in bytes that the file may take; beyond it the inbox refuses as `full` instead of filling the disk. */
  limitSize(bytes: number): void {
    const pageBytes = integerOf(this.#database.prepare('PRAGMA page_size').get(), 'page_size');
    this.#database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / pageBytes))}`);
  }

  async close(): Promise<void> {
    this.#writes.close();
    if (this.#database.isOpen) this.#database.close();
  }

  #insert(request: NewRequest): Acceptance {
    const { source, vendor, deliveryId, receivedAt, body } = request;
    const headers = JSON.stringify(request.headers);
    const row = { source, vendor, deliveryId, receivedAt, headers, body, nextAt: ALWAYS_DUE };
    const inserted = this.#statements.insert.run(row);
    if (inserted.changes === 0) return this.#redeliver(request);
    this.#statements.countAccepted.run();
    return { kind: 'stored', id: Number(inserted.lastInsertRowid) };
  }

  /** A known delivery id with another body is another request: dropping it would lose it silently. */
  #redeliver(request: NewRequest): Acceptance {
    const earlier = requestOf(this.#statements.delivered.get(request.source, request.deliveryId));
    if (Buffer.compare(earlier.body, request.body) !== 0) {
      return this.#insert({ ...request, deliveryId: null });
    }
    return { kind: 'duplicate', id: earlier.id };
  }

  #end(id: number, settlement: Settlement): boolean {
    const { outcomes, hops } = settlement;
    const counts = Object.fromEntries(OUTCOMES.map((name) => [name, outcomes[name]]));
    if (this.#statements.settle.run({ ...counts, id, hops }).changes === 0) return false;
    this.#statements.countSettled.run(counts);
    for (const problem of settlement.problems) this.#upsert(problem);
    for (const deployment of settlement.deployments ?? [])
      this.#statements.upsertDeployment.run(rowOfDeployment(deployment));
    for (const { group, at, count } of settlement.sightings ?? [])
      this.#statements.addSighting.run({ group, at, count });
    this.#count(settlement.counts ?? []);
    for (const { silence, at } of settlement.silences ?? [])
      this.#statements.upsertSilence.run({ silence, at });
    this.#record(settlement.recordings ?? []);
    return true;
  }

  #record(lines: readonly string[]): void {
    let newest: number | bigint = 0;
    for (const line of lines) newest = this.#statements.addRecording.run(line).lastInsertRowid;
    if (lines.length > 0) this.#statements.forgetRecordings.run(Number(newest) - KEPT_RECORDINGS);
  }

  /** What lies in no window with the newest count any more makes room. */
  #count(counts: readonly Count[]): void {
    for (const count of counts) this.#statements.addCount.run(rowOfCount(count));
    if (counts.length > 0)
      this.#statements.dropCounts.run(Math.max(...counts.map(({ entry }) => entry.at)));
  }

  #upsert(problem: StoredProblem): void {
    const { id, source, state, since, at, key, count, incident } = problem;
    const facts = textOfFacts(problem.facts);
    const row = { id, source, state, since, at, key, count, incident, facts };
    this.#statements.upsertProblem.run(row);
  }

  async #read<T>(query: () => T): Promise<T> {
    if (!this.#database.isOpen) throw new InboxUnavailable('closed');
    try {
      return query();
    } catch (error) {
      throw asFailure(error);
    }
  }
}

function checkOutcomes(outcomes: OutcomeCounts): void {
  const counts = OUTCOMES.map((name) => outcomes[name]);
  const sum = counts.reduce((total, count) => total + count, 0);
  if (counts.every((count) => Number.isSafeInteger(count) && count >= 0) && sum > 0) return;
  throw new RangeError(
    'Unexpected outcomes of a request, expected whole numbers with a sum above 0.',
  );
}

/** A new request is due at once, also when the clock leaps back after its receipt. */
const ALWAYS_DUE: Instant = '1970-01-01T00:00:00.000Z';
/** A tool that never says that it is over must not be loaded for ever. */
const LONGEST_FIRING_MS = 30 * 24 * 3_600_000;
/** What recovered longer ago is looked up when its next signal comes. */
const RECOVERED_MS = 24 * 3_600_000;
const PROBE_BYTES = 4096;
