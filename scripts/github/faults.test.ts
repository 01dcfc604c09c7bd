// What goes wrong between GitHub and us, through the real client against the double: the answer, what was asked of
// GitHub, and what GitHub holds afterwards.
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import type { Github } from './github.ts';
import { clientOf } from './testing/client.ts';
import type { NewIssue } from './issues.ts';
import { createLimiter, type Limiter } from './limits.ts';
import { type Double, startDouble } from './testing/double.ts';
import type { Fault } from './testing/faults.ts';

let double: Double;
let github: Github;
let limiter: Limiter;
let nowMs = Date.parse('2026-11-21T09:00:00Z');
let round = 0;
/** The room of the test that runs. */
let newRoom = roomOf(0);

beforeAll(async () => {
  double = await startDouble({ nowMs: () => nowMs });
});
afterAll(() => double.close());
beforeEach(() => {
  double.reset();
  round += 1;
  newRoom = roomOf(round);
  limiter = createLimiter();
  github = open(double.accounts.app.token);
});
afterEach(() => {
  expect(double.takeViolations()).toEqual([]);
  expect(double.faults.left()).toBe(0);
});

describe('a failure before anything is done', () => {
  test.each<[string, Fault, string]>([
    ['an error of the server', { kind: 'broken', status: 502 }, 'unavailable'],
    ['silence', { kind: 'silent' }, 'timed-out'],
    ['a connection that breaks', { kind: 'disconnected' }, 'connection-lost'],
  ])('%s: creating is not repeated by the client, reading is', async (_title, fault, reason) => {
    github = open(double.accounts.app.token, timeoutFor(fault));
    double.faults.plan('issues/create', fault);
    const failed = await github.issues.create(newRoom);
    expect(failed).toMatchObject({ kind: 'retry', reason, mayHaveHappened: true });
    expect(asked('issues/create')).toBe(1);
    expect(valueOf(await github.issues.findByMarker(newRoom.body, labelOf()))).toEqual([]);
    const room = valueOf(await github.issues.create(newRoom));
    double.faults.plan('issues/get', fault, 2);
    expect(valueOf(await github.issues.read(room.number)).number).toBe(room.number);
    expect(asked('issues/get')).toBe(3);
  });

  test('reading gives up after the third time', async () => {
    double.faults.plan('repos/get', { kind: 'broken', status: 503 }, 3);
    expect(await github.repository()).toMatchObject({ kind: 'retry', reason: 'unavailable' });
    expect(asked('repos/get')).toBe(3);
  });
});

describe('a reply that is lost', () => {
  test.each<[string, Fault, string]>([
    ['the connection breaks', { kind: 'lost-reply' }, 'connection-lost'],
    ['the answer breaks off', { kind: 'cut-reply' }, 'connection-lost'],
    ['nothing comes', { kind: 'silent-after' }, 'timed-out'],
    ['a server in between fails', { kind: 'broken-after', status: 502 }, 'unavailable'],
  ])('%s: the issue is there, once, and is found by its marker', async (_title, fault, reason) => {
    github = open(double.accounts.app.token, timeoutFor(fault));
    double.faults.plan('issues/create', fault);
    const lost = await github.issues.create(newRoom);
    expect(lost).toMatchObject({ kind: 'retry', reason, mayHaveHappened: true });
    const found = valueOf(await github.issues.findByMarker(newRoom.body, labelOf()));
    expect(found.map(({ title }) => title)).toEqual(['Room']);
  });

  test('what sets a state is repeated until the answer arrives', async () => {
    const room = valueOf(await github.issues.create(newRoom));
    double.faults.plan('issues/update', { kind: 'lost-reply' });
    double.faults.plan('issues/add-labels', { kind: 'cut-reply' });
    expect(valueOf(await github.issues.update(room.number, { state: 'closed' })).state).toBe(
      'closed',
    );
    expect(valueOf(await github.labels.add(room.number, ['sev1']))).toEqual([labelOf(), 'sev1']);
    const comment = valueOf(await github.comments.create(room.number, 'x'));
    double.faults.plan('issues/delete-comment', { kind: 'lost-reply' });
    valueOf(await github.comments.remove(comment.id));
    expect(asked('issues/delete-comment')).toBe(2);
  });

  test('a comment is not said twice', async () => {
    const room = valueOf(await github.issues.create(newRoom));
    double.faults.plan('issues/create-comment', { kind: 'lost-reply' });
    expect((await github.comments.create(room.number, 'once')).kind).toBe('retry');
    expect(valueOf(await github.comments.list(room.number)).length).toBe(1);
  });
});

