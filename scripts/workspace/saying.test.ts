import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  removeTemplate,
  write,
} from '../apply/testing/repository.ts';
import type { Workspace } from './workspace.ts';
import { makeWorkspace } from '../apply/testing/workspace.ts';

const PATH = 'incidents/2026/2026-11-21-shop.md';
const OWES = '---\npostmortem_owed: true\n---\n';
const FREE = '---\n---\n';

let folder: string;
let workspace: Workspace;

beforeEach(async () => {
  ({ folder, workspace } = await makeWorkspace());
});
afterEach(removeFolders);
afterAll(removeTemplate);

function commit(text: string): void {
  write(folder, PATH, text);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Somebody edits');
}

/** The texts of the versions that are remembered, each once. */
async function remembered(): Promise<readonly string[]> {
  const saying = await workspace.readOwing(await workspace.readHead());
  const versions = (await saying.get(PATH)?.()) ?? [];
  return [...new Set(versions.map(({ file }) => ('text' in file ? file.text : '')))].toSorted();
}

test('what was taken out is remembered, also by whoever looked before', async () => {
  commit(FREE);
  expect(await remembered()).toEqual([]);
  commit(OWES);
  commit(FREE);
  commit(`${FREE}more\n`);
  expect(await remembered()).toEqual([FREE, OWES]);
});

test('what the merge of a branch left out is remembered', async () => {
  commit(FREE);
  git(folder, 'checkout', '--quiet', '-b', 'side');
  commit(`${FREE}theirs\n`);
  git(folder, 'checkout', '--quiet', 'main');
  commit(OWES);
  git(folder, 'merge', '--quiet', '--strategy', 'ours', 'side');
  write(folder, PATH, `${FREE}theirs\n`);
  git(folder, 'commit', '--quiet', '--all', '--amend', '--no-edit');
  expect(await remembered()).toContain(OWES);
});

test('an old duty is remembered where it is taken out now', async () => {
  commit(OWES);
  const stream = Array.from({ length: 600 }, (_, index) => [
    'commit refs/heads/main',
    `committer A person <person@example.invalid> ${1_800_000_000 + index} +0000`,
    'data 4',
    'Else',
    ...(index === 0 ? ['from refs/heads/main^0'] : []),
    `M 644 inline else-${index % 7}`,
    'data 4',
    `${1000 + index}`,
    '',
  ]).flat();
  execFileSync('git', ['-C', folder, 'fast-import', '--quiet'], {
    env: { ...GIT_ENVIRONMENT },
    input: stream.join('\n'),
  });
  git(folder, 'reset', '--quiet', '--hard', 'main');
  expect(await remembered()).toEqual([]);
  commit(FREE);
  expect(await remembered()).toEqual([FREE, OWES]);
});
