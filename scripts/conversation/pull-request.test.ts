// Commands in the conversation of a pull request.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { git } from '../apply/fixtures/repository.ts';
import { postmortemBranch, requestOf } from '../postmortems/pull-request.ts';
import { valueOf } from '../projection/testing/world.ts';
import { type Conversation, startConversation } from './testing/room.ts';

let talk: Conversation;

beforeEach(async () => {
  talk = await startConversation({ mostComments: 1900 });
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
