import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp, git, startTocsin, until } from '../scripts/commands/testing/process.ts';
import {
  createRemote,
  postAlert,
  type Remote,
  SECRETS,
  type Service,
  WEBHOOK_SECRET,
} from '../scripts/commands/testing/serve.ts';
import { clientOf } from '../scripts/github/testing/client.ts';
import { type Double, startDouble } from '../scripts/github/testing/double.ts';
import { type Benchmark, type Figure, median } from './figure.ts';

const ROUNDS = 7;
const BURST = 20;

/** What somebody who gives a command in a room waits for, with GitHub and remote on this machine. */
export const comment: Benchmark = {
  about:
    'a command in a room: webhook of GitHub to commit, reaction, answer and call; twenty at once',
  run: async () => {
    const double = await startDouble({ isPrivate: true });
    try {
      const remote = createRemote(double.remote.path);
      const service = await startGateway(remote, double);
      const place = { double, remote, service, number: await makeRoom(double, service) };
      double.webhooks.subscribe(`${service.url}/github`, WEBHOOK_SECRET);
      const times: Times[] = [];
      const floor: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await isQuiet(double);
        floor.push(timeGit(remote, round));
        times.push(await timeCommand(place, `/note round ${round}`));
      }
      const behind: Times[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await isQuiet(double);
        await timeCommand(place, `/note before ${round}`);
        behind.push(await timeCommand(place, `/note behind ${round}`));
      }
      const answered: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await isQuiet(double);
        answered.push(await timeAnswer(place, `/help Round ${round}`));
      }
      await isQuiet(double);
      const burst = await timeBurst(place);
      await isQuiet(double);
      const called = await timeCall(place);
      await service.end('SIGTERM');
      return figures({ times, behind, answered, burst, floor, called });
    } finally {
      await cleanUp();
      await double.close();
    }
  },
};

type Place = {
  readonly double: Double;
  readonly remote: Remote;
  readonly service: Service;
  readonly number: number;
};

/** Since GitHub delivered it. */
type Times = {
  readonly storedMs: number;
  readonly eyesMs: number;
  readonly committedMs: number;
  readonly rocketMs: number;
};

async function startGateway(remote: Remote, double: Double): Promise<Service> {
  const name = `${double.owner}/${double.repository}`;
  const started = startTocsin(
    ['serve', '--remote', 'origin', '--port', '0', '--repository', name],
    {
      cwd: remote.clone,
      environment: {
        ...SECRETS,
        GITHUB_TOKEN: double.accounts.app.token,
        GITHUB_API_URL: `${double.url}/api/v3`,
        TOCSIN_GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
      },
    },
  );
  return { ...started, url: await started.says(/listening on (\S+)/) };
}

async function makeRoom(double: Double, service: Service): Promise<number> {
  await postAlert(service, { service: 'identity' });
  return await until(
    async () => {
      const answer = await clientOf(double, double.accounts.write.token).issues.list({
        label: 'incident',
        state: 'open',
      });
      return answer.kind === 'answered' ? (answer.value[0]?.number ?? null) : null;
    },
    () => 'a room',
  );
}

/** Rooms, post-mortems and items are as they shall be. */
async function isQuiet(double: Double): Promise<void> {
  for (let asked = -1; asked !== double.seen().length;) {
    asked = double.seen().length;
    await sleep(1500);
  }
}

async function timeCommand(place: Place, text: string): Promise<Times> {
  const { double, remote, number } = place;
  const id = await say(double, number, text);
  const before = headOf(remote);
  const asked = double.seen().length;
  const start = performance.now();
  const elapsed = (): number => performance.now() - start;
  let storedMs = Infinity;
  const delivered = double.webhooks.redeliver(id).then(() => {
    storedMs = elapsed();
  });
  const reactions = (): number =>
    double
      .seen()
      .slice(asked)
      .filter(({ operation }) => operation.startsWith('reactions/create')).length;
  const when = async (isSo: () => boolean): Promise<number> => {
    while (!isSo()) {
      if (elapsed() > 60_000) throw new Error(`nothing came of \`${text}\``);
      await sleep(1);
    }
    return elapsed();
  };
  const [eyesMs, committedMs, rocketMs] = await Promise.all([
    when(() => reactions() >= 1),
    when(() => headOf(remote) !== before),
    when(() => reactions() >= 2),
    delivered,
  ]);
  return { storedMs, eyesMs, committedMs, rocketMs };
}

/** Until a comment of ours stands below one that asks. */
async function timeAnswer({ double, number }: Place, text: string): Promise<number> {
  const id = await say(double, number, text);
  const asked = double.seen().length;
  const start = Date.now();
  await double.webhooks.redeliver(id);
  const [atMs] = await timesOf(double, { operation: 'issues/create-comment', asked, count: 1 });
  return (atMs ?? Infinity) - start;
}

