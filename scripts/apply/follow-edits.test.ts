// People change incident files by commits, in real repositories; whoever writes next does what follows from it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { standingOfIncidents } from '../correlation/incident-standing.ts';
import type { Signal } from '../model/signal.ts';
import { respond } from '../response/respond.ts';
import { evaluate } from '../rules/evaluate.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/fixtures/organisation.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { type Announcement, type Applied, applyOperations, type Operation } from './apply.ts';
import {
  git,
  GIT_ENVIRONMENT,
  makeRepository,
  removeFolders,
  removeTemplate,
  write,
} from './fixtures/repository.ts';

afterAll(removeTemplate);
afterEach(removeFolders);

const organisation = organisationOf(smallFiles());
const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let folder: string;
let workspace: Workspace;
beforeEach(async () => {
  folder = makeRepository();
  workspace = await openWorkspace(folder, {
    environment: GIT_ENVIRONMENT,
    remote: null,
    random: () => 0.5,
    now: () => new Date().toISOString(),
  });
  await applyOperations(workspace, [signal({}, 1)]);
});

function signal(changes: Partial<Signal>, count: number): Operation {
  return (book) => {
    const observation = {
      source: 'watch',
      signal: signalOf({ service: 'shop', severity: 'medium', ...changes }),
      receivedAt: minute(count),
    };
    const standing = standingOfIncidents(book.incidents, () => true);
    const decision = evaluate(organisation, standing, observation);
    return respond(organisation, book, decision, minute(count));
  };
}

const text = (path = FILE): string => readFileSync(join(folder, path), 'utf8');
const edit = (change: (before: string) => string, subject = 'It is worse', path = FILE): string => {
  const changed = change(text(path));
  expect(changed).not.toBe(text(path));
  write(folder, path, changed);
  git(folder, 'commit', '--quiet', '--all', '--message', subject);
  return git(folder, 'rev-parse', 'HEAD');
};
const raise = (before: string): string => before.replace('severity: sev3', 'severity: sev1');
const pass = async (announce?: (all: readonly Announcement[]) => Promise<void>): Promise<Applied> =>
  await applyOperations(workspace, [], announce);

describe('a severity that somebody raised in the file', () => {
  test('calls whom the command would have called, and the timeline names commit and author', async () => {
    const commit = edit(raise);
    const applied = await pass();
    expect(applied.commits).toEqual([`tocsin: ${ID} raised`]);
    expect(text()).toContain(commit.slice(0, 10));
  });
});
