// An organisation that is a folder in a larger repository: the same commands, and nothing outside is touched.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isIncidentPath } from '../model/history-path.ts';
import type { Followed } from '../workspace/work-tree.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import {
  alert,
  git,
  GIT_ENVIRONMENT,
  ingest,
  removeFolders,
  temporaryFolder,
  write,
  writeOrganisation,
} from './testing/repository.ts';

afterEach(removeFolders);

const FILE = 'incidents/2026/2026-11-21-shop.md';
const PLAIN = 'ops/tocsin';

describe.each([PLAIN, '.config/Störungen & "mehr" \\ n', '- * [a] :(top)'])(
  'an organisation in the folder %s',
  (place) => {
    test('gets its commits there, its files follow, and nothing else changes', async () => {
      const { top, root } = makeMonorepo(place);
      write(top, 'notes.txt', 'staged by a person');
      git(top, 'add', 'notes.txt');
      const followed = await change(await open(root), null, 'x\n');
      expect(followed).toEqual({ leftAlone: [], isIndexBehind: false });
      expect(changesOf(top)).toEqual([`A ${place}/${FILE}`]);
      expect(readFileSync(join(root, FILE), 'utf8')).toBe('x\n');
      expect(git(top, 'status', '--porcelain')).toBe('A  notes.txt');
    });

    test('is read as if it were alone', async () => {
      const { top, root } = makeMonorepo(place);
      write(root, FILE, 'An incident of its own.\n');
      write(top, 'incidents/2026/2026-11-20-shop.md', 'Of somebody else.\n');
      git(top, 'add', '.');
      git(top, 'commit', '--quiet', '--message=More');
      const workspace = await open(root);
      const head = await workspace.readHead();
      const paths = (await workspace.readFiles(head)).map((file) => file.path);
      expect(paths).toContain('tocsin.yaml');
      expect(paths.filter((path) => isIncidentPath(path))).toEqual([FILE]);
      expect(await workspace.readIncidentFiles(head)).toEqual([
        { path: FILE, text: 'An incident of its own.\n' },
      ]);
    });
  },
);

test('a file that somebody edits in the folder keeps the edit', async () => {
  const { top, root } = makeMonorepo(PLAIN);
  const workspace = await open(root);
  await change(workspace, null, lines('a'));
  writeFileSync(join(root, FILE), lines('mine'));
  await change(workspace, lines('a'), lines('a', 'E'));
  expect(readFileSync(join(root, FILE), 'utf8')).toBe(lines('mine', 'E'));
  expect(`${git(top, 'show', `HEAD:${PLAIN}/${FILE}`)}\n`).toBe(lines('a', 'E'));
});

test('two organisations of one repository write to one branch of a remote', async () => {
  const { top } = makeMonorepo(PLAIN, 'ops/other');
  const remote = temporaryFolder();
  git(remote, 'init', '--quiet', '--bare', '--initial-branch=main');
  git(top, 'push', '--quiet', remote, 'main');
  const runs = [PLAIN, 'ops/other'].map((place) => {
    const clone = temporaryFolder();
    git(clone, 'clone', '--quiet', remote, '.');
    return ingest(join(clone, place), alert('Larder'), '--remote', 'origin').finished;
  });
  for (const { code, err } of await Promise.all(runs)) expect([code, err]).toEqual([0, '']);
  const files = git(remote, 'ls-tree', '-r', '--name-only', 'main').split('\n');
  const incidents = files.filter((path) => path.includes('incidents/'));
  expect(incidents).toEqual([
    expect.stringMatching(/^ops\/other\/incidents\/\d{4}\/\S+-shop\.md$/),
    expect.stringMatching(/^ops\/tocsin\/incidents\/\d{4}\/\S+-shop\.md$/),
  ]);
  expect(git(remote, 'rev-list', '--count', 'main')).toBe('3');
});

/** A repository with a README and organisations in folders. */
function makeMonorepo(...places: readonly string[]): {
  readonly top: string;
  readonly root: string;
} {
  const top = temporaryFolder();
  git(top, 'init', '--quiet', '--initial-branch=main');
  write(top, 'README.md', 'Everything of ours.\n');
  for (const place of places) writeOrganisation(join(top, place));
  git(top, 'add', '.');
  git(top, 'commit', '--quiet', '--message=Begin');
  return { top, root: join(top, places[0] ?? '') };
}

function open(root: string): Promise<Workspace> {
  return openWorkspace(root, {
    environment: GIT_ENVIRONMENT,
    remote: null,
    random: () => 0,
    now: () => new Date().toISOString(),
  });
}

async function change(
  workspace: Workspace,
  before: string | null,
  after: string,
): Promise<Followed> {
  const head = await workspace.readHead();
  const commit = { message: 'tocsin: a change', changes: [{ path: FILE, text: after }] };
  expect(await workspace.commit(head, [commit])).toEqual({ kind: 'moved' });
  return await workspace.follow([{ path: FILE, before, after }]);
}

function lines(first: string, last = 'e'): string {
  return `${[first, 'b', 'c', 'd', last].join('\n\n')}\n`;
}

/** What the newest commit did, as git says it. */
function changesOf(top: string): readonly string[] {
  return git(top, 'show', '--name-status', '-z', '--format=', 'HEAD')
    .split('\0')
    .flatMap((word, index, words) => (index % 2 === 1 ? [`${words[index - 1]} ${word}`] : []));
}
