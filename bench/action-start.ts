import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeAction } from '../scripts/authoring/bundle.ts';
import { type Benchmark, median } from './figure.ts';
import { makeManyIncidents } from './many-incidents.ts';
import { timeInTurns, timeProcess } from './process-time.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const ROUNDS = 5;

/** What a run of the GitHub Action costs of our own: from its first step to the pushed commit. */
export const actionStart: Benchmark = {
  about: 'a run of the GitHub Action: first step to pushed commit, by the number of incidents',
  run: async () => {
    const work = mkdtempSync(join(tmpdir(), 'tocsin-action-'));
    mkdirSync(join(work, 'action'));
    for (const [path, text] of Object.entries(await makeAction()))
      writeFileSync(join(work, path), text);
    for (const name of ['action/setup.js', 'package.json'])
      cpSync(join(ROOT, name), join(work, name));
    const [setup, program] = [join(work, 'action/setup.js'), join(work, 'action/tocsin.js')];
    const setupEnv = { GITHUB_PATH: join(work, 'paths'), RUNNER_TEMP: work };
    appendFileSync(setupEnv.GITHUB_PATH, '');
    const [small, large] = [makeRepository(work, 100), makeRepository(work, 1000)];
    let round = 0;
    const event = join(work, 'event.json');
    const apply = (checkout: string): number => {
      round += 1;
      writeFileSync(event, JSON.stringify(dispatchOf(round)));
      const words = ['ingest', '--dispatched', event, '--remote', 'origin'];
      return timeProcess([program, ...words], { cwd: checkout, env: GIT_ENVIRONMENT });
    };
    const times = timeInTurns(
      {
        bare: () => timeProcess(['-e', '0']),
        setup: () => timeProcess([setup], { env: setupEnv }),
        help: () => timeProcess([program, '--help']),
        small: () => apply(small),
        large: () => apply(large),
      },
      ROUNDS,
    );
    const bytes = statSync(program).size;
    for (const checkout of [small, large]) {
      const commits = Number(git(checkout, 'rev-list', '--count', 'origin/main')) - 1;
      if (commits !== ROUNDS) throw new Error(`${ROUNDS} signals made ${commits} commits`);
      rmSync(checkout, { recursive: true });
    }
    rmSync(work, { recursive: true });
    const bare = median(times['bare'] ?? []);
    const of = (name: string): number => median(times[name] ?? []);
    const ratio = (value: number): { readonly value: number; readonly to: string } => ({
      value: value / bare,
      to: 'node -e 0',
    });
    const total = (name: string): number => of('setup') + of(name);
    return [
      { name: 'the program', value: bytes, unit: 'bytes' },
      { name: 'node -e 0', value: bare, unit: 'ms' },
      { name: 'first step', value: of('setup'), unit: 'ms', ratio: ratio(of('setup')) },
      { name: 'tocsin --help', value: of('help'), unit: 'ms', ratio: ratio(of('help')) },
      {
        name: 'start to pushed commit, 100 incidents',
        value: total('small'),
        unit: 'ms',
        ratio: ratio(total('small')),
      },
      {
        name: 'start to pushed commit, 1,000 incidents',
        value: total('large'),
        unit: 'ms',
        ratio: ratio(total('large')),
      },
    ];
  },
};

/** A checkout with a history of incidents, and the remote that it pushes to. */
function makeRepository(work: string, incidents: number): string {
  const checkout = makeManyIncidents(incidents);
  const remote = join(work, `remote-${incidents}.git`);
  git(checkout, 'init', '--quiet', '--initial-branch=main');
  git(checkout, 'add', '--all');
  git(checkout, 'commit', '--quiet', '--message=Begin');
  git(work, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  git(checkout, 'remote', 'add', 'origin', remote);
  git(checkout, 'push', '--quiet', 'origin', 'main');
  return checkout;
}

/** Each one a new incident: the services are taken one after the other. */
function dispatchOf(round: number): unknown {
  const services = [
    'order-api',
    'dispatch-api',
    'catalogue-api',
    'identity',
    'ledger-db',
    'invoicing',
  ];
  const signal = JSON.parse(
    readFileSync(join(ROOT, 'docs/examples/alertmanager-firing.json'), 'utf8'),
  );
  for (const one of signal.alerts) {
    one.labels.service = services[round % services.length];
    one.labels.alertname = `Round${round}`;
    one.fingerprint = `a1b2c3d4e5f6${String(round).padStart(4, '0')}`;
    one.startsAt = new Date().toISOString();
  }
  return { client_payload: { source: 'prometheus', body: signal } };
}

const GIT_ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A person',
  GIT_AUTHOR_EMAIL: 'person@example.invalid',
  GIT_COMMITTER_NAME: 'A person',
  GIT_COMMITTER_EMAIL: 'person@example.invalid',
};

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], {
    env: { ...process.env, ...GIT_ENVIRONMENT },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}
