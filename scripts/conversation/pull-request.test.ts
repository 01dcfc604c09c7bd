// Commands in the conversation of a pull request.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { git } from '../apply/testing/repository.ts';
import { postmortemBranch, requestOf } from '../postmortems/pull-request.ts';
import { valueOf } from '../projection/testing/world.ts';
import { sweep } from './sweep.ts';
import { type Conversation, nextSecond, startConversation } from './testing/room.ts';

let talk: Conversation;

beforeEach(async () => {
  // GitHub dates comments by its own clock.
  talk = await startConversation({ mostComments: 1900, startMs: Date.now() });
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

const FACTS = { owner: 'mara', due: '2026-12-01' };

/** Opens a pull request; gives its number. */
async function open(branch: string, body: string): Promise<number> {
  const { world } = talk;
  const tip = git(world.folder, 'commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'Words');
  for (const each of ['HEAD:refs/heads/main', `${tip}:refs/heads/${branch}`])
    git(world.folder, 'push', '--quiet', '--force', world.double.remote.path, each);
  const { pullRequests } = world.github;
  return valueOf(await pullRequests.create({ title: branch, body, branch, base: 'main' })).number;
}

const wordsIn = async (number: number): Promise<readonly string[]> =>
  valueOf(await talk.world.github.comments.list(number)).map(({ body }) => body);

test('of a post-mortem are answered with the room of its incident, and nothing of them is done', async () => {
  const { number } = await talk.room();
  const [incident] = await talk.world.incidents();
  const id = incident?.id ?? '';
  const pull = await open(postmortemBranch(id), requestOf(id, FACTS).body);
  const said = await talk.say('write', pull, '/action Watch the pool\n/close');
  await talk.say('write', pull, 'Reads well.');
  await talk.listen();
  expect(await talk.reactions(said)).toEqual(['confused']);
  expect(await wordsIn(pull)).toEqual([
    '/action Watch the pool\n/close',
    'Reads well.',
    expect.stringContaining(`say commands in #${number}, the room of the incident`),
  ]);
  expect((await talk.world.incidents())[0]).toMatchObject({ actions: [], state: incident?.state });
});

/** A post-mortem that somebody asked for, its pull request and what was said there without anybody hearing it. */
async function unheard(...texts: readonly string[]): Promise<number> {
  await talk.ask('/postmortem');
  const [incident] = await talk.world.incidents();
  const id = incident?.id ?? '';
  const pull = await open(postmortemBranch(id), requestOf(id, FACTS).body);
  for (const text of texts) await talk.say('write', pull, text);
  talk.miss();
  return pull;
}

/** What is asked of GitHub while something is done, by operation. */
async function questions(task: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  const before = talk.world.double.seen().length;
  await task();
  const asked = talk.world.double.seen().slice(before);
  return new Map(
    [...Map.groupBy(asked, ({ operation }) => operation)].map(([name, all]) => [name, all.length]),
  );
}

test('that nobody heard are answered by the next sweep, once', async () => {
  const pull = await unheard('/close', 'Reads well.');
  const other = await open('feature', 'A change of the shop.');
  await talk.say('write', other, '/close');
  talk.miss();
  expect(
    (await sweep(talk.desk)).map(({ said }) => said.replace(/comment \d+/, 'comment N')),
  ).toEqual([`comment N: pull request ${pull}`]);
  const answered = ['/close', 'Reads well.', expect.stringContaining('say commands in #')];
  expect(await wordsIn(pull)).toEqual(answered);
  expect(await wordsIn(other)).toEqual(['/close']);
  talk.world.takeWrites();
  expect(await sweep(talk.desk)).toEqual([]);
  expect(talk.world.takeWrites()).toEqual([]);
});

test('that nobody heard cost no question where none was said', async () => {
  await unheard('Reads well.');
  const asked = await questions(async () => await sweep(talk.desk));
  expect(asked.get('pulls/list')).toBeUndefined();
});

test('by the dozen are answered by several sweeps, and asked about no more then', async () => {
  const [FIRST, LATER] = [21, 3];
  const commands = Array.from({ length: FIRST }, (_, index) => `/sev ${index}`);
  const pull = await unheard(...commands);
  await nextSecond();
  for (let index = 0; index < LATER; index += 1) await talk.say('write', pull, '/ack');
  talk.miss();
  const answers = async (): Promise<number> =>
    (await wordsIn(pull)).filter((text) => text.includes('say commands in #')).length;
  const asked = async (): Promise<number> => {
    talk.world.passTime(61_000);
    const all = await questions(async () => await sweep(talk.desk));
    expect(all.get('pulls/list')).toBe(1);
    return all.get('reactions/list-for-issue-comment') ?? 0;
  };
  // GitHub lets no more be written in a minute than nineteen answers with their signs.
  for (let sweeps = 0; (await answers()) < FIRST + LATER; sweeps += 1) {
    expect(sweeps).toBeLessThan(6);
    expect(await asked()).toBeLessThanOrEqual(FIRST);
  }
  await asked();
  expect(await asked()).toBeLessThan(4);
  expect(await answers()).toBe(FIRST + LATER);
});

test.each([
  ['of others', 'A change of the shop.'],
  ['of an incident that nobody knows', requestOf('2026-11-01-nowhere', FACTS).body],
])('%s are left alone', async (_whose, body) => {
  const pull = await open('feature', body);
  const said = await talk.say('write', pull, '/close');
  await talk.listen();
  expect(await talk.reactions(said)).toEqual([]);
  expect(await wordsIn(pull)).toEqual(['/close']);
});
