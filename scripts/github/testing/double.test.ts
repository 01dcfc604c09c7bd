// The double itself: what it adds to emulate, and that it says no where GitHub does.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Webhooks } from '@octokit/webhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Double, startDouble } from './double.ts';
import { ACTOR_VARIABLE } from './git-remote.ts';

const run = promisify(execFile);
let double: Double;
let folder: string;

beforeAll(async () => {
  double = await startDouble({ isPrivate: true });
  folder = mkdtempSync(join(tmpdir(), 'tocsin-double-'));
});
afterAll(async () => {
  await double.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => double.reset());
afterEach(() => expect(double.takeViolations()).toEqual([]));

describe('requests', () => {
  test('without a token or with an unknown one are refused', async () => {
    expect((await ask('GET', '', { token: null })).status).toBe(401);
    const refused = await ask('GET', '', { token: 'token-of-nobody' });
    expect(refused).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  });

  test('that GitHub does not describe are counted against whoever sends them', async () => {
    expect((await ask('POST', '/issues', { body: { title: ['x'] } })).status).toBe(422);
    expect((await ask('POST', '/issues', { body: {} })).status).toBe(422);
    expect((await ask('GET', '/nonsense')).status).toBe(404);
    expect(double.takeViolations()).toEqual([
      'issues/create: what is sent: /title must be string',
      'issues/create: what is sent: /title must be integer',
      'issues/create: what is sent: /title must match exactly one schema in oneOf',
      "issues/create: what is sent: the body must have required property 'title'",
      `the description knows no GET /repos/${double.owner}/${double.repository}/nonsense`,
    ]);
  });

  test('tell what is left of the hour, and are confirmed when nothing changed', async () => {
    const first = await ask('GET', '');
    expect(first.headers.get('x-ratelimit-limit')).toBe('5000');
    const again = await ask('GET', '', {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect(again.headers.get('x-ratelimit-remaining')).toBe(
      first.headers.get('x-ratelimit-remaining'),
    );
    expect(first.body).toMatchObject({ private: true, visibility: 'private' });
  });
});

describe('statuses and deployments', () => {
  test('are kept for commits that exist', async () => {
    const commit = await push('main', { 'a.txt': 'a\n' });
    const status = { state: 'success', context: 'tocsin', description: 'fine' };
    expect((await ask('POST', `/statuses/${commit}`, { body: status })).status).toBe(201);
    expect((await ask('GET', `/commits/${commit}/statuses`)).body).toMatchObject([status]);
    expect((await ask('POST', `/statuses/${'0'.repeat(40)}`, { body: status })).status).toBe(422);
    const made = await ask('POST', '/deployments', {
      body: { ref: 'main', environment: 'production' },
    });
    expect(made).toMatchObject({ status: 201, body: { sha: commit } });
    const state = { state: 'failure', description: 'rolled back' };
    expect((await ask('POST', '/deployments/1/statuses', { body: state })).status).toBe(201);
    expect((await ask('GET', '/deployments/1/statuses')).body).toMatchObject([state]);
    expect((await ask('GET', '/deployments?environment=staging')).body).toEqual([]);
  });
});

describe('git', () => {
  test('refuses a push that is not a fast-forward', async () => {
    await push('race', { 'x.txt': 'first\n' });
    const slow = await clone('slow');
    await slow('checkout', '--quiet', 'race');
    await push('race', { 'x.txt': 'second\n' });
    writeFileSync(join(folder, 'slow', 'y.txt'), 'slow\n');
    await slow('add', '--all');
    await slow('commit', '--quiet', '--message', 'Slow');
    await expect(slow('push', '--quiet', 'origin', 'race')).rejects.toThrow(
      /fetch first|non-fast-forward/,
    );
  });

  test('keeps a protected branch from force, deletion and strangers', async () => {
    await push('guarded', { 'x.txt': 'x\n' });
    double.remote.protect(['guarded'], ['tocsin']);
    const git = await clone('guard');
    await git('checkout', '--quiet', 'guarded');
    await git('commit', '--quiet', '--allow-empty', '--message', 'More');
    const as = (actor: string): Record<string, string> => ({ [ACTOR_VARIABLE]: actor });
    await expect(gitIn('guard', ['push', 'origin', 'guarded'], as('wim'))).rejects.toThrow(
      /GH013.*pull request/s,
    );
    await gitIn('guard', ['push', '--quiet', 'origin', 'guarded'], as('tocsin'));
    await git('reset', '--quiet', '--hard', 'HEAD~1');
    await git('commit', '--quiet', '--allow-empty', '--message', 'Other');
    await expect(
      gitIn('guard', ['push', '--force', 'origin', 'guarded'], as('tocsin')),
    ).rejects.toThrow(/force-push/);
    await expect(gitIn('guard', ['push', 'origin', ':guarded'], as('tocsin'))).rejects.toThrow(
      /Cannot delete/,
    );
    double.remote.protect([], []);
  });

  test('merges by the API keep what happened on the base meanwhile, once enough people approve', async () => {
    await push('main', { 'base.txt': '1\n' });
    await push('feature', { 'feature.txt': 'f\n' });
    await push('main', { 'base.txt': '2\n' });
    const body = { title: 'Feature', head: 'feature', base: 'main' };
    const made = await ask('POST', '/pulls', { body });
    const path = `/pulls/${numberOf(made.body)}`;
    double.setNeededApprovals(1);
    expect((await ask('PUT', `${path}/merge`, { body: { merge_method: 'merge' } })).status).toBe(
      405,
    );
    const review = { event: 'APPROVE', body: 'Fine' };
    expect(
      (await ask('POST', `${path}/reviews`, { body: review, token: double.accounts.write.token }))
        .status,
    ).toBe(200);
    expect((await ask('PUT', `${path}/merge`, { body: { merge_method: 'merge' } })).status).toBe(
      200,
    );
    const files = await double.remote.git(['ls-tree', '--name-only', 'main']);
    expect(files.toString('utf8').split('\n')).toEqual(
      expect.arrayContaining(['base.txt', 'feature.txt']),
    );
    expect((await double.remote.git(['show', 'main:base.txt'])).toString('utf8')).toBe('2\n');
  });
});

describe('webhooks', () => {
  const secret = 'a secret of the webhook';
  const verifier = new Webhooks({ secret });
  const received: { readonly id: string; readonly event: string; readonly isGenuine: boolean }[] =
    [];
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const header = (name: string): string => String(request.headers[name]);
        const body = Buffer.concat(chunks).toString('utf8');
        void verifier.verify(body, header('x-hub-signature-256')).then((isGenuine) => {
          received.push({
            id: header('x-github-delivery'),
            event: header('x-github-event'),
            isGenuine,
          });
          response.end();
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    double.webhooks.subscribe(`http://127.0.0.1:${port}/`, secret);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('arrive signed, can be lost, and come again under their own id', async () => {
    await ask('POST', '/issues', { body: { title: 'x' } });
    await expect
      .poll(() => received.map(({ event, isGenuine }) => [event, isGenuine]))
      .toContainEqual(['issues', true]);
    double.webhooks.loseNext(1);
    await ask('POST', '/issues/1/comments', { body: { body: '/ack' } });
    await expect
      .poll(() => double.webhooks.deliveries().map(({ event }) => event))
      .toContain('issue_comment');
    const lost = double.webhooks.deliveries().find(({ event }) => event === 'issue_comment');
    expect(lost).toMatchObject({
      status: null,
      payload: { action: 'created', comment: { body: '/ack' } },
    });
    expect(received.map(({ event }) => event)).not.toContain('issue_comment');
    await double.webhooks.redeliver(lost?.id ?? '');
    expect(received.at(-1)).toEqual({ id: lost?.id, event: 'issue_comment', isGenuine: true });
  });
});

describe('Actions', () => {
  const QUEUE =
    'concurrency:\n  group: writer-${{ github.event.client_payload.lane }}\n  queue: max\n';
  const workflow = (concurrency: string): string =>
    `name: x\non:\n  repository_dispatch:\n    types: [signal]\n  issue_comment:\n    types: [created]\n  workflow_dispatch:\n    inputs:\n      reason: {required: true, type: string}\n      kind: {type: choice, options: [drill, real]}\n${concurrency}jobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: 'true'\n`;
  const ring = async (lane: string): Promise<void> => {
    const body = { event_type: 'signal', client_payload: { lane } };
    expect((await ask('POST', '/dispatches', { body })).status).toBe(204);
  };
  const of = (file: string, since: number): readonly (string | null)[] =>
    double.actions
      .runs()
      .slice(since)
      .filter((one) => one.file === file)
      .map(({ status, conclusion }) => conclusion ?? status);

  test('keep one pending run and cancel the older one, unless all may wait', async () => {
    await double.actions.install('single.yml', workflow('concurrency: writer\n'));
    await double.actions.install('max.yml', workflow(QUEUE));
    const before = double.actions.runs().length;
    await ring('a');
    for (
      let started = double.actions.startNext();
      started !== null;
      started = double.actions.startNext()
    );
    for (let more = 0; more < 3; more += 1) await ring('a');
    expect(of('single.yml', before)).toEqual(['in_progress', 'cancelled', 'cancelled', 'queued']);
    expect(of('max.yml', before)).toEqual(['in_progress', 'queued', 'queued', 'queued']);
    expect(double.actions.startNext()).toBeNull();
    await ring('b');
    const free = double.actions.startNext();
    expect(free?.concurrency?.group).toBe('writer-b');
    for (let more = 0; more < 100; more += 1) await ring('a');
    expect(of('max.yml', before).filter((state) => state === 'cancelled').length).toBe(3);
  });

  test('let runs vanish, and start none for what a workflow does with its own token', async () => {
    const before = double.actions.runs().length;
    double.actions.loseNext(2);
    await ring('lost');
    expect(double.actions.runs().length).toBe(before);
    const comments = (): number =>
      double.actions
        .runs()
        .slice(before)
        .filter(({ event }) => event.name === 'issue_comment').length;
    const told = (): number =>
      double.webhooks.deliveries().filter(({ event }) => event === 'issue_comment').length;
    const toldBefore = told();
    await ask('POST', '/issues/1/comments', {
      body: { body: 'x' },
      token: double.accounts.workflow.token,
    });
    await expect.poll(told).toBe(toldBefore + 1);
    expect(comments()).toBe(0);
    await ask('POST', '/issues/1/comments', {
      body: { body: 'x' },
      token: double.accounts.write.token,
    });
    await expect.poll(comments).toBe(2);
  });

  test('tell the run that was started, and how it ended', async () => {
    const body = { ref: 'main', inputs: { reason: 'x' }, return_run_details: true };
    const started = await ask('POST', '/actions/workflows/max.yml/dispatches', { body });
    expect(started.status).toBe(200);
    const path = `/actions/runs/${double.actions.runs().length}`;
    expect((await ask('GET', path)).body).toMatchObject({
      event: 'workflow_dispatch',
      status: 'queued',
    });
    for (let next = double.actions.startNext(); next !== null; next = double.actions.startNext())
      double.actions.finish(next.id, 'success');
    double.actions.runs().forEach(({ id }) => double.actions.finish(id, 'failure'));
    expect((await ask('GET', '/actions/workflows/max.yml/runs')).body).toMatchObject({
      workflow_runs: expect.any(Array),
    });
  });

  test.each([
    [{}, "Required input 'reason' not provided"],
    [{ reason: 'x', raeson: 'y', a: 'b' }, 'Unexpected inputs provided: ["raeson", "a"]'],
    [
      { reason: 'x', kind: 'joke' },
      "Provided value 'joke' for input 'kind' not in the list of allowed values",
    ],
  ])('start no run with inputs that the workflow does not take: %j', async (inputs, message) => {
    const before = double.actions.runs().length;
    const body = { ref: 'main', inputs };
    const refused = await ask('POST', '/actions/workflows/max.yml/dispatches', { body });
    expect(refused).toMatchObject({ status: 422, body: { message } });
    expect(double.actions.runs()).toHaveLength(before);
  });
});

test('an issue that is deleted takes with it what was said of it', async () => {
  const made = await ask('POST', '/issues', { body: { title: 'Gone', labels: ['x'] } });
  const path = `/issues/${numberOf(made.body)}`;
  await ask('POST', `${path}/comments`, { body: { body: 'Before' } });
  await ask('POST', `${path}/labels`, { body: { labels: ['y'] } });
  const told = async (): Promise<string> =>
    JSON.stringify([
      (await ask('GET', '/issues/comments')).body,
      (await ask('GET', '/issues/events')).body,
    ]);
  expect(await told()).toContain('"Before"');
  expect(await told()).toContain('"y"');
  await double.deleteIssue(numberOf(made.body));
  expect(await told()).not.toMatch(/"Before"|"y"/);
});

type Asking = {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
};
type Asked = { readonly status: number; readonly headers: Headers; readonly body: unknown };

async function ask(method: string, path: string, asking: Asking = {}): Promise<Asked> {
  const { body, token = double.accounts.app.token, headers = {} } = asking;
  const sent = { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const url = `${double.url}/repos/${double.owner}/${double.repository}${path}`;
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers: sent, ...text });
  const answered = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: answered === '' ? null : JSON.parse(answered),
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? Number(Reflect.get(value, 'number')) : 0;
}

async function clone(name: string): Promise<(...args: readonly string[]) => Promise<string>> {
  await run('git', ['clone', '--quiet', double.remote.path, join(folder, name)]);
  return async (...args) => await gitIn(name, args, {});
}

async function gitIn(
  name: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<string> {
  const person = [
    '-c',
    'user.name=Somebody',
    '-c',
    'user.email=somebody@larder.example',
    '-c',
    'commit.gpgsign=false',
  ];
  const env = { ...process.env, ...environment };
  return (await run('git', ['-C', join(folder, name), ...person, ...args], { env })).stdout.trim();
}

let pushes = 0;

/** Pushes one commit with files to a branch, which begins at main if it is new. */
async function push(branch: string, files: Record<string, string>): Promise<string> {
  pushes += 1;
  const git = await clone(`push-${pushes}`);
  const start =
    (await double.remote.readBranch(branch)) ?? (await double.remote.readBranch('main'));
  if (start === null) await git('checkout', '--quiet', '--orphan', branch);
  else await git('checkout', '--quiet', '-B', branch, start);
  for (const [path, text] of Object.entries(files))
    writeFileSync(join(folder, `push-${pushes}`, path), text);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', branch);
  await git('push', '--quiet', 'origin', branch);
  return await git('rev-parse', 'HEAD');
}
