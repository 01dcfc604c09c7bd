// Somebody commits an incident's file that cannot be read, in real repositories; whoever writes next goes on with what could.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minute } from '../rules/testing/organisation.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { applyOperations } from './apply.ts';
import { git, removeFolders, removeTemplate, write } from './testing/repository.ts';
import { shopSignal } from './testing/shop-signal.ts';
import { makeWorkspace } from './testing/workspace.ts';

afterAll(removeTemplate);
afterEach(removeFolders);

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let folder: string;
let workspace: Workspace;
beforeEach(async () => {
  ({ folder, workspace } = await makeWorkspace(() => minute(9)));
  await applyOperations(workspace, [shopSignal({}, 1)]);
});

const committed = (): string => git(folder, 'show', `main:${FILE}`);
const leave = (change: (before: string) => string): string => {
  write(folder, FILE, change(`${committed()}\n`));
  git(folder, 'commit', '--quiet', '--all', '--message', 'Somebody slips');
  return git(folder, 'rev-parse', '--short=7', 'HEAD');
};
const slip = (before: string): string => before.replace('severity: sev3', 'severity: sev9');

describe('an incident whose file cannot be read', () => {
  test('hears what recovers, and opens no second one', async () => {
    const good = git(folder, 'rev-parse', '--short=7', 'HEAD');
    const broken = leave(slip);
    const { outcomes, commits } = await applyOperations(workspace, [
      shopSignal({ dedupKey: 'p2' }, 10),
      shopSignal({ action: 'resolve' }, 11),
    ]);
    expect(outcomes).toEqual([
      { kind: 'applied', incident: ID },
      { kind: 'applied', incident: ID },
    ]);
    expect(commits).toEqual([
      'tocsin: incidents as they were when they could be read',
      `tocsin: ${ID} joined`,
      `tocsin: ${ID} recovered`,
    ]);
    expect(committed()).toContain('severity: sev3');
    expect(committed()).toContain(
      `[restored] its front matter is as in commit ${good} again: what ${broken} changed cannot be read, line 5: \`unexpected 'sev9'`,
    );
    expect(readFileSync(join(folder, FILE), 'utf8').trimEnd()).toBe(committed());
    const head = git(folder, 'rev-parse', 'HEAD');
    await applyOperations(workspace, []);
    expect(git(folder, 'rev-parse', 'HEAD')).toBe(head);
  });

  test('keeps what people wrote below the front matter', async () => {
    leave((before) =>
      slip(before).replace('## Timeline', '## Summary\n\nTyped at 3.\n\n## Timeline'),
    );
    await applyOperations(workspace, []);
    expect(committed()).toContain('Typed at 3.');
    expect(committed()).toContain('severity: sev3');
  });

  test.each([
    ['without a front matter', () => 'All of it is gone.\n'],
    ['that is empty', () => ''],
    ['of bytes that are no text', () => 'a\0b'],
    ['with the marks of a conflict', (before: string) => `<<<<<<< HEAD\n${before}`],
    ['with a fence that was never closed', (before: string) => before.replace('\n---\n', '\n')],
  ])('is all as it was: one %s', async (_name, change) => {
    const before = committed();
    leave(change);
    await applyOperations(workspace, []);
    const [line = ''] = /- .*\[restored\].*\n/.exec(committed()) ?? [];
    expect(line).toContain('[restored] it is as in commit');
    expect(committed().replace(line, '')).toBe(before);
  });

  test('stays hidden where the same commit hid it from customers', async () => {
    git(folder, 'rm', '--quiet', FILE);
    git(folder, 'commit', '--quiet', '--message', 'Another one');
    await applyOperations(workspace, [shopSignal({ severity: 'critical' }, 1)]);
    expect(committed()).toContain('visibility: public');
    leave((before) =>
      before
        .replace('visibility: public', 'visibility: restricted')
        .replace('severity: sev1', 'severity: sev9'),
    );
    await applyOperations(workspace, []);
    expect(committed()).toContain('visibility: restricted');
    expect(committed()).toContain('again, and hidden from customers');
  });

  test('is left alone where no version of it could ever be read', async () => {
    const path = 'incidents/2026/2026-11-21-mailer.md';
    write(folder, path, '---\nschema: tocsin/incident@1\n---\n');
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '--message', 'Somebody begins one');
    expect((await applyOperations(workspace, [])).commits).toEqual([]);
    expect(git(folder, 'show', `main:${path}`)).toContain('tocsin/incident@1');
  });
});
