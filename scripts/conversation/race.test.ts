// Two runs race on one incident for 200 rounds, real processes with clones of their own, while a person commits every
// 50 ms: the branch is the lock, and whoever comes second decides again.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { applyOperations } from '../apply/apply.ts';
import { git, GIT_ENVIRONMENT, temporaryFolder } from '../apply/testing/repository.ts';
import type { Comment } from '../github/comments.ts';
import { at, list } from '../github/testing/exchange.ts';
import type { Delivery } from '../github/testing/webhooks.ts';
import { readRecord } from '../incidents/record.ts';
import { showRooms } from '../projection/show.ts';
import { valueOf } from '../projection/testing/world.ts';
import { readBook } from '../response/book.ts';
import { answerMarker } from '../rooms/markers.ts';
import type { Desk } from './desk.ts';
import { type CrashPlace, openCrashPlace } from './testing/crash-place.ts';
import { openPerson } from './testing/person.ts';
import { signalOperation } from './testing/signal-operation.ts';

const ROUNDS = 200;
/** Incidents follow each other, so that their files stay as long as files of incidents are. */
const SERVICES = ['shop', 'cart', 'ledger'];
/** A minute allows 40 writes and an hour 250; a round makes at most ten. */
const ROUND_MS = 150_000;
/** The person begins a commit so often, unless the one before is not done. */
const COMMIT_MS = 50;

let place: CrashPlace;
const children: ChildProcessWithoutNullStreams[] = [];

beforeAll(async () => {
  place = await openCrashPlace();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await place.close();
});

test(
  'two runs that race on one incident have one winner per revision, do nothing twice, and take nothing from a person',
  { timeout: 3_600_000 },
  async () => {
    const desk = await begin();
    const before = await desk.workspace.readHead();
    const rooms = await roomsOf(desk);
    const ledger = join(temporaryFolder(), 'ledger.sqlite');
    const racers = [startRacer(ledger), startRacer(ledger)];
    const person = startPerson();
    const said: Said[] = [];
    const pushes: Push[] = [];
    let wanted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      place.passTime(ROUND_MS);
      const service = SERVICES[Math.floor((round * SERVICES.length) / ROUNDS)] ?? '';
      const { left, right, commits } = await roundOf(round, service, rooms.get(service) ?? 0, said);
      wanted += commits;
      const [one, other] = await Promise.all(
        racers.map(async (racer, index) => await racer.begin(index === 0 ? left : right)),
      );
      expect([one, other], `round ${round}`).toEqual(['ready', 'ready']);
      for (const done of await Promise.all(racers.map(async (racer) => await racer.go())))
        pushes.push(...done);
    }
    const { commits, workedMs, oversleptMs, elapsedMs } = await person.stop();

    // Of two pushes on top of the same revision one moved the branch at most, and each round had a loser.
    const winners = pushes.filter(({ kind }) => kind === 'moved').map(({ parent }) => parent);
    expect(new Set(winners).size).toBe(winners.length);
    expect(pushes.length - winners.length).toBeGreaterThanOrEqual(ROUNDS);
    expect(winners).toHaveLength(wanted);
    const { path } = place.double.remote;
    const subjects = git(path, 'log', '--reverse', '--format=%s', `${before}..main`).split('\n');
    expect(git(path, 'rev-list', '--merges', '--count', 'main')).toBe('0');
    expect(subjects.filter((subject) => subject.startsWith('tocsin: '))).toHaveLength(wanted);

    // The person's commits are all there, in their order, with what was in them.
    expect(subjects.filter((subject) => !subject.startsWith('tocsin: '))).toEqual(
      Array.from({ length: commits }, (_, index) => `person ${index + 1}`),
    );
    expect(git(path, 'show', 'main:notes/person.md').split('\n')).toEqual([
      'Notes of a person',
      ...Array.from({ length: commits }, (_, index) => `note ${index + 1}`),
    ]);
    // A machine that is slow or busy makes git take longer and wakes the person later; for the rest of the time nobody
    // waits longer than 50 ms for the next commit. Twice that much is somebody who sleeps.
    expect(commits).toBeGreaterThan(ROUNDS);
    expect((elapsedMs - workedMs - oversleptMs) / commits).toBeLessThan(2 * COMMIT_MS);

    // Whatever was said or sent stands in its file once, and was answered once.
    const { incidents, files } = readBook(await incidentFiles(desk));
    const texts = [...files.values()].map(({ text }) => text).join('\n');
    const { github } = desk;
    for (const { comment, hasAnswer } of said) {
      expect(texts.split(`<!-- e:ic-${comment.id} -->`), comment.body).toHaveLength(2);
      const reactions = valueOf(await github.comments.listReactions(comment.id));
      expect(reactions.map(({ reaction }) => reaction)).toEqual(['eyes', 'rocket']);
      const marker = answerMarker(`ic-${comment.id}`);
      const answers = valueOf(await github.comments.list(comment.issue)).filter(({ body }) =>
        body.startsWith(marker),
      );
      expect(answers, comment.body).toHaveLength(hasAnswer ? 1 : 0);
    }
    const problems = incidents.flatMap((incident) => Object.keys(incident.problems));
    expect(problems).toHaveLength(SERVICES.length + signalsIn(ROUNDS));
    place.passTime(ROUND_MS);
    expect((await showRooms(desk)).again).toBeNull();
    expect(await roomsOf(desk)).toEqual(rooms);
    const issues = valueOf(await github.issues.list({ label: 'incident', state: 'all' }));
    expect(issues.map(({ number }) => number)).toEqual([...rooms.values()]);
    expect(place.double.takeViolations()).toEqual([]);
  },
);

