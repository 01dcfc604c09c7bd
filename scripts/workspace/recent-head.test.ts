// How long a newest commit counts as the newest one.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  makeRemote,
  removeTemplate,
  write,
} from '../apply/testing/repository.ts';
import { withRecentHead } from './recent-head.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

let now: number;
let mine: string;
let theirs: string;
let plain: Workspace;
let workspace: Workspace;

beforeEach(async () => {
  const { clones } = makeRemote(2);
  [mine = '', theirs = ''] = clones;
  now = 1000;
  plain = await openWorkspace(mine, {
    environment: GIT_ENVIRONMENT,
    remote: 'origin',
    random: () => 0,
    now: () => new Date().toISOString(),
  });
  workspace = withRecentHead(plain, { nowMs: () => now, maxAgeMs: 500 });
});
afterAll(() => removeTemplate());

/** Somebody else pushes; gives the commit. */
function push(): string {
  write(theirs, 'note.txt', `${now}\n`);
  git(theirs, 'add', '--all');
  git(theirs, 'commit', '--quiet', '--message', 'Somebody edits');
  git(theirs, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  return git(theirs, 'rev-parse', 'HEAD');
}

test('reading the head leaves what a `git pull` beside it works with', async () => {
  git(mine, 'fetch', '--quiet', 'origin', 'main');
  const fetched = git(mine, 'rev-parse', 'FETCH_HEAD');
  expect(await plain.readHead()).toBe(fetched);
  const pushed = push();
  expect(await plain.readHead()).toBe(pushed);
  expect(git(mine, 'rev-parse', 'FETCH_HEAD')).toBe(fetched);
});

describe('a head that was read a moment ago', () => {
  test('is not asked for again, and is once it is old', async () => {
    const first = await workspace.readHead();
    const second = push();
    now += 499;
    expect(await workspace.readHead()).toBe(first);
    now += 1;
    expect(await workspace.readHead()).toBe(second);
  });

  test('counts for nothing once the clock went back', async () => {
    await workspace.readHead();
    const second = push();
    now -= 1;
    expect(await workspace.readHead()).toBe(second);
  });

  test('is forgotten with a commit, whether it was taken or refused', async () => {
    const first = await workspace.readHead();
    const commit = { message: 'tocsin: a', changes: [{ path: 'incidents/a.md', text: 'a\n' }] };
    expect(await workspace.commit(first, [commit])).toEqual({ kind: 'moved' });
    const own = await workspace.readHead();
    expect(own).not.toBe(first);
    git(theirs, 'pull', '--quiet', '--ff-only', 'origin', 'main');
    const second = push();
    expect(await workspace.readHead()).toBe(own);
    expect(await workspace.commit(own, [commit])).toEqual({ kind: 'refused' });
    expect(await workspace.readHead()).toBe(second);
  });
});
