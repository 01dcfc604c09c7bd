import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  makeRepository,
  removeTemplate,
  write,
} from '../apply/testing/repository.ts';
import { addMs } from '../model/instant.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { notePublished, ofRecentIncidents } from './published-postmortem.ts';

const ID = '2026-05-20-shop';
const PATH = `postmortems/2026/${ID}.md`;
const NOW = new Date().toISOString();
const WEEK_AND_A_DAY_MS = 8 * 86_400_000;

let root: string;

beforeEach(() => {
  root = makeRepository();
});
afterAll(removeTemplate);

function commit(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message=Somebody edits', '--allow-empty');
}

function incident(declared: string): Readonly<Record<string, string>> {
  return {
    [`incidents/2026/${ID}.md`]: `---
schema: tocsin/incident@1
title: Orders fail
state: closed
severity: sev2
environment: production
category: errors
owner: {team: shop, function: backend}
services: []
at: {declared: ${declared}}
---
`,
  };
}

function written(state: string, rest = 'public: true\n'): Readonly<Record<string, string>> {
  return {
    [PATH]: `---
schema: tocsin/postmortem@1
state: ${state}
owner: ann
due: 2026-06-03
${rest}---

## Customer message

We are sorry.
`,
  };
}

/** What a pass at an instant notes, and what the file on the branch says then. */
async function pass(at = NOW): Promise<readonly [readonly string[], string | null]> {
  const options = { environment: GIT_ENVIRONMENT, remote: null };
  const workspace = await openWorkspace(root, { ...options, now: () => at, random: () => 0.5 });
  const head = await workspace.readHead();
  const postmortem = parsePostmortem(ID, git(root, 'show', `HEAD:${PATH}`));
  if (postmortem === null) throw new Error('the post-mortem cannot be read');
  const noted = await notePublished(workspace, { postmortems: [postmortem], head });
  const after = parsePostmortem(ID, git(root, 'show', `HEAD:${PATH}`));
  return [noted, after?.published ?? null];
}

test('a post-mortem says since when customers read it, once', async () => {
  git(root, 'update-ref', '-d', 'HEAD');
  commit({ ...incident('2026-05-20T10:00:00Z'), ...written('reviewed') });
  expect(await pass()).toEqual([[], null]);
  commit(written('published'));
  expect(await pass()).toEqual([[ID], NOW]);
  expect(git(root, 'log', '-1', '--format=%s')).toBe(`tocsin: ${ID} post-mortem published`);
  expect(await pass(addMs(NOW, 60_000))).toEqual([[], NOW]);
});

test('one that was out before keeps its place: the history here begins with it, or it is a week old', async () => {
  git(root, 'update-ref', '-d', 'HEAD');
  commit({ ...incident('2026-05-20T10:00:00Z'), ...written('published') });
  expect(await pass()).toEqual([[], null]);
  commit(written('reviewed'));
  commit(written('published'));
  expect(await pass(addMs(NOW, WEEK_AND_A_DAY_MS))).toEqual([[], null]);
});

test('one that came together with its old incident is no news; with a new one it is', async () => {
  commit({ ...incident('2026-05-20T10:00:00Z'), ...written('published') });
  expect(await pass()).toEqual([[], null]);
  commit(incident(NOW));
  expect(await pass()).toEqual([[ID], NOW]);
});

test.each([
  ['that is not public', written('published', '')],
  ['that is not published', written('reviewed')],
  ['that says since when', written('published', 'public: true\npublished: 2026-06-01T10:00:00Z\n')],
])('one %s is left alone', async (_what, files) => {
  git(root, 'update-ref', '-d', 'HEAD');
  commit(incident('2026-05-20T10:00:00Z'));
  commit(files);
  expect((await pass())[0]).toEqual([]);
});

test.each([
  ['resolved a week ago', '{declared: 2026-01-01T10:00:00Z, resolved: 2026-05-25T10:00:00Z}', true],
  ['resolved long ago', '{declared: 2026-01-01T10:00:00Z, resolved: 2026-04-20T10:00:00Z}', false],
  ['declared a week ago and open', '{declared: 2026-05-25T10:00:00Z}', true],
  ['declared long ago and open', '{declared: 2026-04-20T10:00:00Z}', false],
])('an incident that was %s is recent or not', (_what, at, isRecent) => {
  const [[path, text] = ['', '']] = Object.entries(incident('2026-05-20T10:00:00Z'));
  const files = [{ path, text: text.replace(/^at: .*$/m, `at: ${at}`) }];
  const recent = ofRecentIncidents([ID], files, '2026-06-01T10:00:00.000Z');
  expect(recent).toEqual(isRecent ? [ID] : []);
});

test('what was dated before git took no further commit is named', async () => {
  const other = '2026-05-21-desk';
  const [, file = ''] = Object.entries(incident(NOW))[0] ?? [];
  const moved = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path.replace(ID, other), text]),
    );
  commit({ ...incident(NOW), ...moved({ [`incidents/2026/${ID}.md`]: file }) });
  commit({ ...written('published'), ...moved(written('published')) });
  const options = { environment: GIT_ENVIRONMENT, remote: null };
  const workspace = await openWorkspace(root, {
    ...options,
    now: () => NOW,
    random: () => 0.5,
  });
  const head = await workspace.readHead();
  const postmortems = [ID, other].flatMap(
    (id) => parsePostmortem(id, git(root, 'show', `HEAD:${PATH.replace(ID, id)}`)) ?? [],
  );
  const noted: string[] = [];
  const onNoted = (id: string): void => {
    noted.push(id);
    write(root, '.git/refs/heads/main.lock', '');
  };
  await expect(notePublished(workspace, { postmortems, head }, { onNoted })).rejects.toThrow();
  expect(noted).toEqual([ID]);
  expect(git(root, 'log', '-1', '--format=%s')).toBe(`tocsin: ${ID} post-mortem published`);
});