/** One incident per service, each with its room. */
async function begin(): Promise<Desk> {
  await place.begin({ 'notes/person.md': 'Notes of a person\n' });
  place.double.setListLag(0);
  const desk = await place.openDesk();
  for (const service of SERVICES)
    await applyOperations(desk.workspace, [signalOperation(desk, { service, dedupKey: service })]);
  expect((await showRooms(desk)).again).toBeNull();
  return desk;
}

async function incidentFiles({ workspace }: Desk): ReturnType<Desk['workspace']['readFiles']> {
  return await workspace.readIncidentFiles(await workspace.readHead());
}

async function roomsOf(desk: Desk): Promise<ReadonlyMap<string, number>> {
  const records = (await incidentFiles(desk)).flatMap((file) => readRecord(file) ?? []);
  const rooms = new Map<string, number>();
  for (const service of SERVICES) {
    const found = records.filter(({ incident }) => incident.services.includes(service));
    expect(found).toHaveLength(1);
    rooms.set(service, found[0]?.incident.room ?? 0);
  }
  return rooms;
}

type Said = { readonly comment: Comment; readonly hasAnswer: boolean };
type Order = { readonly payload: unknown } | { readonly signal: string; readonly service: string };
type Round = { readonly left: Order; readonly right: Order; readonly commits: number };

/** The same comment or the same signal for both, two of them, or one of each. */
async function roundOf(round: number, service: string, room: number, said: Said[]): Promise<Round> {
  const say = async (text: string): Promise<Order> => {
    const comment = valueOf(await openPerson(place).comments.create(room, text));
    said.push({ comment, hasAnswer: text.startsWith('/impact') });
    return { payload: await deliveryOf(comment) };
  };
  const note = async (name: string): Promise<Order> => await say(`/note ${name} of round ${round}`);
  const signal = (name: string): Order => ({ signal: `${name} ${round}`, service });
  const twice = (order: Order): Round => ({ left: order, right: order, commits: 1 });
  switch (round % KINDS) {
    case 0:
      return twice(await note('what happened'));
    case 1:
      return { left: await note('one thing'), right: await note('another'), commits: 2 };
    case 2:
      return twice(signal('both'));
    case 3:
      return { left: signal('left'), right: signal('right'), commits: 2 };
    case 4:
      return { left: await note('a person'), right: signal('a tool'), commits: 2 };
    default:
      return twice(await say(`/impact customers=${round + 1}`));
  }
}

/** GitHub tells of a comment a moment after it answered whoever made it. */
async function deliveryOf({ id }: Comment): Promise<unknown> {
  const { webhooks } = place.double;
  const isOfIt = ({ payload }: Delivery): boolean => at(payload, 'comment', 'id') === id;
  return await vi.waitUntil(() => webhooks.deliveries().find(isOfIt)?.payload, 60_000);
}

const KINDS = 6;
const SIGNALS = [0, 0, 1, 2, 1, 0];

function signalsIn(rounds: number): number {
  return Array.from({ length: rounds }, (_, round) => SIGNALS[round % KINDS] ?? 0).reduce(
    (sum, each) => sum + each,
    0,
  );
}

type Push = { readonly parent: string; readonly kind: string };
type Racer = {
  /** Gives it something to do; answers once it is about to push for the first time. */
  readonly begin: (order: Order) => Promise<string>;
  /** Lets it push; answers what became of its pushes. */
  readonly go: () => Promise<readonly Push[]>;
};

function startRacer(ledger: string): Racer {
  const clone = temporaryFolder();
  git(clone, 'clone', '--quiet', place.double.remote.path, '.');
  const { url, accounts } = place.double;
  const racer = fileURLToPath(new URL('testing/racer.ts', import.meta.url));
  const child = spawn(process.execPath, [racer, clone, ledger, url, accounts.app.token], {
    env: { ...GIT_ENVIRONMENT },
  });
  children.push(child);
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: unknown): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(line)}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`a run ended: ${complaints}`);
    return JSON.parse(value);
  };
  return {
    begin: async (order) => String(at(await ask({ ...order, nowMs: place.nowMs() }), 'kind')),
    go: async () =>
      list(at(await ask('go'), 'pushes')).map((push) => ({
        parent: String(at(push, 'parent')),
        kind: String(at(push, 'kind')),
      })),
  };
}

/** What a person did, and how long there was something to be done. */
type Diligence = {
  readonly commits: number;
  readonly workedMs: number;
  readonly oversleptMs: number;
  readonly elapsedMs: number;
};

/** A person as a process, who commits every 50 ms where the machine can; `stop` tells what was done. */
function startPerson(): { readonly stop: () => Promise<Diligence> } {
  const clone = temporaryFolder();
  git(clone, 'clone', '--quiet', place.double.remote.path, '.');
  const committer = fileURLToPath(new URL('testing/committer.ts', import.meta.url));
  const child = spawn(process.execPath, [committer, clone], { env: { ...GIT_ENVIRONMENT } });
  const startedMs = performance.now();
  children.push(child);
  const [out, complaints]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  return {
    stop: async () => {
      child.stdin.end();
      const [code] = await once(child, 'close');
      expect([code, complaints.join('')]).toEqual([0, '']);
      const told: unknown = JSON.parse(out.join(''));
      return {
        commits: Number(at(told, 'commits')),
        workedMs: Number(at(told, 'workedMs')),
        oversleptMs: Number(at(told, 'oversleptMs')),
        elapsedMs: performance.now() - startedMs,
      };
    },
  };
}
