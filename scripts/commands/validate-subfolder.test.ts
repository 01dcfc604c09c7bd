// Findings in an organisation that is a folder in a larger repository stand where GitHub looks for them.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import {
  cleanUp,
  commitAll,
  exampleOrganisation,
  git,
  temporaryFolder,
} from './testing/process.ts';

let top: string;
let root: string;

beforeAll(() => {
  top = temporaryFolder('monorepo');
  root = join(top, 'ops, 1', 'tocsin');
  cpSync(exampleOrganisation(), root, { recursive: true });
  rmSync(join(root, '.git'), { recursive: true });
  git(top, 'init', '--quiet', '--initial-branch=main');
  commitAll(top, 'Everything of ours');
  const file = join(root, 'ownership/teams/payments.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^lead: .*$/m, 'lead: nobody-at-all'));
});
afterAll(cleanUp);

function validate(...args: readonly string[]): string {
  const run = spawnSync(process.execPath, [PROGRAM, 'validate', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(run.status).toBe(1);
  return run.stdout;
}

describe('tocsin validate in a folder of a repository', () => {
  test('annotates files by their paths from the repository’s top', () => {
    expect(validate('--format', 'github')).toMatch(
      /^::error file=ops%2C 1\/tocsin\/ownership\/teams\/payments\.yaml,line=/m,
    );
  });

  test('writes such paths into SARIF', () => {
    const { runs } = JSON.parse(validate('--format', 'sarif'));
    expect(JSON.stringify(runs)).toContain('"ops%2C%201/tocsin/ownership/teams/payments.yaml"');
  });

  test('names files for people and as JSON from the organisation’s root', () => {
    expect(validate()).toContain('ownership/teams/payments.yaml');
    expect(validate()).not.toContain('ops, 1');
    expect(validate('--json')).not.toContain('ops, 1');
  });
});
