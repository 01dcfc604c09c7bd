// From GitHub's signed webhook to the suspect in the incident's file and the drift on the terminal, in real processes.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cleanUp,
  commitAll,
  exampleOrganisation,
  pageShows,
  runTocsin,
  startTocsin,
  type Started,
  tocsinCommits,
  until,
} from './testing/process.ts';

const SECRET = 'github-secret-for-tests';
let organisation: string;
let copy: string;
let dev: Started;
let page: string;

beforeAll(async () => {
  organisation = exampleOrganisation();
  writeFileSync(join(organisation, 'rules', 'sources', 'github.yaml'), GITHUB);
  commitAll(organisation, 'Deployments come from GitHub');
  copy = join(organisation, '.tocsin', 'dev', 'organisation');
  dev = startTocsin(['dev', '--port', '0'], {
    cwd: organisation,
    environment: { TOCSIN_GITHUB_SECRET: SECRET },
  });
  await dev.says(/Ctrl\+C stops it/);
  page = /Status page\s+(\S+)/.exec(dev.out())?.[1] ?? '';
});
afterAll(cleanUp);

test('a deployment is recorded, opens nothing, and stands in the incident that follows it', async () => {
  const forged = await deploy({ sha: 'bad0bad', environment: 'production', secret: 'wrong' });
  expect(forged.status).toBe(401);
  expect((await deploy({ sha: 'c0ffee1', environment: 'staging' })).status).toBe(202);
  expect((await deploy({ sha: 'c0ffee0', environment: 'production' })).status).toBe(202);
  await settled(2);
  expect(tocsinCommits(copy)).toEqual([]);

  const [firing = ''] = dev.out().match(/^curl .*$/gm) ?? [];
  execFileSync('bash', ['-c', firing]);
  await settled(3);
  expect(await pageShows(page, /major outage of Card payments/)).not.toMatch(/c0ffee|wip/);
  const [opened] = tocsinCommits(copy);
  expect(opened).toMatch(/-payments-api opened$/);
  const id = opened?.split(' ')[1] ?? '';
  const text = readFileSync(join(copy, 'incidents', id.slice(0, 4), `${id}.md`), 'utf8');
  expect(text).toContain(
    'change:\n  kind: code\n  deploy: payments-api@c0ffee0\n  verdict: suspected\n',
  );
  const section = /## Suspects\n\n```text\n([\s\S]*?)\n```\n/.exec(text)?.[1] ?? '';
  expect(section).toMatch(/^0\.\d\d payments-api@c0ffee0 in production, succeeded/);
  expect(section).toContain('its commit message names nothing that changed');
  expect(section).toContain('message: wip # <b>x</b> ~~~');
  expect(section).not.toContain('c0ffee1');
  expect(readdirSync(join(copy, 'incidents', id.slice(0, 4)))).toContain(`${id}.md`);
  expect(await runTocsin(['validate'], { cwd: copy })).toMatchObject({ code: 0 });
});

test('deployments and drift are listed, also as JSON and for one service', async () => {
  const listed = await runTocsin(['deployments'], { cwd: organisation });
  expect(listed).toMatchObject({ code: 0, err: '' });
  expect(listed.out).toMatch(/^\S+Z  payments-api@c0ffee0  production  succeeded  \(github\)$/m);
  expect(listed.out).toMatch(
    /^ {2}payments-api: production is ahead by 0 min, c0ffee1 against c0ffee0$/m,
  );
  const json = await runTocsin(['deployments', '--service', 'payments-api', '--json'], {
    cwd: organisation,
  });
  expect(JSON.parse(json.out)).toMatchObject({
    deployments: [{ environment: 'production' }, { environment: 'staging' }],
    drift: [{ service: 'payments-api', state: 'production_ahead' }],
  });
});

test('a service that nobody knows is refused with the one that is meant', async () => {
  const { code, err } = await runTocsin(['deployments', '--service', 'payment-api'], {
    cwd: organisation,
  });
  expect(code).toBe(2);
  expect(err).toMatch(/unexpected service `payment-api`.*payments-api/);
});

type Deploy = { readonly sha: string; readonly environment: string; readonly secret?: string };

/** Sends a deployment status as GitHub does, signed over the raw bytes. */
function deploy({ sha, environment, secret = SECRET }: Deploy): Promise<Response> {
  const at = new Date(Date.now() - 60_000 - (environment === 'staging' ? 1000 : 0)).toISOString();
  const body = JSON.stringify({
    action: 'created',
    deployment: { id: environment.length, sha, ref: 'main', environment, created_at: at },
    deployment_status: { id: 1, state: 'success', environment, created_at: at },
    workflow_run: { head_commit: { message: 'wip # <b>x</b> ~~~\n\nby jo@larder.example' } },
    repository: { name: 'payments-api', full_name: 'larder/payments-api' },
  });
  return fetch(`${page}hooks/github`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'deployment_status',
      'x-github-delivery': `${sha}-${environment}`,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  });
}

async function settled(accepted: number): Promise<void> {
  const read = async (name: string): Promise<number> => {
    const text = await (await fetch(new URL('/metrics', page))).text();
    return Number(new RegExp(`^\\S*${name}\\S* (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  };
  await until(
    async () =>
      (await read('pending')) === 0 && (await read('accepted')) >= accepted ? true : null,
    () => `${accepted} settled requests`,
  );
}

const GITHUB = `schema: tocsin/source@1
name: GitHub
vendor: github
owner: platform
authentication:
  scheme: github
  secrets: [TOCSIN_GITHUB_SECRET]
`;
