// What real webhooks of GitHub and Azure DevOps are recorded as.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Deployment } from '../model/deployment.ts';
import type { Signal } from '../model/signal.ts';
import { normalise } from '../signals/normalise.ts';
import { deploymentOf } from './deployment.ts';
import { exampleOrganisation, signalOf } from './testing/organisation.ts';

const organisation = exampleOrganisation();
const RECEIVED = '2026-11-21T10:00:00.000Z';

describe('GitHub', () => {
  test('a deployment status names service, environment, version, commit and instants', () => {
    expect(fixture('github', 'deployment-succeeded')).toEqual({
      id: expect.stringMatching(/^[a-z2-7]{26}$/),
      source: 'builds',
      service: 'shop',
      environment: 'production',
      version: 'c0ffee',
      commit: 'c0ffee',
      begunAt: '2026-11-21T09:10:00.000Z',
      at: '2026-11-21T09:18:00.000Z',
      outcome: 'succeeded',
      link: 'https://ci.larder.example/301',
      messages: [],
    });
  });

  test('a deployment and the status that it reaches are one', () => {
    const pending = (body: string): string => body.replace('"success"', '"in_progress"');
    const begun = fixture('github', 'deployment-succeeded', pending);
    const ended = fixture('github', 'deployment-succeeded');
    const next = fixture('github', 'deployment-succeeded', (body) => body.replace('301', '302'));
    expect(begun).toEqual({ ...ended, outcome: 'begun' });
    expect(next?.id).not.toBe(ended?.id);
  });

  test('a run of the main line is recorded without an environment, with its commit message', () => {
    const subject = 'Round prices up\n\nCo-authored-by: Jo <jo@larder.example>';
    const run = fixture('github', 'workflow-run-succeeded', (body) =>
      body.replace('"head_sha"', `"head_commit":{"message":${JSON.stringify(subject)}},"head_sha"`),
    );
    expect(run).toMatchObject({ environment: null, messages: ['Round prices up'] });
  });

  test.each([
    ['check-run-failed'],
    ['commit-status-failure'],
    ['workflow-run-of-fork'],
    ['issue-opened'],
  ])('%s is none', (name) => {
    expect(fixture('github', name)).toBeNull();
  });

  test('a run of a side branch is none', () => {
    const side = (body: string): string => body.replaceAll('"main"', '"try-it"');
    expect(fixture('github', 'workflow-run-succeeded', side)).toBeNull();
  });
});

describe('Azure DevOps', () => {
  test('a release names its stage, its number and its commits', () => {
    const commits = [{ message: 'wip' }, { message: 'Move the flour\nmore' }, { id: 'no message' }];
    const release = fixture('azure-devops', 'deployment-succeeded', (body) =>
      body.replace('"resource":{', `"resource":{"data":${JSON.stringify({ commits })},`),
    );
    expect(release).toMatchObject({
      service: 'larder-shop',
      environment: 'production',
      version: 'Release-9',
      begunAt: '2026-11-21T09:10:00.000Z',
      outcome: 'succeeded',
      messages: ['wip', 'Move the flour'],
    });
  });

  test('a stage that nobody declared keeps its own name', () => {
    const canary = (body: string): string => body.replace('"Production"', '"Canary 7"');
    expect(fixture('azure-devops', 'deployment-succeeded', canary)?.environment).toBe('canary 7');
  });

  test('a stage that deploys names its environment, its commit and its change', () => {
    expect(fixture('azure-devops', 'pipeline-stage-deployed')).toMatchObject({
      service: 'larder-api',
      environment: 'production',
      commit: 'c0ffee0123456789c0ffee0123456789c0ffee01',
      outcome: 'succeeded',
      messages: ['Bake the bread longer'],
    });
  });

  test.each([
    ['pipeline-stage-of-pull-request'],
    ['pipeline-job'],
    // A run whose branch is not stated.
    ['pipeline-run-failed'],
  ])('%s is none', (name) => {
    expect(fixture('azure-devops', name)).toBeNull();
  });

  test('a canceled build is none', () => {
    expect(fixture('azure-devops', 'build-canceled')).toBeNull();
  });
});

