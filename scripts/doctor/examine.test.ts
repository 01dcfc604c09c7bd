// Each check: fine, something to do, or not to be told.
import { describe, expect, test } from 'vitest';
import { examine } from './examine.ts';
import type { GithubFacts, LocalFacts } from './facts.ts';
import { CHECKS, type CheckName } from './result.ts';
import { readWorkflowFacts, type WorkflowFacts } from './workflow-files.ts';

const LOCAL: LocalFacts = {
  node: '26.10.0',
  git: '2.39.5',
  writer: 'actions',
  repository: 'private',
  secrets: [{ source: 'watch', variable: 'TOCSIN_WATCH', isSet: true }],
  push: { kind: 'known', value: { by: 'app', refusal: null } },
  workflows: ['commands', 'declare', 'files-to-rooms', 'post-mortem', 'signals', 'sweep'].map(
    workflowNamed,
  ),
  hasAction: false,
  forms: ['customer-report.yml', 'incident.yml', 'maintenance.yml', 'security.yml'],
};

function workflowNamed(name: string): WorkflowFacts {
  return {
    file: `.github/workflows/${name}.yml`,
    isWriter: true,
    keepsWaiting: true,
    runs: ['github', 'incident open', 'reconcile', 'ingest'],
    usesOwnAction: false,
    actions: ['actions/checkout', name === 'sweep' ? 'actions/upload-artifact' : 'acme/tocsin'],
    branches: ['main'],
  };
}

const GITHUB: GithubFacts = {
  owner: 'larder',
  repository: 'incidents',
  isEnterprise: false,
  isPrivate: true,
  hasIssues: true,
  defaultBranch: 'main',
  mayPush: true,
  aheadMs: -900,
  allowedActions: { kind: 'known', value: 'all' },
  workflowToken: { kind: 'known', value: { byDefault: 'read', mayCreatePullRequests: true } },
  labels: { kind: 'known', value: ['Incident', 'action-item'] },
  branchRules: { kind: 'known', value: ['non_fast_forward', 'deletion'] },
  switch: { kind: 'known', value: 'on' },
  publish: { kind: 'known', value: 'pages' },
  pages: { kind: 'known', value: 'workflow' },
};
const HIDDEN = { kind: 'unknown', why: 'GitHub tells it only to those who may change it' } as const;

test('where everything is set up every check is fine, in their order', () => {
  const results = examine({ local: LOCAL, github: { kind: 'known', value: GITHUB } });
  expect(results.map(({ check }) => check)).toEqual([...CHECKS]);
  expect(results.filter(({ state, fix }) => state !== 'ok' || fix !== null)).toEqual([]);
});

test('where GitHub cannot be asked the rest is checked, and each other check says that it was not', () => {
  const results = examine({ local: LOCAL, github: { kind: 'unknown', why: 'no network' } });
  expect(results.map(({ check }) => check)).toEqual([...CHECKS]);
  expect(results.filter(({ state }) => state === 'ok').map(({ check }) => check)).toEqual([
    'node',
    'git',
    'secrets',
    'workflows',
    'forms',
    'queue',
    'push',
  ]);
  expect(results.find(({ check }) => check === 'github')?.sentence).toBe('no network');
});

type Case = readonly [CheckName, Partial<LocalFacts>, Partial<GithubFacts>, string];

