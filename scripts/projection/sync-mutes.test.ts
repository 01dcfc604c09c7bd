// A silence that is longer than a day, from the wish in an incident's file to its end.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  write,
} from '../apply/testing/repository.ts';
import type { Github } from '../github/github.ts';
import { clientOf } from '../github/testing/client.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { hiddenRequest } from '../rooms/hidden-text.ts';
import { loadState } from '../validation/load.ts';
import { validate } from '../validation/validate.ts';
import { type Branches, openBranches } from '../workspace/branches.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { type MuteCount, syncMutes } from './sync-mutes.ts';
import type { Step } from './sync.ts';
import { valueOf } from './testing/world.ts';

const ID = '2026-11-20-payments-api';
const PATH = `incidents/2026/${ID}.md`;
const INCIDENT = `---
schema: tocsin/incident@1
title: Card payments fail
state: monitoring
severity: sev3
category: errors
environment: production
owner: {team: payments, function: backend, product: payments}
services: [payments-api]
at: {declared: 2026-11-20T09:00:00Z}
mutes:
  - {key: ic-101, from: 2026-11-20T10:00:00.000Z, until: 2026-11-23T10:00:00.000Z, reason: "provider @everyone restarts #1"}
room: 7
---

## Timeline

### 2026-11-20 (UTC)

- 09:24 pool exhausted on two of six hosts <!-- e:ic-2219 -->
`;

let double: Double;
let github: Github;
let clone: string;
let workspace: Workspace;
let branches: Branches;
let now: string;

beforeEach(async () => {
  now = '2026-11-20T10:05:00.000Z';
  double = await startDouble({ isPrivate: true });
  clone = temporaryFolder();
  git(clone, 'clone', '--quiet', double.remote.path, '.');
  for (const file of exampleFiles())
    if ('text' in file && !/^(incidents|postmortems)\//.test(file.path))
      write(clone, file.path, file.text);
  write(clone, PATH, INCIDENT);
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message', 'Somebody edits');
  git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  const options = { environment: GIT_ENVIRONMENT, remote: 'origin' };
  workspace = await openWorkspace(clone, {
    ...options,
    random: () => 0.5,
    now: () => new Date().toISOString(),
  });
  branches = await openBranches(clone, options);
  github = clientOf(double, double.accounts.app.token);
});
afterEach(async () => {
  expect(double.takeViolations()).toEqual([]);
  await double.close();
  removeFolders();
});

async function sync(): Promise<Step<MuteCount>> {
  const head = await workspace.readHead();
  const files = await workspace.readFiles(head);
  const loaded = loadState(files);
  if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics[0]?.message);
  const issueUrl = (number: number): string => `https://github.example/larder/issues/${number}`;
  const place = { github, branches, workspace, base: 'main', issueUrl, now: () => now };
  return await syncMutes(place, { ...loaded.state, files, head });
}

/** The pull request that the first pass opened. */
async function opened(): Promise<PullRequest> {
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 1, ended: 0 } });
  const all = (await double.remote.git(['for-each-ref', '--format=%(refname:short)'])).toString();
  const [branch = ''] = /^tocsin\/mute\/\S+$/m.exec(all) ?? [];
  const [found] = valueOf(await github.pullRequests.listOfBranch(branch));
  if (found === undefined) throw new Error('no pull request was opened');
  return found;
}

async function fileNow(): Promise<string> {
  return (await double.remote.git(['show', `main:${PATH}`])).toString('utf8');
}

test('a wish whose pull request was emptied while nobody might read of it is asked for again', async () => {
  const { number, branch } = await opened();
  const change = { title: 'Not shown here', body: hiddenRequest(true), state: 'closed' } as const;
  valueOf(await github.pullRequests.update(number, change));
  await branches.remove(branch);
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 1, ended: 0 } });
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 0, ended: 0 } });
  expect(await fileNow()).toContain('mutes:');
});

test('a wish becomes one pull request that adds a valid silence, in words of ours', async () => {
  const { title, body, branch } = await opened();
  expect(title).toBe('Silence payments-api until 2026-11-23');
  expect(body).toContain('wake nobody until 2026-11-23 10:00 UTC');
  expect(body).not.toMatch(/(?<!`)@everyone|(?<!`)#1(?!`)/);
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 0, ended: 0 } });
  expect(valueOf(await github.pullRequests.listOfBranch(branch))).toHaveLength(1);
  git(clone, 'fetch', '--quiet', 'origin', branch);
  const added = git(clone, 'diff', '--name-only', 'origin/main', 'FETCH_HEAD').trim();
  expect(added).toMatch(/^rules\/silences\/mute-payments-api-[a-z]+\.yaml$/);
  const text = git(clone, 'show', `FETCH_HEAD:${added}`);
  expect(validate([...exampleFiles(), { path: added, text }]).diagnostics).toEqual([]);
});

test('merged it is in force, the wish is gone and the timeline says by what', async () => {
  const { number, commit } = await opened();
  valueOf(await github.pullRequests.merge(number, commit));
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 0, ended: 1 } });
  expect(await fileNow()).not.toMatch(/^mutes:/m);
  expect(await fileNow()).toContain(`[muted] the pull request #${number} was merged`);
  git(clone, 'pull', '--quiet', 'origin', 'main');
  expect(existsSync(join(clone, 'rules/silences'))).toBe(true);
  expect(readFileSync(join(clone, PATH), 'utf8')).toContain('pool exhausted');
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 0, ended: 0 } });
});

test('closed it is dropped, and the timeline says that signals are heard', async () => {
  const { number } = await opened();
  valueOf(await github.pullRequests.update(number, { state: 'closed' }));
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 0, ended: 1 } });
  expect(await fileNow()).not.toMatch(/^mutes:/m);
  expect(await fileNow()).toContain(`[unmuted] the pull request #${number} was closed`);
});

test('left alone until its time is over it is closed', async () => {
  const { number } = await opened();
  now = '2026-11-23T10:00:00.000Z';
  expect(await sync()).toEqual({ kind: 'done', value: { opened: 0, ended: 1 } });
  expect(valueOf(await github.pullRequests.read(number)).state).toBe('closed');
  expect(await fileNow()).toContain(`the pull request #${number} was not merged and is closed`);
});
