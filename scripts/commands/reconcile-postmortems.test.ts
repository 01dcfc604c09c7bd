import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  write,
} from '../apply/testing/repository.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { smallFiles } from '../rules/testing/organisation.ts';

const ID = '2026-11-20-shop';
const INCIDENT = `---
schema: tocsin/incident@1
title: The shop fails
state: resolved
severity: sev1
category: down
environment: production
owner: {team: shop, function: backend}
at: {declared: 2026-11-20T09:00:00Z, acknowledged: 2026-11-20T09:05:00Z, resolved: 2026-11-20T10:12:00Z}
actions:
  - {id: A1, title: Pin the pool, type: prevent, status: proposed, owner_team: shop}
---
`;

let double: Double;
afterEach(async () => {
  await double.close();
  removeFolders();
});

test('reconcile opens the room, begins the post-mortem and makes the issues of action items', async () => {
  double = await startDouble({ isPrivate: true });
  const clone = temporaryFolder();
  git(clone, 'clone', '--quiet', double.remote.path, '.');
  for (const file of smallFiles()) if ('text' in file) write(clone, file.path, file.text);
  write(clone, `incidents/2026/${ID}.md`, INCIDENT);
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message', 'Begin');
  git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  const first = await reconcile(clone);
  expect(first).toMatchObject({
    created: [ID],
    postmortems: { begun: [ID], actions: { made: 1 }, reasons: [], refused: [], again: null },
  });
  expect(await double.remote.readBranch(`tocsin/postmortem/${ID}`)).not.toBeNull();
  const again = await reconcile(clone);
  expect(again).toMatchObject({
    created: [],
    postmortems: { begun: [], actions: { made: 0 }, refused: [] },
  });
  git(clone, 'pull', '--quiet', 'origin', 'main');
  git(clone, 'fetch', '--quiet', 'origin');
  git(clone, 'checkout', '--quiet', '--detach', `origin/tocsin/postmortem/${ID}`);
  const draft = join(clone, `postmortems/2026/${ID}.md`);
  const moved = readFileSync(draft, 'utf8').replace(
    /^meeting: .*$/m,
    'meeting: 2026-11-30T14:00:00Z',
  );
  writeFileSync(draft, moved);
  git(clone, 'commit', '--quiet', '--all', '--message', 'Another day suits more');
  git(clone, 'push', '--quiet', 'origin', `HEAD:tocsin/postmortem/${ID}`);
  git(clone, 'checkout', '--quiet', 'main');
  expect(await reconcile(clone)).toMatchObject({
    changed: [ID],
    postmortems: { followed: [ID], refused: [] },
  });
  expect(await reconcile(clone)).toMatchObject({ changed: [], postmortems: { followed: [] } });
});

function reconcile(folder: string): Promise<unknown> {
  const words = ['reconcile', '--remote', 'origin', '--json', '--root', folder];
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: {
      ...GIT_ENVIRONMENT,
      GITHUB_TOKEN: double.accounts.app.token,
      GITHUB_REPOSITORY: `${double.owner}/${double.repository}`,
      GITHUB_API_URL: double.url,
    },
  });
  return new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', () => {
      try {
        resolve(JSON.parse(out));
      } catch (cause) {
        reject(new Error(`${out}\n${err}`, { cause }));
      }
    });
  });
}
