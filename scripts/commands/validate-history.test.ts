// What only the history in git tells: an incident that owed a post-mortem, or had another name, and whose file no longer says so.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUp, commitAll, exampleOrganisation } from './testing/process.ts';

const PROGRAM = fileURLToPath(new URL('../tocsin.js', import.meta.url));
const FILE = 'incidents/2026/2026-11-18-delivery-slots.md';
let root: string;

beforeAll(() => {
  root = exampleOrganisation();
});
afterAll(cleanUp);

const edit = (change: (text: string) => string): void =>
  writeFileSync(join(root, FILE), change(readFileSync(join(root, FILE), 'utf8')));

const validate = (): readonly [number | null, string] => {
  const run = spawnSync(process.execPath, [PROGRAM, 'validate', '--root', root], {
    encoding: 'utf8',
  });
  return [run.status, run.stdout];
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
    const [status, said] = validate();
    expect([status, said]).toEqual([1, expect.stringContaining('id-renamed')]);
    expect(said).toContain(`rename it to \`${FILE}\` again`);
    renameSync(join(root, other), join(root, FILE));
    expect(validate()[0]).toBe(0);
  });
});