describe('the secondary rate limit', () => {
  test.each([
    [403, 30, 31],
    [429, 30, 31],
    [403, null, 60],
  ] as const)(
    '%i with retry-after %s: nothing is asked for %i s',
    async (status, retryAfterSeconds, seconds) => {
      double.rates.strike(double.accounts.app.token, { status, retryAfterSeconds });
      expect(await github.issues.create(newRoom)).toMatchObject({
        kind: 'retry',
        reason: 'secondary-limit',
        afterMs: seconds * 1000,
        mayHaveHappened: false,
      });
      const before = double.seen().length;
      expect(await github.repository()).toMatchObject({ kind: 'retry', reason: 'secondary-limit' });
      nowMs += seconds * 1000 - 1;
      expect(await github.issues.create(newRoom)).toMatchObject({ kind: 'retry', afterMs: 1 });
      expect(double.seen().length).toBe(before);
      expect(double.rates.insideWindow()).toBe(1);
      nowMs += 1;
      expect((await github.issues.create(newRoom)).kind).toBe('answered');
      expect(double.rates.insideWindow()).toBe(1);
    },
  );

  test('comes after 80 pieces of content within a minute, from whoever shares the token', async () => {
    double.rates.watchContent();
    const room = valueOf(await github.issues.create(newRoom));
    const others = open(double.accounts.app.token);
    const answers = await Promise.all(
      Array.from({ length: 84 }, (_, index) =>
        (index % 2 === 0 ? github : others).comments.create(room.number, 'x'),
      ),
    );
    expect(answers.filter(({ kind }) => kind === 'answered').length).toBe(79);
    expect(double.rates.insideWindow()).toBe(0);
    expect(valueOf(await waited(61, () => github.comments.create(room.number, 'x'))).body).toBe(
      'x',
    );
  });

  test('holds the rest of a long list back instead of asking for its pages', async () => {
    double.rates.strike(double.accounts.app.token, { status: 429, retryAfterSeconds: 2 });
    expect(await github.issues.list({ label: labelOf(), state: 'all' })).toMatchObject({
      reason: 'secondary-limit',
    });
    expect(asked('issues/list-for-repo')).toBe(1);
  });
});

describe('the primary rate limit', () => {
  test('lets the last request through and asks nothing more until the hour ends', async () => {
    double.rates.leave(double.accounts.app.token, 1, 600);
    expect((await github.repository()).kind).toBe('answered');
    const refused = await github.issues.create(newRoom);
    expect(refused).toMatchObject({
      kind: 'retry',
      reason: 'primary-limit',
      mayHaveHappened: false,
    });
    expect(double.rates.insideWindow()).toBe(0);
    expect(double.seen().length).toBe(1);
  });

  test('is not used up by what GitHub confirms as unchanged', async () => {
    valueOf(await github.issues.create(newRoom));
    const list = async (): Promise<number> =>
      valueOf(await github.issues.list({ label: labelOf(), state: 'all' })).length;
    expect(await list()).toBe(1);
    const left = double.rates.headers(double.accounts.app.token)['x-ratelimit-remaining'];
    expect(await list()).toBe(1);
    expect(double.rates.headers(double.accounts.app.token)['x-ratelimit-remaining']).toBe(left);
    valueOf(await github.issues.create({ ...newRoom, title: 'Another' }));
    expect(await list()).toBe(2);
  });
});

describe('lists', () => {
  test('do not show yet what was made a moment ago', async () => {
    double.setListLag(5000);
    const room = valueOf(await github.issues.create(newRoom));
    expect(valueOf(await github.issues.findByMarker(newRoom.body, labelOf()))).toEqual([]);
    expect(valueOf(await github.issues.read(room.number)).title).toBe('Room');
    nowMs += 10_000;
    expect(valueOf(await github.issues.findByMarker(newRoom.body, labelOf())).length).toBe(1);
  });
});

