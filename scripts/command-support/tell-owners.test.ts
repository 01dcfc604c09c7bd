// A file of the configuration that cannot be used, in a repository whose writer are the workflows.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { makeRepository, removeTemplate, write } from '../apply/testing/repository.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { cleanUp, commitAll, git, runTocsin } from '../commands/testing/process.ts';

const RULES = 'rules/shop.yaml';
const GOOD = 'schema: tocsin/rules@1\n';
const WRONG = 'schema: tocsin/rules@1\nseverity: no\n';

let double: Double;
let folder: string;

beforeEach(async () => {
  double = await startDouble({ isPrivate: true });
  folder = makeRepository();
  write(folder, '.gitignore', '.tocsin/\n');
  write(folder, RULES, GOOD);
  setWriter('actions');
  commitAll(folder, 'The workflows write');
});
afterEach(async () => {
  expect(double.takeViolations()).toEqual([]);
  await double.close();
});
afterAll(async () => {
  await cleanUp();
  removeTemplate();
});

test('calls its owner in a room, once, and recovers when it is good', async () => {
  change(WRONG);
  expect(await tocsin('reconcile')).toMatchObject({ code: 0 });
  const [path = '', ...more] = incidentFiles();
  expect(more).toEqual([]);
  const opened = show(path);
  expect(opened).toContain(`title: "${RULES} cannot be used"`);
  expect(opened).toContain('team: shop');
  expect(opened).toContain(`group: "tocsin=configuration file=${RULES}"`);
  expect(opened).toMatch(/^room: \d+$/m);
  const head = git(folder, 'rev-parse', 'HEAD');
  await tocsin('reconcile');
  await sweep();
  expect(git(folder, 'rev-parse', 'HEAD')).toBe(head);
  change(GOOD);
  const recovered = await sweep();
  expect(recovered.out).toContain('files of the configuration: ');
  expect(show(path)).toContain('state: monitoring');
  expect(incidentFiles()).toEqual([path]);
});

test('is told by the sweep as well, not again once people ended its incident, and again after it was good', async () => {
  change(WRONG);
  await sweep();
  const [path = ''] = incidentFiles();
  edit(path, (text) => text.replace(/^state: .*$/m, 'state: declined'));
  commitAll(folder, 'Nobody needs that');
  await sweep();
  expect(show(path)).toContain('state: declined');
  expect(incidentFiles()).toEqual([path]);
  change(GOOD);
  await sweep();
  change(WRONG);
  await sweep();
  const states = incidentFiles().map((file) => /^state: (.*)$/m.exec(show(file))?.[1]);
  expect(states.filter((state) => state !== 'declined')).toHaveLength(1);
});

test('is left to the gateway where that writes', async () => {
  setWriter('gateway');
  change(WRONG);
  await tocsin('reconcile');
  expect(incidentFiles()).toEqual([]);
});

function setWriter(writer: string): void {
  edit('tocsin.yaml', (text) => `${text.replace(/^writer: .*\n/m, '')}writer: ${writer}\n`);
}

function change(text: string): void {
  edit(RULES, () => text);
  commitAll(folder, 'Somebody edits rules');
}

function edit(path: string, by: (text: string) => string): void {
  const file = join(folder, path);
  writeFileSync(file, by(readFileSync(file, 'utf8')));
}

function show(path: string): string {
  return git(folder, 'show', `main:${path}`);
}

function incidentFiles(): readonly string[] {
  return git(folder, 'ls-tree', '-r', '--name-only', 'main', 'incidents')
    .split('\n')
    .filter((path) => path.endsWith('.md'));
}

async function sweep(): ReturnType<typeof runTocsin> {
  const event = join(folder, '.tocsin-event.json');
  writeFileSync(event, '{"schedule":"37 * * * *"}');
  return await tocsin('github-event', '--name', 'schedule', event);
}

async function tocsin(...words: readonly string[]): ReturnType<typeof runTocsin> {
  return await runTocsin(words, {
    cwd: folder,
    environment: {
      GITHUB_TOKEN: double.accounts.app.token,
      GITHUB_REPOSITORY: `${double.owner}/${double.repository}`,
      GITHUB_API_URL: `${double.url}/api/v3`,
    },
  });
}