/** Until each of many comments whose deliveries come at once has the sign that it is done, the first one first. */
async function timeBurst({ double, number }: Place): Promise<readonly number[]> {
  const ids: string[] = [];
  for (let which = 0; which < BURST; which += 1)
    ids.push(await say(double, number, `/note one of many ${which}`));
  const asked = double.seen().length;
  const start = Date.now();
  await Promise.all(ids.map(async (id) => await double.webhooks.redeliver(id)));
  const operation = 'reactions/create-for-issue-comment';
  const reacted = await timesOf(double, { operation, asked, count: 2 * BURST });
  // One comment of a room is heard after the other: its second reaction says that it is done.
  return reacted.filter((_, index) => index % 2 === 1).map((atMs) => atMs - start);
}

/** When the gateway asked GitHub for something so many times. */
async function timesOf(
  double: Double,
  { operation, asked, count }: { operation: string; asked: number; count: number },
): Promise<readonly number[]> {
  const made = (): readonly number[] =>
    double
      .seen()
      .slice(asked)
      .filter((each) => each.operation === operation)
      .map(({ atMs }) => atMs);
  return await until(
    () => (made().length >= count ? made() : null),
    () => `${count} times ${operation}`,
  );
}

/** Until the call of `/page` is made, which is a line of the log. */
async function timeCall({ double, service, number }: Place): Promise<number> {
  const id = await say(double, number, '/page data-platform');
  const start = performance.now();
  await double.webhooks.redeliver(id);
  await service.says(/notify .* paged: /);
  return performance.now() - start;
}

/** Says something whose delivery waits to be sent; gives the delivery. */
async function say(double: Double, number: number, text: string): Promise<string> {
  double.webhooks.loseNext(1);
  const made = await clientOf(double, double.accounts.write.token).comments.create(number, text);
  if (made.kind !== 'answered') throw new Error(made.sentence);
  return await until(
    () =>
      double.webhooks
        .deliveries()
        .find(({ payload }) => JSON.stringify(payload).includes(JSON.stringify(text)))?.id ?? null,
    () => 'the delivery',
  );
}

function headOf({ bare }: Remote): string {
  return readFileSync(join(bare, 'refs/heads/main'), 'utf8').trim();
}

/** What git alone needs: fetch, commit one file, push. */
function timeGit({ person }: Remote, round: number): number {
  git(person, 'pull', '--quiet', '--rebase', 'origin', 'main');
  writeFileSync(join(person, 'floor.txt'), `${round}\n`);
  git(person, 'add', 'floor.txt');
  const run = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', person, ...args], { stdio: 'ignore' });
  };
  const start = performance.now();
  run('fetch', '--quiet', 'origin', 'main');
  git(person, 'commit', '--quiet', '--message', 'The floor');
  run('push', '--quiet', 'origin', 'main');
  return performance.now() - start;
}

function figures(measured: {
  readonly times: readonly Times[];
  readonly behind: readonly Times[];
  readonly answered: readonly number[];
  readonly burst: readonly number[];
  readonly floor: readonly number[];
  readonly called: number;
}): readonly Figure[] {
  const floorMs = median(measured.floor);
  const of = (name: string, value: number): Figure => ({
    name,
    value,
    unit: 'ms',
    ratio: { value: value / floorMs, to: 'git fetch, commit, push' },
  });
  const middle = (times: readonly Times[], name: keyof Times): number =>
    median(times.map((each) => each[name]));
  const { times, behind, answered, burst, called } = measured;
  return [
    { name: 'git fetch, commit, push', value: floorMs, unit: 'ms' },
    of('webhook → stored', middle(times, 'storedMs')),
    of('webhook → seen (eyes)', middle(times, 'eyesMs')),
    of('webhook → commit on the remote', middle(times, 'committedMs')),
    of('webhook → done (rocket)', middle(times, 'rocketMs')),
    of(`slowest of ${ROUNDS}`, Math.max(...times.map(({ rocketMs }) => rocketMs))),
    of('webhook → done, right behind another', middle(behind, 'rocketMs')),
    of(`slowest of ${ROUNDS} behind another`, Math.max(...behind.map(({ rocketMs }) => rocketMs))),
    of('webhook of /help → answer in a comment', median(answered)),
    of(`slowest of ${ROUNDS} answers`, Math.max(...answered)),
    of(`${BURST} webhooks at once → half of them done`, median(burst)),
    of(`${BURST} webhooks at once → all done`, Math.max(...burst)),
    of('webhook of /page → call', called),
  ];
}