test('a CDEvent names what was deployed where, with or without an envelope', () => {
  const expected = {
    service: 'stock',
    environment: 'production',
    version: '4.18.0',
    outcome: 'succeeded',
  };
  expect(fixture('cloudevents', 'cd-event')).toMatchObject(expected);
  expect(fixture('cloudevents', 'cd-event-wrapped')).toMatchObject(expected);
});

describe('any source', () => {
  test.each([
    ['v4.18.0', { ref: 'refs/tags/v4.18.0', sha: 'c0ffee' }],
    ['c0ffee', { ref: 'main', sha: 'c0ffee' }],
    ['0123456789ab', { ref: 'main', sha: '0123456789abcdef0123456789abcdef01234567' }],
    ['2026.11', { tag: '2026.11', sha: 'c0ffee' }],
    ['trunk', { ref: 'trunk' }],
  ])('the version is %s', (version, labels) => {
    expect(recorded({ environment: 'staging', labels })?.version).toBe(version);
  });

  test.each(['inactive', 'cancelled', 'skipped'])('%s brings no version anywhere', (status) => {
    expect(recorded({ action: 'update', status })).toBeNull();
  });

  test('the environment is never guessed', () => {
    expect(recorded({ environment: null })).toBeNull();
    expect(
      recorded({ environment: null, labels: { ...LABELS, workflow: 'Deploy', branch: 'main' } }),
    ).toMatchObject({ environment: null });
    expect(recorded({ environment: null, labels: { ...LABELS, workflow: 'Deploy' } })).toBeNull();
  });

  test.each([
    [{}, 'production'],
    [{ stage: 'UnitTests' }, undefined],
    [{ job: 'Lint' }, undefined],
    [{ branch: 'try-it' }, undefined],
    [{ fork: '1' }, undefined],
  ])(
    'the environment of the source is that of whole runs of the main line: %j',
    (labels, place) => {
      const signal = signalOf({
        kind: 'deployment',
        action: 'resolve',
        environment: null,
        service: 'shop',
        labels: { ...LABELS, workflow: 'Build', branch: 'main', ...labels },
      });
      const sources = new Map(
        [...organisation.sources].map(([name, source]) => [
          name,
          { ...source, defaults: { ...source.defaults, environment: 'production' } },
        ]),
      );
      const observation = { source: 'prometheus', signal, receivedAt: RECEIVED };
      const found = deploymentOf({ ...organisation, sources }, observation, null);
      expect(found?.environment).toBe(place);
    },
  );

  test('an instant after the receipt is not believed', () => {
    const late = { occurredAt: '2027-01-01T00:00:00.000Z', startedAt: '2027-01-01T00:00:00.000Z' };
    expect(recorded(late)).toMatchObject({ at: RECEIVED, begunAt: RECEIVED });
  });
});

const LABELS = { ref: 'v1', sha: 'c0ffee' };

function recorded(changes: Partial<Signal>): Deployment | null {
  const base = { kind: 'deployment', action: 'resolve', environment: 'production' } as const;
  const signal = signalOf({ ...base, service: 'shop', labels: LABELS, ...changes });
  return deploymentOf(organisation, { source: 'builds', signal, receivedAt: RECEIVED }, null);
}

function fixture(
  vendor: string,
  name: string,
  edit: (body: string) => string = (body) => body,
): Deployment | null {
  const url = new URL(`../signals/vendors/${vendor}/fixtures/${name}.json`, import.meta.url);
  const { headers, body } = JSON.parse(readFileSync(fileURLToPath(url), 'utf8'));
  const outcome = normalise(vendor, { headers, body: edit(JSON.stringify(body)) });
  const signal = outcome.kind === 'signals' ? outcome.signals[0] : undefined;
  if (signal === undefined) return null;
  return deploymentOf(organisation, { source: 'builds', signal, receivedAt: RECEIVED }, null);
}