describe('to be done', () => {
  test.each<Case>([
    ['node', { node: '22.3.0' }, {}, 'install Node 24'],
    ['git', { git: null }, {}, 'install git'],
    [
      'push',
      { writer: 'gateway', push: { kind: 'known', value: { by: 'app', refusal: 'fatal: no' } } },
      { switch: { kind: 'known', value: null } },
      'grant the App "Contents: read and write"',
    ],
    [
      'push',
      { writer: 'gateway', push: { kind: 'known', value: { by: 'own', refusal: 'fatal: no' } } },
      { switch: { kind: 'known', value: null } },
      'set TOCSIN_APP_ID and TOCSIN_APP_KEY',
    ],
    ['git', { git: '2.30.9' }, {}, 'install git 2.31'],
    [
      'secrets',
      { writer: 'gateway', secrets: [{ source: 'watch', variable: 'TOCSIN_WATCH', isSet: false }] },
      { switch: { kind: 'known', value: null } },
      'set TOCSIN_WATCH where',
    ],
    ['workflows', { workflows: LOCAL.workflows.slice(1) }, {}, '"In a repository of your own"'],
    ['workflows', { workflows: [] }, {}, '"In a repository of your own"'],
    [
      'workflows',
      { workflows: LOCAL.workflows.map((each, at) => (at === 0 ? { ...each, runs: [] } : each)) },
      {},
      '"In a repository of your own"',
    ],
    [
      'workflows',
      { workflows: LOCAL.workflows.map((each, at) => ({ ...each, usesOwnAction: at === 2 })) },
      {},
      '`uses: OWNER/tocsin@HASH` for `uses: ./`',
    ],
    ['forms', { forms: ['config.yml', 'incident.yml'] }, {}, '"In a repository of your own"'],
    [
      'branch',
      {
        workflows: LOCAL.workflows.map((each, at) => (at === 2 ? each : { ...each, branches: [] })),
      },
      { defaultBranch: 'trunk' },
      'write `trunk` wherever it names a branch',
    ],
    [
      'queue',
      { workflows: LOCAL.workflows.map((each, at) => ({ ...each, keepsWaiting: at > 0 })) },
      {},
      '`queue: max`',
    ],
    ['clock', {}, { aheadMs: 61_000 }, 'time server'],
    ['clock', {}, { aheadMs: -3_600_000 }, 'time server'],
    ['visibility', {}, { isPrivate: false }, 'make it private under Settings'],
    ['visibility', { repository: 'public' }, {}, '`repository: private`'],
    ['issues', {}, { hasIssues: false }, 'Settings → General → Issues'],
    ['labels', {}, { labels: { kind: 'known', value: ['incident'] } }, 'Issues → Labels'],
    ['token', {}, { mayPush: false }, '`contents: write`'],
    [
      'branch',
      {},
      { branchRules: { kind: 'known', value: ['pull_request'] } },
      'let a GitHub App of yours',
    ],
    [
      'branch',
      { writer: 'gateway' },
      {
        branchRules: { kind: 'known', value: ['protected'] },
        switch: { kind: 'known', value: null },
      },
      'let the writer bypass',
    ],
    [
      'actions',
      {},
      { allowedActions: { kind: 'known', value: 'none' } },
      'allow them, `acme/tocsin@*`, `actions/checkout@*`, `actions/upload-artifact@*` included, under Settings',
    ],
    [
      'actions',
      {},
      { allowedActions: { kind: 'known', value: 'local_only' } },
      'under Settings → Actions',
    ],
    [
      'workflow-token',
      {},
      {
        workflowToken: {
          kind: 'known',
          value: { byDefault: 'write', mayCreatePullRequests: true },
        },
      },
      'Workflow permissions',
    ],
    [
      'pull-requests',
      {},
      {
        workflowToken: {
          kind: 'known',
          value: { byDefault: 'read', mayCreatePullRequests: false },
        },
      },
      'Allow GitHub Actions to create',
    ],
    ['switch', {}, { switch: { kind: 'known', value: null } }, 'set the variable TOCSIN to `on`'],
    ['switch', { writer: 'gateway' }, {}, 'take the variable TOCSIN away'],
    [
      'actions',
      { writer: 'gateway' },
      {
        allowedActions: { kind: 'known', value: 'none' },
        switch: { kind: 'known', value: null },
      },
      'allow them, `acme/tocsin@*`',
    ],
    ['pages', {}, { pages: { kind: 'known', value: 'off' } }, '"GitHub Actions" under Settings'],
    ['pages', {}, { pages: { kind: 'known', value: 'branch' } }, '"GitHub Actions" under Settings'],
  ])('%s says what to do and where', (check, local, github, fix) => {
    const found = examineWith(local, github).filter(({ state }) => state === 'finding');
    expect(found.map((result) => result.check)).toEqual([check]);
    expect(found[0]?.fix).toContain(fix);
  });

  test('nothing is where the writer is none of the workflows', () => {
    const results = examineWith(
      { writer: 'gateway' },
      {
        allowedActions: { kind: 'known', value: 'none' },
        switch: { kind: 'known', value: null },
        publish: { kind: 'known', value: null },
        pages: { kind: 'known', value: 'off' },
      },
    );
    expect(results.filter(({ state }) => state !== 'ok')).toEqual([]);
  });
});

