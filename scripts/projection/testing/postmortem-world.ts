// A resolved incident whose level asks for a post-mortem: its clone, a double of GitHub, and who writes in both.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  write,
} from '../../apply/testing/repository.ts';
import type { Github } from '../../github/github.ts';
import { clientOf } from '../../github/testing/client.ts';
import type { PullRequest } from '../../github/pull-requests.ts';
import { type Double, startDouble } from '../../github/testing/double.ts';
import { parsePostmortem } from '../../postmortems/refresh.ts';
import { SECTIONS } from '../../postmortems/sections.ts';
import { exampleFiles } from '../../rules/testing/organisation.ts';
import { loadState } from '../../validation/load.ts';
import { type Branches, openBranches } from '../../workspace/branches.ts';
import { openWorkspace } from '../../workspace/workspace.ts';
import { type PostmortemReport, syncPostmortems } from '../sync-postmortems.ts';
import { valueOf } from './world.ts';

/** The incident. */
export const ID = '2026-11-20-payments-api';

/** The branch of its post-mortem. */
export const BRANCH = `tocsin/postmortem/${ID}`;

/** Where its post-mortem stands. */
export const PATH = `postmortems/2026/${ID}.md`;

/** Where the incident stands. */
export const INCIDENT_PATH = `incidents/2026/${ID}.md`;

/** Its text. */
export const INCIDENT = `---
schema: tocsin/incident@1
title: Card payments fail
state: resolved
severity: sev2
category: errors
environment: production
owner: {team: payments, function: backend, product: payments}
services: [payments-api]
roles: {manager: mara-okafor, lead: teodora-ilic}
at: {declared: 2026-11-20T09:00:00Z, acknowledged: 2026-11-20T09:05:00Z, resolved: 2026-11-20T10:12:00Z}
actions:
  - {id: A1, title: Pin the pool, type: prevent, status: accepted, owner_team: payments, due: 2026-12-12}
room: 7
---

## Timeline

### 2026-11-20 (UTC)

- 09:24 pool exhausted on two of six hosts <!-- e:ic-2219 -->
`;

/** Everything that a test of post-mortems on GitHub needs. */
export type PostmortemWorld = {
  readonly double: Double;
  readonly github: Github;
  readonly clone: string;
  readonly branches: Branches;
  /** Somebody changes files on a branch, as people do: in a clone, with a push. */
  readonly edit: (
    branch: string,
    changes: Readonly<Record<string, (text: string) => string>>,
  ) => void;
  readonly sync: (
    surface?: Partial<{ github: Github; branches: Branches }>,
  ) => Promise<PostmortemReport>;
  /** A file as it stands on a branch. */
  readonly show: (branch: string, path: string) => Promise<string>;
  /** The action items of the post-mortem on a branch, a line each. */
  readonly items: (branch: string) => Promise<readonly string[]>;
  readonly pullRequests: () => Promise<readonly PullRequest[]>;
  readonly commitsOf: (branch: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** Starts a world; close it afterwards. */
export async function startPostmortemWorld(): Promise<PostmortemWorld> {
  const double = await startDouble({ isPrivate: true });
  const clone = temporaryFolder();
  git(clone, 'clone', '--quiet', double.remote.path, '.');
  for (const file of exampleFiles())
    if ('text' in file && !/^(incidents|postmortems)\//.test(file.path))
      write(clone, file.path, file.text);
  write(clone, `incidents/2026/${ID}.md`, INCIDENT);
  commitAndPush(clone, 'main');
  const options = { environment: GIT_ENVIRONMENT, remote: 'origin' };
  const workspace = await openWorkspace(clone, {
    ...options,
    random: () => 0.5,
    now: () => new Date().toISOString(),
  });
  const branches = await openBranches(clone, options);
  const github = clientOf(double, double.accounts.app.token);
  const show: PostmortemWorld['show'] = async (branch, path) =>
    (await double.remote.git(['show', `${branch}:${path}`])).toString('utf8');
  return {
    double,
    github,
    clone,
    branches,
    edit: (branch, changes) => {
      git(clone, 'fetch', '--quiet', 'origin');
      git(clone, 'checkout', '--quiet', '--detach', `origin/${branch}`);
      for (const [path, change] of Object.entries(changes)) {
        const before =
          git(clone, 'ls-files', '--', path) === '' ? '' : readFileSync(join(clone, path), 'utf8');
        write(clone, path, change(before));
      }
      commitAndPush(clone, branch);
      git(clone, 'checkout', '--quiet', 'main');
    },
    sync: async (surface = {}) => {
      const head = await workspace.readHead();
      const files = await workspace.readFiles(head);
      const loaded = loadState(files);
      if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics[0]?.message);
      const place = { github, branches, workspace, base: 'main', issueUrl, ...surface };
      return await syncPostmortems(place, { ...loaded.state, files, head });
    },
    show,
    items: async (branch) =>
      parsePostmortem(ID, await show(branch, PATH))?.actionItems.map(
        ({ id, title, status, issue }) => `${id} ${title} ${status} ${issue}`,
      ) ?? [],
    pullRequests: async () => valueOf(await github.pullRequests.listOfBranch(BRANCH)),
    commitsOf: async (branch) =>
      Number(
        (await double.remote.git(['rev-list', '--count', `main..${branch}`])).toString('utf8'),
      ),
    close: async () => {
      await double.close();
      removeFolders();
    },
  };
}

const issueUrl = (number: number): string => `https://github.example/larder/issues/${number}`;

function commitAndPush(clone: string, branch: string): void {
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message', 'Somebody edits');
  git(clone, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
}

/** Somebody gives A1 to a person: in the incident's file, where it stands on one line, or in the post-mortem's. */
export const giveTo =
  (login: string) =>
  (text: string): string =>
    text
      .replace(/^ *assignee: .*\n/m, '')
      .replace(/, assignee: [\w-]+/, '')
      .replace(/^( *)owner_team: payments$/m, `$&\n$1assignee: ${login}`)
      .replace(/, owner_team: payments/, `$&, assignee: ${login}`);

/** Every section is written. */
export const FINISHED = (text: string): string =>
  SECTIONS.reduce(
    (current) => current.replaceAll(/_Not written yet:[^_]*_/g, 'We are sorry: 7 of 9.'),
    text,
  );

/** Meanwhile somebody closed the issue of A1, and proposed another item in the room. */
export const PROPOSED = (text: string): string =>
  text
    .replace('status: accepted', 'status: done, done: 2026-11-22, issue: 3')
    .replace(
      'due: 2026-12-12}',
      'due: 2026-12-12}\n  - {id: A2, title: Tell support, type: process, status: proposed, owner_team: payments, issue: 5}',
    );
