// Lets the files in the folder follow the branch, without ever losing what somebody is writing there.
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GitRepository } from './git.ts';

/** A file before and after; null where it does not exist. */
export type FileStep = {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** Files that could not follow because of what somebody wrote, and whether git's index is behind the branch. */
export type Followed = { readonly leftAlone: readonly string[]; readonly isIndexBehind: boolean };

/** Brings files and index to the new state; uncommitted edits stay, with the change merged in where they do not clash. */
export async function followBranch(
  root: string,
  repository: GitRepository,
  steps: readonly FileStep[],
): Promise<Followed> {
  const leftAlone: string[] = [];
  const unstaged: string[] = [];
  for (const step of steps) {
    const hasFollowed = await followFile(root, repository, step);
    const isStaged = await hasStagedEdits(repository, step);
    if (!hasFollowed || isStaged) leftAlone.push(step.path);
    if (!isStaged) unstaged.push(step.path);
  }
  const isIndexBehind = unstaged.length > 0 && !(await resetIndex(repository, unstaged));
  return { leftAlone, isIndexBehind };
}

/** Brings a file of the folder along; false where a person's edit and the change touch the same lines. */
async function followFile(
  root: string,
  repository: GitRepository,
  { path, before, after }: FileStep,
): Promise<boolean> {
  const place = join(root, path);
  const mine = readOrNull(place);
  if (after === null) {
    if (mine === before) rmSync(place, { force: true });
    return mine === before || mine === null;
  }
  const isUntouched = mine === before;
  if (!isUntouched && (mine === null || before === null)) return false;
  const text =
    isUntouched || mine === null || before === null
      ? after
      : await mergeTexts(repository, mine, before, after);
  if (text !== null) replaceFile(place, text);
  return text !== null;
}

async function mergeTexts(
  repository: GitRepository,
  mine: string,
  before: string,
  after: string,
): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-merge-'));
  try {
    const paths = [mine, before, after].map((text, index) => {
      const path = join(folder, String(index));
      writeFileSync(path, text);
      return path;
    });
    const merged = await repository.run(['merge-file', '-p', '--quiet', ...paths]);
    return merged.code === 0 ? merged.stdout.toString('utf8') : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the index holds something else than the file was before. */
async function hasStagedEdits(repository: GitRepository, step: FileStep): Promise<boolean> {
  const listed = await repository.run(['ls-files', '--stage', '--', step.path]);
  const blob = /^\d+ ([0-9a-f]+) /.exec(listed.stdout.toString('utf8'))?.[1];
  if (blob === undefined || step.before === null)
    return (blob === undefined) !== (step.before === null);
  return blob !== blobId(step.before, blob.length === 64 ? 'sha256' : 'sha1');
}

/** The name under which git keeps a text. */
function blobId(text: string, algorithm: 'sha1' | 'sha256'): string {
  const content = Buffer.from(text);
  return createHash(algorithm).update(`blob ${content.byteLength}\0`).update(content).digest('hex');
}

/** A person's own git command may hold the index for a moment; an index left behind would undo the commit in the next. */
async function resetIndex(repository: GitRepository, paths: readonly string[]): Promise<boolean> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const reset = await repository.run(['reset', '--quiet', '--', ...paths]);
    if (reset.code === 0) return true;
    await sleep(20 * attempt);
  }
  return false;
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
