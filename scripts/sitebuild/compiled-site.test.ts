// What was compiled is either whole and of this program, or it is compiled again; a site has the same bytes either way.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeSnapshot } from '../publication/snapshot.ts';
import type { Snapshot } from '../publication/view.ts';
import { loadState } from '../validation/load.ts';
import { readAllFiles } from '../workspace/read.ts';
import { AstroProcess } from './astro-process.ts';
import { forgetCompiled, keepCompiled, readCompiled } from './compiled-site.ts';
import { programDigest } from './program.ts';
import { SNAPSHOT_FILE } from './protocol.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SITE = new Map([
  ['.prerender/a.mjs', Buffer.from('export {};\n')],
  ['assets/logo.bin', Buffer.from([0, 255, 10, 13])],
]);

let work: string;

beforeAll(() => (work = mkdtempSync(join(tmpdir(), 'tocsin-compiled-'))));
afterAll(() => rmSync(work, { recursive: true }));

describe('what is kept', () => {
  test('comes back byte for byte, for the program that it was made of', () => {
    const cache = join(work, 'new', 'folder');
    keepCompiled(cache, 'one', SITE);
    expect([...(readCompiled(cache, 'one') ?? [])]).toEqual([...SITE]);
    expect(readCompiled(cache, 'two')).toBeNull();
    expect(readdirSync(cache)).toEqual(['one.json']);
    forgetCompiled(cache, 'one');
    expect(readCompiled(cache, 'one')).toBeNull();
  });

  test('is not taken where a letter of it is lost, changed, or of another program', () => {
    const cache = join(work, 'damaged');
    keepCompiled(cache, 'one', SITE);
    const path = join(cache, 'one.json');
    const text = readFileSync(path, 'utf8');
    for (const damaged of ['', text.slice(0, -1), text.replace('mjs', 'mjS'), text.slice(22)]) {
      writeFileSync(path, damaged);
      expect(readCompiled(cache, 'one'), damaged.slice(0, 30)).toBeNull();
    }
    writeFileSync(join(cache, 'two.json'), text);
    expect(readCompiled(cache, 'two')).toBeNull();
  });

  test('is that of the newest programs, and nothing where nothing can be written', () => {
    const cache = join(work, 'many');
    for (let index = 0; index < 10; index += 1) {
      keepCompiled(cache, `p${index}`, SITE);
      utimesSync(join(cache, `p${index}.json`), index, index);
    }
    mkdirSync(join(cache, 'astro'));
    utimesSync(join(cache, 'astro'), 2.5, 2.5);
    keepCompiled(cache, 'last', SITE);
    const kept = ['last', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9'].map((name) => `${name}.json`);
    expect(readdirSync(cache).toSorted()).toEqual(['astro', ...kept]);
    const file = join(work, 'no-folder');
    writeFileSync(file, '');
    keepCompiled(file, 'one', SITE);
    forgetCompiled(file, 'one');
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('a site', () => {
  test.each(['public', 'internal'] as const)(
    'for the %s audience has the bytes that Astro gives it',
    async (audience) => {
      const snapshot = snapshotFor(audience);
      const process = new AstroProcess();
      const build = async (name: string, program: string | null): Promise<string> => {
        const folder = join(work, audience, name);
        const [workDir, outDir] = [join(folder, 'work'), join(folder, 'site')];
        for (const each of [workDir, outDir]) mkdirSync(each, { recursive: true });
        writeFileSync(join(workDir, SNAPSHOT_FILE), JSON.stringify({ snapshot, kept: [] }));
        const siteRoot = join(ROOT, 'site/');
        const report = await process.run({ id: 1, siteRoot, workDir, outDir, program });
        expect(report).toMatchObject({ kind: 'built' });
        return folder;
      };
      await build('first', programDigest());
      const compiled = await build('compiled', programDigest());
      const astro = await build('astro', null);
      await process.close();
      // Only Astro itself is given the packages.
      expect([compiled, astro].map((each) => existsSync(join(each, 'work/node_modules')))).toEqual([
        false,
        true,
      ]);
      const [left, right] = [textsIn(join(astro, 'site')), textsIn(join(compiled, 'site'))];
      expect(left.size).toBeGreaterThan(140);
      const paths = new Set([...left.keys(), ...right.keys()]);
      expect([...paths].filter((path) => left.get(path) !== right.get(path))).toEqual([]);
    },
  );
});

test('what cannot be rendered is compiled again, and not taken a second time', async () => {
  const cache = join(ROOT, 'node_modules/.cache/tocsin-site');
  const program = 'a-program-that-breaks';
  keepCompiled(
    cache,
    program,
    new Map([['.prerender/prerender-entry.broken.mjs', Buffer.from('throw new Error("broken");')]]),
  );
  expect(readCompiled(cache, program)).not.toBeNull();
  const [workDir, outDir] = [join(work, 'broken', 'work'), join(work, 'broken', 'site')];
  for (const each of [workDir, outDir]) mkdirSync(each, { recursive: true });
  const order = { snapshot: snapshotFor('public'), kept: [] };
  writeFileSync(join(workDir, SNAPSHOT_FILE), JSON.stringify(order));
  const astro = new AstroProcess();
  const report = await astro.run({
    id: 1,
    siteRoot: join(ROOT, 'site/'),
    workDir,
    outDir,
    program,
  });
  await astro.close();
  expect(report).toMatchObject({ kind: 'built' });
  expect(existsSync(join(outDir, 'index.html'))).toBe(true);
  expect(readCompiled(cache, program)).toBeNull();
});

function snapshotFor(audience: Snapshot['audience']): Snapshot {
  const loaded = loadState(readAllFiles(ROOT));
  if (loaded.kind === 'invalid') throw new Error(JSON.stringify(loaded.diagnostics[0]));
  const now = '2026-11-21T09:30:00.000Z';
  return takeSnapshot({ ...loaded.state, revision: 'a'.repeat(40), now, recorded: null }, audience);
}

function textsIn(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
      .map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]),
  );
}
