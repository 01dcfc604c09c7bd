// A real Prometheus Alertmanager for tests, from Debian's package.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Started, startProgram, temporaryFolder, until } from './process.ts';

const PACKAGE = 'prometheus-alertmanager';
const APT_GET = '/usr/bin/apt-get';
const APT_CACHE = '/usr/bin/apt-cache';

/** Why Alertmanager cannot be run here; null when it can. Installs the package where that is allowed. */
export function missingAlertmanager(): string | null {
  if (isInstalled()) return null;
  if (process.getuid?.() !== 0) return 'it is not installed and this user may not install it';
  if (!existsSync('/etc/debian_version')) return 'it is not installed and this is no Debian';
  try {
    if (!hasCandidate()) execFileSync(APT_GET, ['update'], { stdio: 'ignore', timeout: 60_000 });
    withoutServices(() =>
      execFileSync(APT_GET, ['install', '-y', '--no-install-recommends', PACKAGE], {
        stdio: 'ignore',
        timeout: 120_000,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }),
    );
  } catch {
    return 'its package cannot be installed';
  }
  return isInstalled() ? null : 'its package does not bring it';
}

function isInstalled(): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, PACKAGE)));
}

function hasCandidate(): boolean {
  const policy = execFileSync(APT_CACHE, ['policy', PACKAGE], { encoding: 'utf8' });
  return /Candidate: \d/.test(policy);
}

/** Debian's way to say that an installation must not start services; one that is there already is left alone. */
function withoutServices(install: () => void): void {
  const policy = '/usr/sbin/policy-rc.d';
  const own = '#!/bin/sh\n# for one installation by a test\nexit 101\n';
  if (!existsSync(policy)) writeFileSync(policy, own, { mode: 0o755 });
  try {
    install();
  } finally {
    if (readFileSync(policy, 'utf8') === own) execFileSync('rm', [policy]);
  }
}

/** A running Alertmanager. */
export type Alertmanager = {
  readonly process: Started;
  /** Sends alerts as Prometheus does. */
  readonly post: (alerts: readonly PostedAlert[]) => Promise<void>;
};

/** An alert as Prometheus posts it. */
export type PostedAlert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt?: string;
};

/** How it differs from the usual. */
export type AlertmanagerOptions = {
  /** How many alerts a notification holds at most; 0 for all. */
  readonly maxAlerts?: number;
};

/** Starts one that sends to a webhook at once; those with the label `token: wrong` under another token. */
export async function startAlertmanager(
  hook: string,
  token: string,
  options: AlertmanagerOptions = {},
): Promise<Alertmanager> {
  const folder = temporaryFolder('alertmanager');
  const config = join(folder, 'alertmanager.json');
  writeFileSync(config, JSON.stringify(configuration(hook, token, options)));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const words = [
    `--config.file=${config}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ];
  const started = startProgram(PACKAGE, words, { cwd: folder });
  await until(
    async () => ((await isReady(url)) ? true : null),
    () => `Alertmanager: ${started.err()}`,
  );
  return {
    process: started,
    post: async (alerts) => {
      const answer = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!answer.ok)
        throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
    },
  };
}

/** Alertmanager reads YAML, of which JSON is a part. */
function configuration(
  hook: string,
  token: string,
  { maxAlerts = 0 }: AlertmanagerOptions,
): unknown {
  const receiver = (name: string, credentials: string): unknown => ({
    name,
    webhook_configs: [
      {
        url: hook,
        send_resolved: true,
        max_alerts: maxAlerts,
        http_config: { authorization: { type: 'Bearer', credentials } },
      },
    ],
  });
  return {
    route: {
      receiver: 'tocsin',
      group_by: ['service', 'environment'],
      group_wait: '0s',
      group_interval: '1s',
      repeat_interval: '1h',
      routes: [{ receiver: 'stranger', matchers: ['token="wrong"'] }],
    },
    receivers: [receiver('tocsin', token), receiver('stranger', 'not-the-token-of-this-source')],
  };
}

async function isReady(url: string): Promise<boolean> {
  return await fetch(`${url}/-/ready`).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
