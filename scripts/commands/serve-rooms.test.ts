// `tocsin serve` with rooms: a real process, a real remote, a double of GitHub that delivers webhooks.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Github, openGithub } from '../github/github.ts';
import type { Comment } from '../github/comments.ts';
import type { Issue } from '../github/issues.ts';
import { createLimiter } from '../github/limits.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { cleanUp, git, until } from './test-process.ts';
import {
  createRemote,
  postAlert,
  type Remote,
  startRoomService,
  WEBHOOK_SECRET,
} from './test-serve.ts';

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

test('a webhook becomes a room, and a command in it is answered and committed', async () => {
  const service = await startRoomService(remote, double);
  double.webhooks.subscribe(`${service.url}/github`, WEBHOOK_SECRET);
  expect((await postAlert(service, { service: 'identity' })).status).toBe(202);
  const room = await roomOf('identity');
  await rocketOn(await say(room, '/ack'));
  expect(fileOf(room)).toMatch(/acknowledged: 2\d{3}-/);
}, 120_000);

function as(level: 'write' | 'app'): Github {
  return openGithub({
    owner: double.owner,
    repository: double.repository,
    apiUrl: double.url,
    token: async () => double.accounts[level].token,
    limiter: createLimiter(),
    nowMs: Date.now,
    pause: async () => undefined,
    timeoutMs: 10_000,
  });
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
  return git(remote.bare, 'show', `main:incidents/${id.slice(0, 4)}/${id}.md`);
}
