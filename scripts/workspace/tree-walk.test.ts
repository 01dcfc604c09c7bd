// What lies in a commit, as git itself lists it.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  write,
} from '../apply/testing/repository.ts';
import { openRepository } from './git.ts';
import type { ReadObjects } from './object-reader.ts';
import { walkTree } from './tree-walk.ts';

/** Names that stand in another order with what is below them than without. */
const NAMES = ['a', 'a-b/x', 'a.b', 'b/a/deep/er', 'b.a', 'b/a-', 'b-/x', 'incidents/ü ü.md', 'b0'];

let folder: string;
let readObjects: ReadObjects;
const asked: string[] = [];

beforeAll(() => {
  folder = temporaryFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  for (const place of ['', 'below/here/'])
    for (const name of NAMES) write(folder, place + name, `${name}\n`);
  symlinkSync('a.b', join(folder, 'b/link'));
  git(folder, 'add', '--all');
  git(folder, 'update-index', '--chmod=+x', 'b/a/deep/er');
  git(folder, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},b/module`);
  git(folder, 'commit', '--quiet', '--message=Begin');
  const repository = openRepository(folder, GIT_ENVIRONMENT);
  readObjects = async (names) => {
    asked.push(...names);
    return await repository.readObjects(names);
  };
});
afterAll(removeFolders);

function listed(place: string, paths: readonly string[]): readonly unknown[] {
  const full = paths.map((path) => place + path);
  return git(folder, 'ls-tree', '-r', '-z', '--full-tree', 'HEAD', '--', ...full)
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mode = '', blob = '', path = ''] = /^(\d+) \w+ (\w+)\t(.+)$/.exec(line) ?? [];
      return { path, blob, isFile: ['100644', '100755'].includes(mode) };
    });
}

test.for<[string, readonly string[]]>([
  ['', ['a', 'b', 'incidents']],
  ['', ['b', 'a']],
  ['', ['b/a']],
  ['', ['b/a/deep/er', 'b/link', 'b/module', 'a.b']],
  ['', ['nothing', 'a/below', 'inciden']],
  ['below/here/', ['a', 'b', 'incidents']],
  ['below/', ['here/b']],
])('below %j at %j is what git lists, in its order', async ([place, paths]) => {
  const walk = await walkTree(readObjects, { commit: 'HEAD', folder: place }, paths, new Map());
  expect(walk?.leaves).toEqual(listed(place, paths));
});

test('a tree that is known is not read again', async () => {
  const at = { commit: 'HEAD', folder: '' };
  const first = await walkTree(readObjects, at, ['b', 'incidents'], new Map());
  asked.length = 0;
  const again = await walkTree(readObjects, at, ['b', 'incidents'], first?.trees ?? new Map());
  expect(again).toEqual(first);
  expect(asked).toEqual(['HEAD^{tree}']);
});

test('where there is no such commit, folder or object, this way leads nowhere', async () => {
  for (const at of [
    { commit: 'no-such-name', folder: '' },
    { commit: 'HEAD', folder: 'nothing/' },
    { commit: 'HEAD:a', folder: '' },
  ])
    expect(await walkTree(readObjects, at, ['b'], new Map())).toBeNull();
  const cut: ReadObjects = async (names) =>
    (await readObjects(names)).map((object, index) =>
      object === null || index > 0
        ? null
        : { ...object, content: object.content.subarray(0, object.content.length - 1) },
    );
  expect(await walkTree(cut, { commit: 'HEAD', folder: '' }, ['b'], new Map())).toBeNull();
});
