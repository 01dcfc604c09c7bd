// `tocsin reconcile` as a process, against a double of GitHub.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Issue } from '../github/issues.ts';
import type { Github } from '../github/github.ts';
import { clientOf } from '../github/testing/client.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { makeRepository, removeTemplate, write } from '../apply/testing/repository.ts';
import { incidentPath } from '../model/history-path.ts';
import { cleanUp, commitAll, git, runTocsin } from './testing/process.ts';

const ID = '2026-11-20-shop';
const INCIDENT = `---
schema: tocsin/incident@1
title: Orders fail in the shop
state: investigating
severity: sev2
category: errors
environment: production
owner: {team: shop, function: backend, product: sales}
services: [shop]
at: {declared: 2026-11-20T10:00:00Z}
---

## Timeline

### 2026-11-20 (UTC)

- 10:00 Opened
`;

let double: Double;
let folder: string;

beforeAll(async () => {
  double = await startDouble({ isPrivate: true });
  folder = makeRepository();
  write(folder, `incidents/2026/${ID}.md`, INCIDENT);
  write(folder, '.gitignore', '.tocsin/\n');
  commitAll(folder, 'An incident');
});

afterAll(async () => {
  await cleanUp();
  removeTemplate();
  await double.close();
});

describe('reconcile', () => {
  let before: readonly unknown[] = [];

  test('makes the room of an incident, and commits its number', async () => {
    const run = await reconcile('--json');
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    const report: unknown = JSON.parse(run.out);
    expect(report).toMatchObject({ refused: [], again: null, umbrella: null });
    const found = await rooms();
    expect(found.length).toBe(1);
    for (const room of found) {
      const id = room.title.replace(/^\[sev\d\] /, '');
      const file = git(folder, 'show', `main:${incidentPath(id)}`);
      expect(file).toContain(`\nroom: ${room.number}\n`);
    }
    expect(git(folder, 'status', '--porcelain')).toBe('');
    before = found.map(shape);
  });

  test('does nothing the second time', async () => {
    const head = git(folder, 'rev-parse', 'HEAD');
    double.reset();
    const run = await reconcile();
    expect(run).toMatchObject({
      code: 0,
      out: 'larder/incidents: every room is as the files say\n',
      err: '',
    });
    expect(double.seen().filter(({ operation }) => !/\/(get|list)(-|$)/.test(operation))).toEqual(
      [],
    );
    expect(git(folder, 'rev-parse', 'HEAD')).toBe(head);
  });

  test('gives equal rooms after every one of them, and every label, was deleted', async () => {
    for (const room of await rooms()) await double.deleteIssue(room.number);
    await double.deleteLabels();
    expect(await rooms()).toEqual([]);
    const run = await reconcile();
    expect(run).toMatchObject({ code: 0, err: '' });
    expect((await rooms()).map(shape)).toEqual(before);
    expect(await labels()).toContainEqual({
      name: 'sev/2',
      color: 'd93f0b',
      description: 'Severity 2, of which 1 is the worst',
    });
    expect(double.takeViolations()).toEqual([]);
  });

  test('refuses where tocsin.yaml and the repository disagree about who may read it', async () => {
    const open = await startDouble({ isPrivate: false });
    const run = await reconcileAt(open);
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain(
      'tocsin.yaml says `repository: private` and the repository is public',
    );
    expect(open.seen().map(({ operation }) => operation)).toEqual(['repos/get']);
    await open.close();
  });

  test.each([
    ['without a token', { GITHUB_TOKEN: '' }, 3, 'set GITHUB_TOKEN'],
    ['without a repository', { GITHUB_REPOSITORY: '' }, 2, 'use --repository OWNER/NAME'],
    ['with a repository that is none', { GITHUB_REPOSITORY: 'larder' }, 2, 'expected OWNER/NAME'],
    ['with a token that is none', { GITHUB_TOKEN: 'wrong' }, 3, 'GitHub answered 401'],
  ])(
    'says what is missing: %s',
    async (_title, environment, code, sentence) => {
      const run = await reconcileAt(double, [], environment);
      expect(run).toMatchObject({ code, out: '' });
      expect(run.err).toContain(sentence);
      expect(run.err.trim().split('\n')).toHaveLength(1);
    },
    60_000,
  );
});

async function reconcile(...args: readonly string[]): ReturnType<typeof runTocsin> {
  return await reconcileAt(double, args);
}

async function reconcileAt(
  at: Double,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): ReturnType<typeof runTocsin> {
  return await runTocsin(['reconcile', ...args], {
    cwd: folder,
    environment: {
      GITHUB_TOKEN: at.accounts.app.token,
      GITHUB_REPOSITORY: `${at.owner}/${at.repository}`,
      GITHUB_API_URL: `${at.url}/api/v3`,
      ...environment,
    },
  });
}

function github(): Github {
  return clientOf(double, double.accounts.app.token);
}

async function rooms(): Promise<readonly Issue[]> {
  const answer = await github().issues.list({ label: 'incident', state: 'all' });
  if (answer.kind !== 'answered') throw new Error(answer.sentence);
  return answer.value.toSorted((left, right) => (left.title < right.title ? -1 : 1));
}

async function labels(): Promise<readonly unknown[]> {
  const answer = await github().labels.list();
  if (answer.kind !== 'answered') throw new Error(answer.sentence);
  return answer.value;
}

/** A room without what GitHub itself gives to it: numbers in the order of the making. */
function shape({ title, body, state, labels: names, assignees }: Issue): unknown {
  return { title, body: body.replaceAll(/#\d+/g, '#N'), state, names: names.toSorted(), assignees };
}
