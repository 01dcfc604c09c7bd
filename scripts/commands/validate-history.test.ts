// What only the history in git tells: an incident that owed a post-mortem, or had another name, and whose file no longer says so;
// one whose file is gone.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { cleanUp, commitAll, exampleOrganisation, git } from './testing/process.ts';

const FILE = 'incidents/2026/2026-11-18-delivery-slots.md';
let root: string;

beforeAll(() => {
  root = exampleOrganisation();
});
afterAll(cleanUp);

const edit = (change: (text: string) => string): void =>
  writeFileSync(join(root, FILE), change(readFileSync(join(root, FILE), 'utf8')));

const validate = (
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): readonly [number | null, string] => {
  const run = spawnSync(process.execPath, [PROGRAM, 'validate', '--root', root, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GITHUB_BASE_REF: '', GITHUB_SHA: '', ...environment },
  });
  return [run.status, run.stdout + run.stderr];
};

describe('tocsin validate', () => {
  test('finds a duty that was edited away, before the edit is committed and for ever after', () => {
    expect(validate()[0]).toBe(0);
    edit((text) => text.replace('postmortem_owed: true\n', '').replace('data', 'tooling'));
    expect(validate()).toEqual([1, expect.stringContaining('postmortem_owed: true')]);
    commitAll(root, 'It was tooling after all');
    edit((text) => text.replace('## Timeline', '## What happened'));
    commitAll(root, 'A heading');
    const [status, said] = validate();
    expect([status, said]).toEqual([1, expect.stringContaining('duty-dropped')]);
    expect(said).toMatch(/4:8 +error unexpected incident without `postmortem_owed`/);
    edit((text) => text.replace('\nowner:', '\npostmortem_owed: true\nowner:'));
    expect(validate()[0]).toBe(0);
    commitAll(root, 'It owes it again');
  });

  test('finds an incident that got another name, with the one that it had', () => {
    const other = FILE.replace('delivery-slots', 'mailer');
    renameSync(join(root, FILE), join(root, other));
    commitAll(root, 'It was the mailer');
    const [status, said] = validate(['--base', 'HEAD~1']);
    expect([status, said]).toEqual([1, expect.stringContaining('id-renamed')]);
    expect(said).not.toContain('file-removed');
    expect(said).toContain(`rename it to \`${FILE}\` again`);
    renameSync(join(root, other), join(root, FILE));
    expect(validate()[0]).toBe(0);
  });

  test('finds what a branch takes away, as an error where customers read it, and where to get it from', () => {
    root = exampleOrganisation();
    const shown = 'incidents/2026/2026-02-17-kitchen-app.md';
    const inside = 'incidents/2026/2026-06-23-delivery-pipeline.md';
    git(root, 'checkout', '--quiet', '-b', 'tidy');
    rmSync(join(root, inside));
    expect(removals()).toEqual([
      0,
      { [inside]: ['warning', expect.stringContaining('--source=')] },
    ]);
    rmSync(join(root, shown));
    commitAll(root, 'Tidy up');
    const from = (base: string) => ({
      [shown]: ['error', expect.stringContaining(`git restore --source=${base} -- ${shown}`)],
      [inside]: ['warning', expect.stringContaining(`git restore --source=${base} -- ${inside}`)],
    });
    const base = git(root, 'rev-parse', 'main').slice(0, 10);
    expect(removals()).toEqual([1, from(base)]);
    git(root, 'checkout', '--quiet', 'main');
    git(root, 'merge', '--quiet', '--no-ff', '-m', 'Merge into main', 'tidy');
    expect(removals()).toEqual([0, {}]);
    const pull = { GITHUB_BASE_REF: 'main', GITHUB_SHA: git(root, 'rev-parse', 'HEAD') };
    expect(removals([], pull)).toEqual([1, from(base)]);
    // A merge of the branch's own, which the run checked out by its name, is none of GitHub's.
    expect(removals([], { ...pull, GITHUB_SHA: base })).toEqual([0, {}]);
    expect(removals(['--base', 'HEAD~1'])).toEqual([1, from('HEAD~1')]);
    // What a sparse checkout leaves out of the folder is not gone.
    git(root, 'sparse-checkout', 'set', '--no-cone', '/*', `!/${FILE}`);
    expect(existsSync(join(root, FILE))).toBe(false);
    expect(removals()[1]).toEqual({});
    git(root, 'sparse-checkout', 'disable');
    expect(validate(['--base', 'no-such-branch'])[1]).toMatch(
      /^tocsin: there is no commit `no-such-branch` here: .*\n$/,
    );
  });
});

/** What is said to be gone: how bad that is, and the hint. */
function removals(
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): readonly [number | null, Readonly<Record<string, readonly string[]>>] {
  const [status, said] = validate(['--json', ...args], environment);
  const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(said);
  const gone = diagnostics.filter(({ code }) => code === 'file-removed');
  return [
    status,
    Object.fromEntries(gone.map(({ place, severity, hint }) => [place.file, [severity, hint]])),
  ];
}
