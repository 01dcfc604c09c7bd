// A gateway as a service for tests: a bare remote, a clone, secrets in the environment, authentic webhooks.
import { createHmac } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Double } from '../../github/testing/double.ts';
import {
  commitAll,
  exampleOrganisation,
  git,
  startTocsin,
  type Started,
  temporaryFolder,
} from './process.ts';

export const SECRETS = {
  TOCSIN_PROMETHEUS_TOKEN: 'prometheus-token-for-tests',
  TOCSIN_SENTRY_SECRET: 'sentry-secret-for-tests',
  TOCSIN_PAGERDUTY_SECRET: 'pagerduty-secret-for-tests',
};

/** A remote with the clone that a gateway works in and the one in which a person works. */
export type Remote = {
  readonly bare: string;
  readonly clone: string;
  readonly person: string;
  /** Makes the remote unreachable; gives a function that brings it back. */
  readonly takeAway: () => () => void;
  /** Writes a file as a person, commits and pushes it. */
  readonly push: (path: string, edit: (text: string) => string) => void;
};

/** A bare remote of the example organisation with a source `spare`; or an empty one filled with it, without its history. */
export function createRemote(bareAt: string | null = null): Remote {
  const person = exampleOrganisation();
  writeFileSync(join(person, 'rules', 'sources', 'spare.yaml'), SPARE);
  commitAll(person, 'A source that is not set up yet');
  if (bareAt !== null) forgetHistory(person);
  const folder = temporaryFolder('remote');
  const bare = bareAt ?? join(folder, 'organisation.git');
  const clone = join(folder, 'clone');
  if (bareAt === null) git(person, 'clone', '--quiet', '--bare', person, bare);
  git(person, 'remote', 'add', 'origin', bare);
  if (bareAt !== null) git(person, 'push', '--quiet', 'origin', 'main');
  git(person, 'clone', '--quiet', bare, clone);
  return {
    bare,
    clone,
    person,
    takeAway: () => {
      renameSync(bare, `${bare}-away`);
      return () => renameSync(`${bare}-away`, bare);
    },
    push: (path, edit) => {
      git(person, 'pull', '--quiet', '--rebase', 'origin', 'main');
      writeFileSync(join(person, path), edit(readFileSync(join(person, path), 'utf8')));
      commitAll(person, `Changed ${path}`);
      pushOverOthers(person);
    },
  };
}

/** Pushes what a person committed, also when a gateway pushes just then. */
function pushOverOthers(person: string, tries = 10): void {
  try {
    git(person, 'push', '--quiet', 'origin', 'main');
  } catch (error) {
    if (tries === 1) throw error;
    git(person, 'pull', '--quiet', '--rebase', 'origin', 'main');
    pushOverOthers(person, tries - 1);
  }
}

/** Rooms of what happened long ago would cost the writes of a minute. */
function forgetHistory(person: string): void {
  for (const part of ['incidents', 'postmortems']) rmSync(join(person, part), { recursive: true });
  commitAll(person, 'Nothing has happened yet');
}

const SPARE = `schema: tocsin/source@1
name: Spare
vendor: prometheus-alertmanager
owner: platform
authentication:
  scheme: bearer
  secrets: [TOCSIN_SPARE_TOKEN]
`;

/** A gateway that listens. */
export type Service = Started & { readonly url: string };

/** Starts `tocsin serve` in the clone. */
export async function startService(remote: Remote): Promise<Service> {
  const started = startTocsin(['serve', '--remote', 'origin', '--port', '0', '--look-every', '1'], {
    cwd: remote.clone,
    environment: SECRETS,
  });
  return { ...started, url: await started.says(/listening on (\S+)/) };
}

/** What a gateway with rooms is started with beside what every one is. */
export type RoomServiceOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
};

/** Starts `tocsin serve` in the clone, with rooms on a double of GitHub. */
export async function startRoomService(
  remote: Remote,
  double: Double,
  { environment = {}, args = [] }: RoomServiceOptions = {},
): Promise<Service> {
  const name = `${double.owner}/${double.repository}`;
  const usual = ['--remote', 'origin', '--port', '0', '--look-every', '1', '--repository', name];
  const started = startTocsin(['serve', ...usual, ...args], {
    cwd: remote.clone,
    environment: {
      ...SECRETS,
      GITHUB_TOKEN: double.accounts.app.token,
      GITHUB_API_URL: `${double.url}/api/v3`,
      TOCSIN_GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
      ...environment,
    },
  });
  return { ...started, url: await started.says(/listening on (\S+)/) };
}

/** With what GitHub signs its webhooks. */
export const WEBHOOK_SECRET = 'github-secret-for-tests';

/** Sends a body as Alertmanager does. */
export function postAlert(
  { url }: Service,
  labels: Readonly<Record<string, string>>,
): Promise<Response> {
  const alert = {
    status: 'firing',
    labels: { alertname: 'ErrorRate', severity: 'critical', ...labels },
    annotations: {},
    fingerprint: JSON.stringify(labels),
    startsAt: new Date().toISOString(),
  };
  return post(
    `${url}/hooks/prometheus`,
    JSON.stringify({ version: '4', status: 'firing', alerts: [alert] }),
    { authorization: `Bearer ${SECRETS.TOCSIN_PROMETHEUS_TOKEN}` },
  );
}

/** Sends a body as Sentry does, signed. */
export function postSentry({ url }: Service, body: unknown, requestId: string): Promise<Response> {
  const text = JSON.stringify(body);
  return post(`${url}/hooks/sentry`, text, {
    'request-id': requestId,
    'sentry-hook-resource': 'issue',
    'sentry-hook-timestamp': String(Math.floor(Date.now() / 1000)),
    'sentry-hook-signature': sign(SECRETS.TOCSIN_SENTRY_SECRET, text),
  });
}

/** Sends a body as PagerDuty does: signed with its old and its new secret. */
export function postPagerDuty({ url }: Service, body: unknown, id: string): Promise<Response> {
  const text = JSON.stringify(body);
  const signatures = [
    sign('a secret that was replaced', text),
    sign(SECRETS.TOCSIN_PAGERDUTY_SECRET, text),
  ];
  return post(`${url}/hooks/pagerduty`, text, {
    'x-webhook-id': id,
    'x-pagerduty-signature': signatures.map((each) => `v1=${each}`).join(','),
  });
}

/** The body of a recorded webhook. */
export function recorded(vendor: string, name: string): unknown {
  const file = fileURLToPath(
    new URL(`../../signals/vendors/${vendor}/fixtures/${name}.json`, import.meta.url),
  );
  const fixture: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof fixture === 'object' && fixture !== null && 'body' in fixture ? fixture.body : null;
}

function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
