// Post-mortems that commands leave alone: what people alone write, and what cannot be read, of which they say where the
// mistake is.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { copyExample } from '../validation/testing/plant.ts';

const ID = '2026-11-13-order-api';
const FILE = `postmortems/2026/${ID}.md`;
const root = copyExample();
afterAll(() => rmSync(root, { recursive: true }));

test.each(['in_review', 'reviewed', 'published'])(
  'postmortem draft leaves one alone that is %s, and says so',
  (standing) => {
    const path = join(root, FILE);
    const theirs = readFileSync(path, 'utf8')
      .replace(/^state: .*$/m, `state: ${standing}`)
      .replace('<!-- tocsin:end timeline -->', '- 23:59 a reviewer saw it\n\n$&');
    expect(theirs).toContain('a reviewer saw it');
    writeFileSync(path, theirs);
    const words = ['postmortem', 'draft', ID, '--root', root];
    const run = spawnSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8' });
    expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('is left as it is')]);
    expect(readFileSync(path, 'utf8')).toBe(theirs);
  },
);

test.each([
  ['lint', ID, 1],
  ['lint', '', 1],
  ['gate', ID, 1],
  ['draft', ID, 3],
])('postmortem %s %s names file and line, and ends with %i', (verb, id, code) => {
  const path = join(root, FILE);
  const broken = readFileSync(path, 'utf8').replace(/^state: .*$/m, 'state: reviewd');
  writeFileSync(path, broken);
  const words = ['postmortem', verb, ...(id === '' ? [] : [id]), '--root', root];
  const run = spawnSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8' });
  expect([run.status, run.stdout + run.stderr]).toEqual([code, expect.stringContaining(FILE)]);
  expect(run.stdout + run.stderr).toMatch(/\b3\b[^]*unexpected `reviewd`/);
  expect(readFileSync(path, 'utf8')).toBe(broken);
});
