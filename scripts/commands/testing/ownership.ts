// Real git repositories and real processes for tests of the ownership commands.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROGRAM } from '../../cli/testing/program.ts';
import { copyExample } from '../../validation/testing/plant.ts';

/** Who makes a commit. */
export type Author = { readonly name: string; readonly address: string };

/** The word of annotations, put together so that a scan of this repository finds none in tests. */
export const WORD = ['toc', 'sin'].join('');

/** The example organisation in a repository of its own, committed on 1 November 2026. */
export function makeRoot(): string {
  const root = copyExample();
  commitAll(root, '2026-11-01T10:00:00Z', { init: true });
  return root;
}

/** A clone to change. */
export function cloneOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'tocsin-clone-'));
  git(tmpdir(), ['clone', '--quiet', root, copy]);
  return copy;
}

/** Runs git and gives what it says. */
export function git(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

/** Commits everything in a folder at a time. */
export function commitAll(
  folder: string,
  at: string,
  options: { readonly init?: boolean; readonly author?: Author } = {},
): void {
  const { name, address } = options.author ?? { name: 'Test', address: 'test@example.org' };
  if (options.init === true) git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['add', '--all', '--force']);
  git(
    folder,
    [
      '-c',
      `user.name=${name}`,
      '-c',
      `user.email=${address}`,
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      'Change',
    ],
    { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at },
  );
}

/** Writes a file with its folders. */
export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Replaces a text that must be there. */
export function edit(folder: string, path: string, find: string, replace: string): void {
  const before = readFileSync(join(folder, path), 'utf8');
  if (!before.includes(find)) throw new Error(`${path} has no ${JSON.stringify(find)}`);
  writeFileSync(join(folder, path), before.replace(find, replace));
}

/** What a command answered. */
export type Answer = {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs `tocsin` on an organisation, from the folder `cwd`. */
export function tocsin(words: readonly string[], organisation: string, cwd = organisation): Answer {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [PROGRAM, ...words, '--root', organisation],
    { cwd, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}
