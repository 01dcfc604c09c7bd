// Objects as one git process reads them: each question gets its own answer, whatever happens to the process.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  makeRepository,
  removeTemplate,
  write,
} from '../apply/testing/repository.ts';
import { type GitRepository, openRepository } from './git.ts';
import { createTreeReader } from './tree.ts';

let folder: string;
let repository: GitRepository;

beforeEach(() => {
  folder = makeRepository();
  repository = openRepository(folder, GIT_ENVIRONMENT);
});
afterAll(removeTemplate);

/** The processes that read objects of the repository. */
function readers(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      return words.includes(folder) && words.includes('cat-file') ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

async function keep(content: Buffer): Promise<string> {
  const { stdout } = await repository.run(['hash-object', '-w', '--stdin'], content);
  return stdout.toString('utf8').trim();
}

test('each of many questions at a time gets its own objects, byte for byte, by one process', async () => {
  const contents = Array.from({ length: 30 }, (_, index) =>
    Buffer.concat([
      Buffer.from([0, 255, index, 10, 10]),
      Buffer.alloc(index * 20_000, `${index}\n`),
    ]),
  );
  const names = await Promise.all(contents.map(keep));
  const read = await Promise.all(names.map((name) => repository.readObjects([name, 'HEAD'])));
  const head = git(folder, 'rev-parse', 'HEAD');
  expect(read.map(([blob]) => blob?.content)).toEqual(contents);
  expect(new Set(read.map(([, commit]) => commit?.name))).toEqual(new Set([head]));
  expect(readers()).toHaveLength(1);
  const all = await repository.readObjects(names);
  expect(all.map((object) => object?.content)).toEqual(contents);
});

test('what is not there is null, beside what is', async () => {
  const found = await repository.readObjects(['no-such-name', 'HEAD:tocsin.yaml', 'HEAD:nothing']);
  expect(found.map((object) => object?.kind ?? null)).toEqual([null, 'blob', null]);
  expect(await repository.readObjects(['HEAD\nHEAD'])).toEqual([null]);
  expect(await repository.readObjects([])).toEqual([]);
});

test('what came after the process began is found, also behind a name that has moved', async () => {
  const before = (await repository.readObjects(['refs/heads/main']))[0]?.name;
  write(folder, 'tocsin.yaml', 'other: text\n');
  git(folder, 'commit', '--quiet', '--all', '--message=Change');
  git(folder, 'pack-refs', '--all');
  git(folder, 'repack', '-a', '-d', '--quiet');
  const [tip, file] = await repository.readObjects(['refs/heads/main', 'main:tocsin.yaml']);
  expect(tip?.name).toBe(git(folder, 'rev-parse', 'HEAD'));
  expect(tip?.name).not.toBe(before);
  expect(file?.content.toString('utf8')).toBe('other: text\n');
});

test('a process that is ended leaves nobody without an answer, and files are read all the same', async () => {
  await repository.readObjects(['HEAD']);
  const [reader = 0] = readers();
  process.kill(reader, 'SIGSTOP');
  const asked = repository.readObjects(['HEAD', 'HEAD^{tree}']);
  const files = createTreeReader(repository, { folder: '', paths: ['tocsin.yaml'] }).read('HEAD');
  process.kill(reader, 'SIGKILL');
  expect(await asked).toEqual([null, null]);
  expect(await files).toMatchObject([{ path: 'tocsin.yaml' }]);
  expect((await repository.readObjects(['HEAD']))[0]?.kind).toBe('commit');
  expect(readers()).not.toContain(reader);
});

test('a process that nobody asks ends by itself, and the next question finds another one', async () => {
  await repository.readObjects(['HEAD']);
  await vi.waitUntil(() => readers().length === 0, 60_000);
  expect((await repository.readObjects(['HEAD']))[0]?.kind).toBe('commit');
});
