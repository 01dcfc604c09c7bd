// An incremental build is a cold build that took less time: whatever was edited, and whatever the last build left.
import { hash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { frameFiles, incidentFile, type MadeFile } from '../../bench/long-history.ts';
import type { Instant } from '../model/instant.ts';
import { takeSnapshot } from '../publication/snapshot.ts';
import type { Snapshot } from '../publication/view.ts';
import { loadState } from '../validation/load.ts';
import type { SiteMemory } from './kept.ts';
import { SiteBuilder } from './site-build.ts';

let work: string;
let builder: SiteBuilder;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'tocsin-incremental-'));
  builder = new SiteBuilder();
});
afterAll(async () => {
  await builder.close();
  rmSync(work, { recursive: true });
});

/** A world to edit: files, the clock and the commit. */
type World = {
  readonly files: Map<string, string>;
  now: Instant;
  revision: string | null;
  readonly audience: Snapshot['audience'];
};

/** What can happen between two builds. */
type Change =
  | { readonly kind: 'edit' | 'remove' | 'reopen' | 'rename'; readonly which: number }
  | { readonly kind: 'add'; readonly which: number }
  | { readonly kind: 'settings'; readonly which: number }
  | { readonly kind: 'component'; readonly which: number }
  | { readonly kind: 'later'; readonly which: number }
  | {
      readonly kind:
        | 'page-damaged'
        | 'page-lost'
        | 'page-linked'
        | 'list-mixed'
        | 'list-cut'
        | 'foreign';
      readonly which: number;
    };

const KINDS = [
  'edit',
  'remove',
  'reopen',
  'rename',
  'add',
  'settings',
  'component',
  'later',
  'page-damaged',
  'page-lost',
  'page-linked',
  'list-mixed',
  'list-cut',
  'foreign',
] as const satisfies readonly Change['kind'][];

