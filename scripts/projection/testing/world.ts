// A projection for tests: a real git repository, a double of GitHub, a ledger in a file, and a clock to turn.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyOperations } from '../../apply/apply.ts';
import {
  git,
  GIT_ENVIRONMENT,
  makeRepository,
  removeFolders,
  temporaryFolder,
  write,
} from '../../apply/testing/repository.ts';
import type { SourceFile } from '../../config/document-set.ts';
import type { Answer } from '../../github/answer.ts';
import type { Github } from '../../github/github.ts';
import { clientOf } from '../../github/testing/client.ts';
import type { Issue } from '../../github/issues.ts';
import { type Double, type DoubleOptions, startDouble } from '../../github/testing/double.ts';
import { standingOfIncidents } from '../../correlation/incident-standing.ts';
import { isIncidentPath } from '../../model/history-path.ts';
import type { Incident } from '../../model/incident.ts';
import type { Signal } from '../../model/signal.ts';
import { respond } from '../../response/respond.ts';
import { evaluate } from '../../rules/evaluate.ts';
import { signalOf } from '../../rules/testing/organisation.ts';
import { loadState } from '../../validation/load.ts';
import { openWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { type Budget, openBudget } from '../budget.ts';
import { openSqliteLedger, type SqliteLedger } from '../sqlite-ledger.ts';
import type { ShowWorld } from '../show.ts';
import type { SyncReport, SyncState, SyncWorld } from '../sync.ts';
import { syncRooms } from '../sync-rooms.ts';

/** Everything that a test of the projection needs. */
export type ProjectionWorld = {
  readonly double: Double;
  readonly github: Github;
  readonly folder: string;
  readonly workspace: Workspace;
  readonly budget: Budget;
  /** What the projection and whoever hears rooms works with. */
  readonly sight: SyncWorld;
  readonly load: ShowWorld['load'];
  readonly sync: (only?: ReadonlySet<string>) => Promise<SyncReport>;
  /** A signal arrives and is committed. */
  readonly send: (signal: Partial<Signal>) => Promise<void>;
  /** Somebody edits a file, and commits later. */
  readonly write: (path: string, change: (text: string) => string) => void;
  readonly commit: () => void;
  /** Somebody edits a file and commits it. */
  readonly edit: (path: string, change: (text: string) => string) => void;
  readonly read: (path: string) => string;
  readonly incidents: () => Promise<readonly Incident[]>;
  readonly rooms: () => Promise<readonly Issue[]>;
  readonly nowMs: () => number;
  readonly passTime: (ms: number) => void;
  /** Operations that wrote something, since the last look. */
  readonly takeWrites: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** What may differ between tests. */
export type WorldOptions = {
  /** A repository that is there already. */
  readonly folder?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly isPrivate?: boolean;
  readonly startMs?: number;
  readonly people?: DoubleOptions['people'];
  /** Three where nothing is said, so that rooms are continued soon. */
  readonly mostComments?: number;
};

/** Starts a world; close it afterwards. */
export async function startWorld(options: WorldOptions = {}): Promise<ProjectionWorld> {
  let now = options.startMs ?? Date.parse('2026-11-21T10:00:00.000Z');
  const nowMs = (): number => now;
  const double = await startDouble({
    isPrivate: options.isPrivate ?? true,
    nowMs,
    people: options.people ?? [],
  });
  const folder = options.folder ?? makeRepository();
  for (const [path, text] of Object.entries(options.files ?? {})) write(folder, path, text);
  if (options.files !== undefined) commit(folder);
  const ledger: SqliteLedger = openSqliteLedger(join(temporaryFolder(), 'ledger.sqlite'));
  const budget = openBudget(ledger);
  const github = openDoubled(double, budget, nowMs);
  const workspace = await openWorkspace(folder, {
    environment: GIT_ENVIRONMENT,
    remote: null,
    random: () => 0.5,
    now: () => new Date(now).toISOString(),
  });
  const instant = (): string => new Date(now).toISOString();
  const world: SyncWorld = {
    github,
    workspace,
    budget,
    now: instant,
    fileUrl: (path) => `https://github.example/larder/incidents/blob/main/${path}`,
    pullsUrl: (branch) => `https://github.example/larder/incidents/pulls?q=${branch}`,
    listLagMs: 30_000,
    mostComments: options.mostComments ?? 3,
  };
  let seen = 0;
  const change: ProjectionWorld['write'] = (path, edit) =>
    write(folder, path, edit(readFileSync(join(folder, path), 'utf8')));
  return {
    double,
    github,
    folder,
    workspace,
    budget,
    sight: world,
    load,
    sync: async (only) => await syncRooms(world, await readState(workspace), only ?? null),
    send: async (changes) => {
      now += 60_000;
      const { organisation } = await readState(workspace);
      await applyOperations(workspace, [
        (book) => {
          const signal = signalOf({ service: 'shop', severity: 'critical', ...changes });
          const observation = { source: 'watch', signal, receivedAt: instant() };
          const standing = standingOfIncidents(book.incidents, () => true);
          return respond(
            organisation,
            book,
            evaluate(organisation, standing, observation),
            instant(),
          );
        },
      ]);
    },
    write: change,
    commit: () => commit(folder),
    edit: (path, edit) => {
      change(path, edit);
      commit(folder);
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    incidents: async () => (await readState(workspace)).incidents,
    rooms: async () => valueOf(await github.issues.list({ label: 'incident', state: 'all' })),
    nowMs,
    passTime: (ms) => {
      now += ms;
    },
    takeWrites: () => {
      const all = double.seen().filter(({ operation }) => !READS.test(operation));
      const fresh = all.slice(seen).map(({ operation }) => operation);
      seen = all.length;
      return fresh;
    },
    close: async () => {
      ledger.close();
      await double.close();
      removeFolders();
    },
  };
}

const READS = /\/(get|list)(-|$)|^repos\/get/;

/** A client of the double as the gateway has one. */
export function openDoubled(
  double: Double,
  budget: Budget,
  nowMs: () => number,
  token: string = double.accounts.app.token,
): Github {
  return clientOf(double, token, { nowMs, budget });
}

/** The value of an answer that must be one. */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.kind !== 'answered') throw new Error(answer.sentence);
  return answer.value;
}

async function readState(
  workspace: Workspace,
): Promise<SyncState & { readonly incidents: readonly Incident[] }> {
  const files = await workspace.readFiles(await workspace.readHead());
  return { ...load(files), files: files.filter(({ path }) => isIncidentPath(path)) };
}

function load(files: readonly SourceFile[]): ReturnType<ShowWorld['load']> {
  const loaded = loadState(files);
  if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics[0]?.message);
  return loaded.state;
}

function commit(folder: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Somebody edits');
}
