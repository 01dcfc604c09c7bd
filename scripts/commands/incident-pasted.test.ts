// Addresses of rooms, pasted at the command line.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanUp, commitAll, exampleOrganisation, git, runTocsin } from './testing/process.ts';

const ID = '2026-11-20-observability';
const CAUSE = '2026-11-18-delivery-slots';
const ADDRESS = 'https://github.com/acme/ops/issues/139';

let root: string;
beforeAll(() => {
  root = exampleOrganisation();
  const path = join(root, `incidents/2026/${CAUSE}.md`);
  writeFileSync(path, readFileSync(path, 'utf8').replace('\nstate:', '\nroom: 139\nstate:'));
  commitAll(root, 'It has a room');
});
afterAll(cleanUp);

/** Says that a room is the cause, and takes that back. */
async function ask(
  word: string,
  { options = [], environment = {} }: Partial<Asking> = {},
): Promise<string> {
  const words = ['incident', 'caused-by', ID, word, '--as', 'mara-okafor', ...options];
  const head = git(root, 'rev-parse', 'HEAD').trim();
  const { out } = await runTocsin(words, { cwd: root, environment });
  git(root, 'reset', '--quiet', '--hard', head);
  return out;
}

type Asking = {
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

test('are not said to be of no room where nothing tells the repository', async () => {
  for (const word of [ADDRESS, 'acme/ops#139'])
    expect(await ask(word)).toBe(
      `refused: Whose rooms ${word} may be is not known here. Name it by its number, such as #139, or by its id; with --repository OWNER/NAME addresses of that repository are known.\n`,
    );
});

test('are those of the repository that is given, or that the environment names', async () => {
  const options = ['--repository', 'acme/ops'];
  expect(await ask(ADDRESS, { options })).toContain(CAUSE);
  expect(await ask('Acme/ops#139', { options: ['--repository', 'acme/shop'] })).toContain(
    'is the address of no room here',
  );
  const environment = {
    GITHUB_REPOSITORY: 'acme/ops',
    GITHUB_API_URL: 'https://github.acme.example/api/v3',
  };
  const own = 'https://github.acme.example/acme/ops/issues/139#issuecomment-7';
  expect(await ask(own, { environment })).toContain(CAUSE);
});

test.each([
  ['https://github.com/Acme/ops.git', true],
  ['git@github.com:acme/ops.git', true],
  ['ssh://git@github.com:22/acme/ops', true],
  ['git@work:acme/ops.git', false],
  ['https://git.acme.example/acme/ops.git', false],
  ['https://github.com.evil.example/acme/ops.git', false],
])('are those of the remote origin where that is on GitHub: %s', async (url, isKnown) => {
  git(root, 'remote', 'add', 'origin', url);
  const answer = await ask(ADDRESS);
  git(root, 'remote', 'remove', 'origin');
  expect(answer).toContain(isKnown ? CAUSE : 'is not known here');
});
