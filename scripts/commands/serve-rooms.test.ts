// `tocsin serve` with rooms: a real process, a real remote, a double of GitHub that delivers webhooks.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Github } from '../github/github.ts';
import { clientOf } from '../github/testing/client.ts';
import type { Comment } from '../github/comments.ts';
import type { Issue } from '../github/issues.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { incidentPath } from '../model/history-path.ts';
import { cleanUp, git, runTocsin, until } from './testing/process.ts';
import {
  createRemote,
  postAlert,
  type Remote,
  type Service,
  startRoomService,
  WEBHOOK_SECRET,
} from './testing/serve.ts';

const ANSWERING = /^(reactions\/create|issues\/create|pulls\/create|issues\/add-labels)/;
const BROKEN = { kind: 'broken', status: 500 } as const;

let double: Double;
let remote: Remote;

beforeEach(async () => {
  double = await startDouble({ isPrivate: true });
  remote = createRemote(double.remote.path);
}, 60_000);
afterEach(async () => {
  await cleanUp();
  await double.close();
}, 60_000);

test('a webhook becomes a room; a command in it is answered and committed once, however often it is delivered', async () => {
  const service = await startRoomService(remote, double);
  subscribe(service);
  expect((await postAlert(service, { service: 'identity' })).status).toBe(202);
  const room = await roomOf('identity');
  const said = await say(room, '/ack');
  await rocketOn(said);
  expect(fileOf(room)).toMatch(/acknowledged: 2\d{3}-/);
  expect(fileOf(room)).toContain(`ic-${said.id}`);
  await service.says(/heard {4}comment \d+: \/ack done/);

  await draftOfPostmortem();
  await nothingPending();
  const before = fileOf(room);
  const asked = double.seen().length;
  for (const { id } of double.webhooks.deliveries()) await double.webhooks.redeliver(id);
  expect(double.webhooks.deliveries().map(({ status }) => status)).not.toContain(null);
  await nothingPending();
  expect(fileOf(room)).toBe(before);
  expect(answersSince(asked)).toEqual([]);
  const { received, heard } = await sumOfGithub();
  expect(heard).toBe(received);

  const { status } = await fetch(`${service.url}/github`, {
    method: 'POST',
    body: '{}',
    headers: { 'x-github-event': 'issues', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
  });
  expect(status).toBe(401);
  const { out } = await runTocsin(['inspect'], { cwd: remote.clone });
  expect(out).toMatch(/^\d+ from GitHub = \d+ heard \+ 0 put aside \+ 0 pending$/m);
  expect(await service.end('SIGTERM')).toBe(0);
  expect(double.takeViolations()).toEqual([]);
}, 180_000);

test('what GitHub did not deliver is found, and without a secret everything it delivers is refused', async () => {
  const service = await startRoomService(remote, double, {
    args: ['--sweep-every', '2'],
    environment: { TOCSIN_GITHUB_WEBHOOK_SECRET: '' },
  });
  expect(service.err()).toContain('TOCSIN_GITHUB_WEBHOOK_SECRET is not set');
  await postAlert(service, { service: 'identity' });
  const room = await roomOf('identity');
  subscribe(service);
  double.webhooks.loseNext(1);
  await rocketOn(await say(room, '/ack'));
  expect(fileOf(room)).toMatch(/acknowledged: 2\d{3}-/);
  await rocketOn(await say(room, '/note refused and found'));
  expect(fileOf(room)).toContain('refused and found');
  const statuses = double.webhooks.deliveries().map(({ status }) => status);
  expect(statuses).toContain(503);
  expect(statuses).not.toContain(202);
}, 180_000);

test('killed between the acceptance of what GitHub says and the work on it, it forgets nothing', async () => {
  const first = await startRoomService(remote, double);
  await postAlert(first, { service: 'identity' });
  const room = await roomOf('identity');
  await nothingPending();
  expect((await as('maintain').labels.add(room.number, ['sev/2'])).kind).toBe('answered');
  const labelled = await until(
    () => double.webhooks.deliveries().findLast(({ payload }) => isLabel(payload)) ?? null,
    () => 'the delivery of the label',
  );
  double.faults.plan('any', BROKEN, 10_000);
  subscribe(first);
  await double.webhooks.redeliver(labelled.id);
  await first.says(/what was said on GitHub is kept|rooms follow later/);
  expect((await sumOfGithub())['pending']).toBeGreaterThan(0);
  await first.end('SIGKILL');
  expect(fileOf(room)).not.toMatch(/^severity: "?sev2/m);
  double.faults.clear();

  const second = await startRoomService(remote, double);
  await until(
    () => (/^severity: "?sev2/m.test(fileOf(room)) ? true : null),
    () => `the severity of the label\n${second.out()}`,
  );
  await nothingPending();
}, 180_000);

test('while GitHub fails signals are committed, and rooms catch up', async () => {
  const service = await startRoomService(remote, double);
  await postAlert(service, { service: 'identity' });
  await roomOf('identity');
  double.faults.plan('any', BROKEN, 10_000);
  const asked = double.seen().length;
  await postAlert(service, { service: 'search-index' });
  await postAlert(service, { service: 'payments-api' });
  await until(
    () =>
      git(remote.bare, 'log', '--format=%s', 'main').includes('payments-api opened') ? 1 : null,
    () => `the commits\n${service.out()}`,
  );
  await service.says(/trouble {2}.*; rooms follow later/);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(double.seen().length - asked).toBeLessThan(40);
  double.faults.clear();
  await roomOf('search-index');
  await roomOf('payments-api');
}, 180_000);

test('where tocsin.yaml and GitHub disagree about who may read, nothing is written and signals are committed', async () => {
  const open = await startDouble({ isPrivate: false });
  const elsewhere = createRemote(open.remote.path);
  const service = await startRoomService(elsewhere, open);
  open.webhooks.subscribe(`${service.url}/github`, WEBHOOK_SECRET);
  await service.says(
    /trouble {2}larder\/incidents: tocsin\.yaml says `repository: private` and the repository is public/,
  );
  await postAlert(service, { service: 'identity' });
  await service.says(/commit {3}\S+-identity opened/);
  await open.emit('issues', {
    action: 'opened',
    repository: { full_name: 'larder/incidents' },
    issue: { number: 1 },
  });
  expect(open.webhooks.deliveries().map(({ status }) => status)).toEqual([202]);
  expect(new Set(open.seen().map(({ operation }) => operation))).toEqual(new Set(['repos/get']));
  await open.close();
}, 180_000);

function subscribe({ url }: Service): void {
  double.webhooks.subscribe(`${url}/github`, WEBHOOK_SECRET);
}

function isLabel(payload: Readonly<Record<string, unknown>>): boolean {
  return payload['action'] === 'labeled';
}

/** Operations that answered somebody or made a room, since so many requests. */
function answersSince(count: number): readonly string[] {
  const operations = double.seen().map(({ operation }) => operation);
  return operations.slice(count).filter((operation) => ANSWERING.test(operation));
}

async function sumOfGithub(): Promise<Readonly<Record<string, number>>> {
  const { out } = await runTocsin(['inspect', '--json'], { cwd: remote.clone });
  return JSON.parse(out).github;
}

async function nothingPending(): Promise<void> {
  await until(
    async () => ((await sumOfGithub())['pending'] === 0 ? true : null),
    () => 'everything to be heard',
  );
}

function as(level: 'maintain' | 'write' | 'app'): Github {
  return clientOf(double, double.accounts[level].token);
}

async function roomOf(service: string): Promise<Issue> {
  return await until(
    async () => {
      const answer = await as('app').issues.list({ label: 'incident', state: 'open' });
      if (answer.kind !== 'answered') return null;
      return answer.value.find(({ title }) => title.includes(service)) ?? null;
    },
    () => `a room of ${service}`,
  );
}

async function say(room: Issue, text: string): Promise<Comment> {
  const answer = await as('write').comments.create(room.number, text);
  if (answer.kind !== 'answered') throw new Error(answer.sentence);
  return answer.value;
}

/** What an incident of sev1 leads to after its room. */
async function draftOfPostmortem(): Promise<void> {
  await until(
    () => (double.seen().some(({ operation }) => operation === 'pulls/create') ? true : null),
    () => 'the pull request of a post-mortem',
  );
}

async function rocketOn(comment: Comment): Promise<void> {
  await until(
    async () => {
      const answer = await as('app').comments.listReactions(comment.id);
      const isThere =
        answer.kind === 'answered' && answer.value.some(({ reaction }) => reaction === 'rocket');
      return isThere ? true : null;
    },
    () => 'a rocket',
  );
}

function fileOf({ title }: Issue): string {
  const id = title.replace(/^\[sev\d\] /, '');
  return git(remote.bare, 'show', `main:${incidentPath(id)}`);
}