describe('ceilings', () => {
  test('an issue that is full takes no comment', async () => {
    double.setCeilings({ commentsPerIssue: 3 });
    const room = valueOf(await github.issues.create(newRoom));
    for (const text of ['1', '2', '3']) valueOf(await github.comments.create(room.number, text));
    expect(await github.comments.create(room.number, '4')).toMatchObject({
      kind: 'refused',
      reason: 'forbidden',
    });
  });
});

describe('levels', () => {
  test.each([
    ['admin', 'admin'],
    ['maintain', 'maintain'],
    ['write', 'write'],
    ['triage', 'triage'],
    ['read', 'read'],
    ['none', 'none'],
  ] as const)('%s is told as it is', async (name, level) => {
    expect(valueOf(await github.permissions.levelOf(double.accounts[name].login))).toBe(level);
  });

  test('decide who may talk, label and dispatch', async () => {
    await begin(double);
    const room = valueOf(await open(double.accounts.write.token).issues.create(newRoom));
    const may: Record<string, readonly string[]> = {};
    for (const name of ['read', 'triage', 'write', 'app'] as const) {
      const person = open(double.accounts[name].token);
      const tries = {
        comment: await person.comments.create(room.number, 'x'),
        label: await person.labels.add(room.number, ['x']),
        dispatch: await person.dispatches.ring('x', {}),
      };
      may[name] = Object.entries(tries).flatMap(([what, { kind }]) =>
        kind === 'answered' ? [what] : [],
      );
    }
    expect(may).toEqual({
      read: ['comment'],
      triage: ['comment', 'label'],
      write: ['comment', 'label', 'dispatch'],
      app: ['comment', 'label', 'dispatch'],
    });
  });

  test('a reader changes neither the issue nor the comment of somebody else', async () => {
    const reader = open(double.accounts.read.token);
    const room = valueOf(await github.issues.create(newRoom));
    const comment = valueOf(await github.comments.create(room.number, 'x'));
    expect(await reader.issues.update(room.number, { body: 'y' })).toMatchObject({
      reason: 'forbidden',
    });
    expect(await reader.comments.edit(comment.id, 'y')).toMatchObject({ reason: 'forbidden' });
    const own = valueOf(await reader.issues.create({ ...newRoom, labels: [] }));
    expect(valueOf(await reader.issues.update(own.number, { body: 'mine' })).body).toBe('mine');
  });
});

describe('a token', () => {
  test('stands in no sentence, even if somebody in between echoes it', async () => {
    const { token } = double.accounts.app;
    const echo = createServer((request, response) => {
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `what is ${request.headers.authorization}?\n` }));
    });
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const address = echo.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = await open(token, 20_000, `http://127.0.0.1:${port}`).repository();
    echo.close();
    expect(refused).toEqual({
      kind: 'refused',
      reason: 'invalid',
      sentence: 'GitHub answered 422 when asked to read the repository: what is Bearer [redacted]?',
    });
  });
});

function roomOf(number: number): NewIssue {
  return { title: 'Room', body: `<!-- tocsin:key-${number} -->`, labels: [`incident-${number}`] };
}

function labelOf(): string {
  return newRoom.labels[0] ?? '';
}

/** Long, unless the test waits for it. */
function timeoutFor({ kind }: Fault): number {
  return kind.startsWith('silent') ? 1000 : 20_000;
}

function open(token: string, timeoutMs = 20_000, apiUrl = double.url): Github {
  return clientOf(double, token, {
    apiUrl,
    limiter: token === double.accounts.app.token ? limiter : createLimiter(),
    nowMs: () => nowMs,
    timeoutMs,
  });
}

/** Gives the repository its first commit. */
async function begin({ remote }: Double): Promise<string> {
  const tree = (await remote.git(['hash-object', '-w', '-t', 'tree', '/dev/null']))
    .toString('utf8')
    .trim();
  const commit = (await remote.git(['commit-tree', tree, '-m', `Begin ${round}`]))
    .toString('utf8')
    .trim();
  await remote.git(['update-ref', 'refs/heads/main', commit]);
  return commit;
}

async function waited<T>(seconds: number, run: () => Promise<T>): Promise<T> {
  nowMs += seconds * 1000;
  return await run();
}

function asked(operation: string): number {
  return double.seen().filter((one) => one.operation === operation).length;
}

function valueOf<T>(answer: Answer<T>): T {
  if (answer.kind !== 'answered') throw new Error(`${answer.reason}: ${answer.sentence}`);
  return answer.value;
}