describe('an incremental build', () => {
  test(
    'writes what a cold build writes, byte for byte, after any edits and with any damage to what it keeps',
    { timeout: 600_000 },
    async () => {
      const steps = fc.array(
        fc.record({ kind: fc.constantFrom(...KINDS), which: fc.nat({ max: 1_000 }) }),
        { minLength: 2, maxLength: 3 },
      );
      const [changes = []] = fc.sample(steps, { numRuns: 1 });
      // The internal folder holds the pages of the public one as well.
      const [audience = 'public'] = fc.sample(fc.constantFrom('public', 'internal', 'internal'), 1);
      const all = [...shuffled(KINDS, changes.length), ...changes];
      await followsCold(all, audience);
    },
  );

  test('makes again only what shows the incident that was edited', async () => {
    const world = newWorld();
    const memory = new Lines();
    const out = join(work, 'narrow');
    await buildInto(world, out, memory);
    const before = new Map(filesIn(out).map((path) => [path, statSync(join(out, path)).ino]));
    const id = edit(world, 7);
    await buildInto(world, out, memory);
    const pages = filesIn(out).filter((path) => /^(de\/)?incidents\//.test(path));
    const again = pages.filter((path) => statSync(join(out, path)).ino !== before.get(path));
    // The open one tells how old it is, so it is always new.
    expect(again.map((path) => path.replace(/^.*\//, '')).toSorted()).toEqual(
      [`${id}.html`, `${id}.html`, openId(world), openId(world)].toSorted(),
    );
  });

  test('makes only those feeds again that tell of the incident that was edited', async () => {
    const world = newWorld();
    const memory = new Lines();
    const out = join(work, 'feeds');
    await buildInto(world, out, memory);
    const feeds = filesIn(out).filter((path) =>
      /(history\.(atom|rss)|feed\.(xml|json))$/.test(path),
    );
    const before = new Map(feeds.map((path) => [path, statSync(join(out, path)).ino]));
    const id = edit(world, 7);
    world.now = '2026-11-21T09:40:00.000Z';
    await buildInto(world, out, memory);
    const again = feeds.filter((path) => statSync(join(out, path)).ino !== before.get(path));
    expect(again).toEqual(
      feeds.filter((path) => readFileSync(join(out, path), 'utf8').includes(id)),
    );
    expect(again.length).toBeLessThan(feeds.length / 2);
  });

  test('keeps nothing of a list that another program wrote', async () => {
    const world = newWorld();
    const memory = new Lines();
    const out = join(work, 'program');
    await buildInto(world, out, memory);
    memory.lines = memory.lines.map((line) =>
      line.replace(/^\S+/, hash('sha256', line).slice(0, 22)),
    );
    const result = await buildInto(world, out, memory);
    expect(result).toMatchObject({ kept: 0 });
    expect(await buildInto(world, out, memory)).toMatchObject({ kept: memory.lines.length });
  });
});

describe('a build', () => {
  test('has the same bytes in any folder at any time, as long as its clock is the same', async () => {
    const world = newWorld();
    const other = new SiteBuilder();
    const [left, right] = [join(work, 'left'), join(work, 'deep', 'er', 'right')];
    await buildInto(world, left, new Lines());
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await other.build(snapshotOf(world), right);
    await other.close();
    expect(difference(left, right)).toEqual([]);
    expect(filesIn(left).length).toBeGreaterThan(50);
  });
});

async function followsCold(
  changes: readonly Change[],
  audience: Snapshot['audience'],
): Promise<void> {
  const world = newWorld(audience);
  const memory = new Lines();
  const out = join(work, 'incremental');
  const cold = join(work, 'cold');
  await buildInto(world, out, memory);
  let built = '';
  for (const change of changes) {
    carryOut(change, world, { out, memory });
    expect(await buildInto(world, out, memory), JSON.stringify(change)).toMatchObject({
      kind: 'built',
    });
    // Damage to what is kept changes nothing of the world, of which the cold build is there.
    const state = JSON.stringify([...world.files, world.now, world.revision]);
    if (state !== built) await buildInto(world, cold, new Lines());
    built = state;
    expect(
      difference(out, cold),
      `${JSON.stringify(change)} of ${JSON.stringify(changes)}, ${audience}`,
    ).toEqual([]);
  }
}

function carryOut(
  { kind, which }: Change,
  world: World,
  { out, memory }: { readonly out: string; readonly memory: Lines },
): void {
  const pages = filesIn(out).filter((path) => /incidents\/|history[/.]|feed\./.test(path));
  const page = pages[which % pages.length] ?? '';
  const path = incidentPaths(world)[1 + (which % (incidentPaths(world).length - 1))] ?? '';
  const text = world.files.get(path) ?? '';
  switch (kind) {
    case 'edit':
      edit(world, which);
      break;
    case 'remove':
      world.files.delete(path);
      break;
    case 'reopen':
      world.files.set(
        path,
        text
          .replace('state: closed', 'state: identified')
          .replace(/^ {2}(mitigated|resolved|closed): .*\n/gm, ''),
      );
      break;
    case 'rename':
      world.files.delete(path);
      world.files.set(path.replace(/(-\d+)?\.md$/, `-${which + 2}.md`), text);
      break;
    case 'add':
      add(world, incidentFile(INDEXES[20 + which] ?? 0));
      break;
    case 'settings':
      speak(world, which % 2 === 0 ? 'en, de' : 'de, ar', `Page ${which}`);
      break;
    case 'component': {
      const product = `ownership/products/product-${which % 4 > 1 ? 1 : 0}.yaml`;
      const before = world.files.get(product) ?? '';
      world.files.set(
        product,
        which % 2 === 0 ? before.replaceAll('name: ', `name: New `) : (FRAME.get(product) ?? ''),
      );
      break;
    }
    case 'later':
      world.now = `2026-12-${String(1 + (which % 28)).padStart(2, '0')}T08:00:00.000Z`;
      world.revision = hash('sha1', String(which));
      break;
    case 'page-damaged': {
      const { size, atime, mtime } = statSync(join(out, page));
      writeFileSync(join(out, page), 'x'.repeat(size));
      utimesSync(join(out, page), atime, mtime);
      break;
    }
    case 'page-lost':
      rmSync(join(out, page));
      break;
    case 'page-linked':
      rmSync(join(out, page));
      symlinkSync(join(out, 'index.html'), join(out, page));
      break;
    case 'list-mixed': {
      const half = memory.lines.length / 2;
      memory.lines = memory.lines.map((line, index) => {
        const [key = ''] = (memory.lines[(index + half) | 0] ?? line).split(' ');
        return index % 2 === 0 ? line : [key, ...line.split(' ').slice(1)].join(' ');
      });
      break;
    }
    case 'list-cut':
      memory.lines = memory.lines.map((line) => line.slice(0, which % line.length));
      break;
    case 'foreign': {
      rmSync(out, { recursive: true });
      mkdirSync(dirname(join(out, page)), { recursive: true });
      writeFileSync(join(out, page), 'of another site');
      break;
    }
  }
}

function newWorld(audience: Snapshot['audience'] = 'public'): World {
  const world: World = {
    files: new Map(FRAME),
    now: '2026-11-21T09:30:00.000Z',
    revision: 'a'.repeat(40),
    audience,
  };
  speak(world, 'en, de', 'Large');
  for (const index of INDEXES.slice(0, 10)) add(world, incidentFile(index));
  return world;
}

const FRAME: ReadonlyMap<string, string> = new Map(
  frameFiles()
    .filter(({ path }) => !/product-[2-9]/.test(path))
    .map(({ path, text }) => [path, text]),
);

/** Incidents of the first two products, the newest and open one among them, over several months. */
const INDEXES = Array.from({ length: 2_000 }, (_, index) => index * 10).filter(
  (index) => (index * 7) % 50 < 10,
);

function add({ files }: World, { path, text }: MadeFile): void {
  files.set(path, text);
}

function speak({ files }: World, languages: string, name: string): void {
  const page = `page: {languages: [${languages}], name: ${name}}\n`;
  files.set('tocsin.yaml', `${FRAME.get('tocsin.yaml') ?? ''}${page}`);
}

/** Changes a word of a statement, or a title. */
function edit(world: World, which: number): string {
  const paths = incidentPaths(world);
  const path = paths[which % (paths.length - 1)] ?? '';
  const text = world.files.get(path) ?? '';
  world.files.set(
    path,
    which % 3 === 0
      ? text.replace(/^ {2}title: /m, `  title: Again `)
      : text.replace(/The next update comes/, `As of ${which}, the next update comes`),
  );
  return path.replace(/^.*\/|\.md$/g, '');
}

function incidentPaths({ files }: World): readonly string[] {
  return [...files.keys()].filter((path) => path.startsWith('incidents/')).toSorted();
}

function openId(world: World): string {
  const path = [...world.files].find(([, text]) => text.includes('state: identified'))?.[0] ?? '';
  return path.replace(/^.*\//, '').replace('.md', '.html');
}

function snapshotOf({ files, now, revision, audience }: World): ReturnType<typeof takeSnapshot> {
  const loaded = loadState([...files].map(([path, text]) => ({ path, text })));
  if (loaded.kind === 'invalid') throw new Error(JSON.stringify(loaded.diagnostics[0]));
  return takeSnapshot({ ...loaded.state, revision, now }, audience);
}

function buildInto(
  world: World,
  out: string,
  memory: SiteMemory,
): ReturnType<SiteBuilder['build']> {
  return builder.build(snapshotOf(world), out, memory);
}

/** A list in memory. */
class Lines implements SiteMemory {
  lines: readonly string[] = [];
  readonly read = (): ReadonlySet<string> => new Set(this.lines);
  readonly write = (lines: readonly string[]): void => {
    this.lines = lines;
  };
}

/** Paths that only one folder has, or whose bytes or kinds differ. */
function difference(left: string, right: string): readonly string[] {
  const paths = new Set([...filesIn(left), ...filesIn(right)]);
  return [...paths].filter((path) => contentOf(left, path) !== contentOf(right, path));
}

function contentOf(folder: string, path: string): string | null {
  try {
    return readFileSync(join(folder, path), 'latin1');
  } catch {
    return null;
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

function shuffled<Value>(
  values: readonly Value[],
  seed: number,
): readonly { kind: Value; which: number }[] {
  return values
    .map((kind, index) => ({
      kind,
      which: Number.parseInt(hash('sha1', `${seed} ${index}`).slice(0, 4), 16),
    }))
    .toSorted((left, right) => left.which - right.which);
}
