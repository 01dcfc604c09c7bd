// The workflows in a repository of an organisation's own, copied as docs/github.md says: Tocsin lies elsewhere there.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  writeOrganisation,
} from './apply/testing/repository.ts';
import { checkWorkflows } from './doctor/local-checks.ts';
import { readWorkflowFacts } from './doctor/workflow-files.ts';
import { runWorkflow } from './github/testing/run-workflow.ts';
import { parseWorkflowFile } from './github/testing/workflow-file.ts';
import { checkPolicy } from './github/testing/workflow-policy.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

let home: string;
let organisation: string;
let action: string;

beforeAll(() => {
  home = temporaryFolder();
  const toolkit = join(home, 'tocsin');
  mkdirSync(toolkit);
  cpSync(join(ROOT, '.github'), join(toolkit, '.github'), { recursive: true });
  commitAll(toolkit);
  organisation = temporaryFolder();
  writeOrganisation(organisation);
  execFileSync('sh', ['-e', '-c', commandsOf('In a repository of your own')], {
    cwd: organisation,
    env: { PATH: process.env['PATH'], HOME: home },
  });
  commitAll(organisation);
  action = `OWNER/tocsin@${git(toolkit, 'rev-parse', 'HEAD')}`;
});
afterAll(removeFolders);

describe('an organisation of its own', () => {
  test('has every workflow but those of Tocsin itself, and every form', () => {
    expect(namesIn(organisation, 'workflows')).toEqual(
      namesIn(ROOT, 'workflows').filter((name) => !/^(?:release|toolkit)\.yml$/.test(name)),
    );
    expect(namesIn(organisation, 'ISSUE_TEMPLATE')).toEqual(namesIn(ROOT, 'ISSUE_TEMPLATE'));
  });

  test('has workflows that keep to the policy and that the doctor is content with', () => {
    const workflows = namesIn(organisation, 'workflows').map((name) => ({
      file: `.github/workflows/${name}`,
      text: textOf(name),
    }));
    for (const { text } of workflows) expect(checkPolicy(text)).toEqual([]);
    const facts = { writer: 'actions', hasAction: false } as const;
    const looked = { ...facts, workflows: readWorkflowFacts(workflows) };
    expect(checkWorkflows(looked).map(({ state }) => state)).toEqual(['ok']);
    expect(workflows.filter(({ text }) => text.includes(action)).length).toBeGreaterThan(9);
  });

  test('is validated, and its page is built, by a Tocsin that lies elsewhere', async () => {
    const workflow = await parseWorkflowFile('validate.yml', textOf('validate.yml'));
    const temporary = temporaryFolder();
    const jobs = await runWorkflow(workflow, {
      event: 'pull_request',
      payload: { number: 1 },
      workspace: organisation,
      temporary,
      contexts: { vars: {}, secrets: {}, github: { token: 'token' } },
      environment: {
        ...definedOf(GIT_ENVIRONMENT),
        HOME: home,
        PATH: `${npmWithoutInstalling(temporary)}:${process.env['PATH'] ?? ''}`,
      },
      actions: { [action]: ROOT },
    });
    const said = jobs.flatMap(({ steps }) => steps.map(({ output }) => output)).join('');
    expect([said, jobs.map(({ id, result }) => [id, result])]).toEqual([
      expect.stringContaining('npm ci --ignore-scripts --prefix'),
      [
        ['organisation', 'success'],
        ['preview', 'success'],
      ],
    ]);
    expect(readFileSync(join(organisation, 'dist/index.html'), 'utf8')).toContain('<title>');
    expect(existsSync(join(organisation, 'node_modules'))).toBe(false);
  });
});

/** The real npm, but what is installed here already is not installed again. */
function npmWithoutInstalling(folder: string): string {
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  writeFileSync(
    join(folder, 'npm'),
    `#!/bin/sh\nif [ "$1" = ci ]; then echo "npm $*"; exit; fi\nexec '${npm}' "$@"\n`,
    { mode: 0o755 },
  );
  return folder;
}

/** The commands of a section of docs/github.md. */
function commandsOf(section: string): string {
  const page = readFileSync(join(ROOT, 'docs/github.md'), 'utf8');
  const [, rest = ''] = page.split(`## ${section}\n`);
  const [, commands] = /^```sh\n([^]*?)^```$/m.exec(rest) ?? [];
  if (commands === undefined) throw new Error(`docs/github.md has no commands under ${section}`);
  return commands;
}

function namesIn(folder: string, part: string): readonly string[] {
  return readdirSync(join(folder, '.github', part)).toSorted();
}

function textOf(name: string): string {
  return readFileSync(join(organisation, '.github/workflows', name), 'utf8');
}

function commitAll(folder: string): void {
  if (!existsSync(join(folder, '.git'))) git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'As it was copied');
}

function definedOf(values: typeof GIT_ENVIRONMENT): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
