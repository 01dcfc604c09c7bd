// What the worker works on in tests: a real inbox, the example organisation without its history, and a clock to move.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBook } from '../../response/book.ts';
import { ORGANISATION_PATHS } from '../../config/layout.ts';
import type { Inbox } from '../../inbox/inbox.ts';
import { openSqliteInbox } from '../../inbox/sqlite-inbox.ts';
import type { Incident } from '../../model/incident.ts';
import { addMs, type Instant } from '../../model/instant.ts';
import { openWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { keepState } from '../state.ts';
import type { WorkerDependencies } from '../look.ts';
import { createLook } from '../worker.ts';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** When the tests begin. */
export const START: Instant = '2026-11-21T09:00:00.000Z';

/** A place for one test. */
export type Bench = {
  readonly folder: string;
  /** The folder of the organisation. */
  readonly root: string;
  readonly inbox: Inbox;
  readonly dependencies: WorkerDependencies;
  readonly troubles: readonly string[];
  /** Moves the clock. */
  readonly goTo: (instant: Instant) => void;
  readonly pass: (ms: number) => void;
  readonly now: () => Instant;
  readonly accept: (body: string) => Promise<number>;
  /** Looks until there is nothing to do at this instant, as the loop does. */
  readonly workAll: () => Promise<void>;
  readonly incidents: () => Promise<readonly Incident[]>;
  readonly close: () => Promise<void>;
};

/** Makes a place with an organisation and an empty inbox. */
export async function createBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-worker-'));
  const root = createOrganisation(folder);
  const inbox = openSqliteInbox(join(folder, 'inbox.sqlite'));
  const workspace = await openWorkspace(root, {
    environment: { PATH: process.env['PATH'] },
    remote: null,
    random: () => 0,
    now: () => new Date().toISOString(),
  });
  const keeper = await keepState(workspace, workspace.readHead, () => undefined);
  const troubles: string[] = [];
  let now = START;
  const dependencies: WorkerDependencies = {
    inbox,
    workspace,
    organisation: async () => (await keeper.refresh()).organisation,
    incidents: () => keeper.current().incidents,
    postmortems: () => keeper.current().postmortems,
    wrongFiles: () => keeper.current().wrong,
    now: () => now,
    lookEveryMs: 60_000,
    announce: async () => undefined,
    onApplied: async () => undefined,
    onTrouble: (sentence) => troubles.push(sentence),
  };
  const look = createLook(dependencies);
  return {
    folder,
    root,
    inbox,
    dependencies,
    troubles,
    goTo: (instant) => (now = instant),
    pass: (ms) => (now = addMs(now, ms)),
    now: () => now,
    accept: async (body) => {
      const { id } = await inbox.accept({
        source: 'prometheus',
        vendor: 'prometheus-alertmanager',
        receivedAt: now,
        deliveryId: null,
        headers: {},
        body: new TextEncoder().encode(body),
      });
      return id;
    },
    workAll: async () => {
      for (let looks = 0; looks < 100; looks += 1) if ((await look()).ms > 0) return;
      throw new Error('the worker never rests');
    },
    incidents: () => incidentsOf(workspace),
    close: async () => {
      await inbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Commits everything in a folder as a person would. */
export function commitAll(root: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'By hand');
}

/** What an alert says. */
export type Alert = {
  readonly service: string;
  readonly name: string;
  readonly status?: 'firing' | 'resolved';
  readonly at?: Instant;
  readonly severity?: string;
  readonly environment?: string;
};

/** An alert as Alertmanager sends it. */
export function bodyOf({
  service,
  name,
  status = 'firing',
  at = START,
  severity = 'critical',
  environment = 'production',
}: Alert): string {
  const labels = { alertname: name, service, severity, environment };
  const times = status === 'firing' ? { startsAt: at } : { startsAt: START, endsAt: at };
  const alert = { status, labels, annotations: {}, fingerprint: `${service}-${name}`, ...times };
  return JSON.stringify({ alerts: [alert] });
}

function createOrganisation(folder: string): string {
  const root = join(folder, 'organisation');
  mkdirSync(root);
  for (const path of ORGANISATION_PATHS) {
    if (path === 'incidents' || path === 'postmortems') continue;
    cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
  }
  git(root, 'init', '--quiet', '--initial-branch=main');
  commitAll(root);
  return root;
}

function git(root: string, ...args: readonly string[]): void {
  const person = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@larder.example'];
  execFileSync('git', ['-C', root, ...person, '-c', 'commit.gpgsign=false', ...args]);
}

async function incidentsOf(workspace: Workspace): Promise<readonly Incident[]> {
  return readBook(await workspace.readIncidentFiles(await workspace.readHead())).incidents;
}