test.each<readonly [CheckName, Partial<GithubFacts>]>([
  ['clock', { aheadMs: null }],
  ['labels', { labels: HIDDEN }],
  ['token', { mayPush: null }],
  ['branch', { branchRules: HIDDEN }],
  ['actions', { allowedActions: HIDDEN }],
  ['actions', { allowedActions: { kind: 'known', value: 'selected' } }],
  ['switch', { switch: HIDDEN }],
  ['pages', { publish: HIDDEN }],
  ['pages', { pages: HIDDEN }],
  ['pages', { pages: { kind: 'known', value: 'unsaid' } }],
  ['server', { isEnterprise: true }],
])('%s that cannot be told is no finding', (check, github) => {
  const others = examineWith({}, github).filter(({ state }) => state !== 'ok');
  expect(others.map((result) => [result.check, result.state])).toEqual([[check, 'unknown']]);
});

test('workflows that write are found by their group, whatever else a file holds', () => {
  const good =
    "concurrency: {group: \"${{ vars.TOCSIN == 'on' && 'tocsin-writer' || 1 }}\", queue: max}";
  const read = readWorkflowFacts([
    { file: 'good.yml', text: good },
    { file: 'single.yml', text: good.replace(', queue: max', '') },
    {
      file: 'cancels.yml',
      text: good.replace('queue: max', 'queue: max, cancel-in-progress: true'),
    },
    { file: 'other.yml', text: 'concurrency: build' },
    { file: 'broken.yml', text: '{' },
  ]);
  expect(read.map(({ file, isWriter, keepsWaiting }) => [file, isWriter, keepsWaiting])).toEqual([
    ['good.yml', true, true],
    ['single.yml', true, false],
    ['cancels.yml', true, false],
    ['other.yml', false, false],
    ['broken.yml', false, false],
  ]);
});

test('a workflow names its branches, and says where it takes Tocsin from', () => {
  const text = [
    'on: {push: {branches: [main, stable]}, pull_request: {branches: [main]}, issues: null}',
    'jobs: {a: {steps: [{uses: ./}, {uses: x, with: {ref: trunk}}, {with: {ref: "${{ inputs.x }}"}}]}}',
  ].join('\n');
  expect(readWorkflowFacts([{ file: 'a.yml', text }])[0]).toMatchObject({
    usesOwnAction: true,
    branches: ['main', 'stable', 'trunk'],
    runs: [],
  });
  const script = 'jobs: {a: {steps: [{run: "tocsin ingest x && tocsin incident open --json"}]}}';
  const users =
    'jobs: {a: {steps: [{uses: a/b@v1}, {uses: ./}, {uses: "docker://x/y"}, {uses: a/b/c@v2}]}, b: {uses: d/e/.github/workflows/f.yml@main}}';
  expect(readWorkflowFacts([{ file: 'a.yml', text: users }])[0]?.actions).toEqual([
    'd/e/.github/workflows/f.yml',
    'a/b',
    'a/b/c',
  ]);
  expect(readWorkflowFacts([{ file: 'a.yml', text: script }])[0]?.runs).toEqual([
    'ingest',
    'incident open',
  ]);
});

function examineWith(
  local: Partial<LocalFacts>,
  github: Partial<GithubFacts>,
): ReturnType<typeof examine> {
  return examine({
    local: { ...LOCAL, ...local },
    github: { kind: 'known', value: { ...GITHUB, ...github } },
  });
}
