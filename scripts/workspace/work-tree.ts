// Lets the files in the folder follow the branch, without ever overwriting what somebody is writing there.
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GitRepository } from './git.ts';

/** A file before and after; null where it did not exist. */
export type FileStep = {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
};

/** Brings files and index to the new state; gives the paths that hold uncommitted edits and were left alone. */
export async function followBranch(
  root: string,
  repository: GitRepository,
  steps: readonly FileStep[],
): Promise<readonly string[]> {
  const clean = steps.filter((step) => readOrNull(join(root, step.path)) === step.before);
  for (const step of clean) replaceFile(join(root, step.path), step.after);
  const paths = steps.map((step) => step.path);
  if (paths.length > 0) await resetIndex(repository, paths);
  return steps.filter((step) => !clean.includes(step)).map((step) => step.path);
}

/** A person's own git command may hold the index for a moment; an index left behind would undo the commit in the next. */
async function resetIndex(repository: GitRepository, paths: readonly string[]): Promise<void> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const reset = await repository.run(['reset', '--quiet', '--', ...paths]);
    if (reset.code === 0 || !reset.stderr.includes('index.lock')) return;
    await sleep(20 * attempt);
  }
}

/** Replaces a file in one step: a reader sees the old content or the new one, never half of it. */
export function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

function readOrNull(path: string): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  return found.isFile() ? readFileSync(path, 'utf8') : '';
}
