import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_UPTIME } from '../model/uptime.ts';
import { DEFAULT_PAGE } from '../model/page.ts';
import type { ComponentGroupView, PublicView, Snapshot } from '../publication/view.ts';
import { SiteBuilder } from './site-build.ts';

let work: string;
let builder: SiteBuilder;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'tocsin-build-'));
  builder = new SiteBuilder();
});
afterAll(async () => {
  await builder.close();
  await rm(work, { recursive: true });
});

describe('a site build', () => {
  test('shows the newer data in the second build of the same process', async () => {
    const out = join(work, 'again');
    expect(await builder.build(snapshot('First name'), out)).toMatchObject({
      kind: 'built',
      pages: 6,
    });
    expect(await pageName(out)).toBe('First name');
    expect(await builder.build(snapshot('Second name'), out)).toMatchObject({
      kind: 'built',
    });
    expect(await pageName(out)).toBe('Second name');
  });

  test('replaces what was in the folder and leaves nothing beside it', async () => {
    const out = join(work, 'replaced', 'site');
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'old.html'), 'old');
    await builder.build(snapshot('New'), out);
    expect(existsSync(join(out, 'old.html'))).toBe(false);
    expect(await readdir(join(work, 'replaced'))).toEqual(['site']);
  });

  test('lets the newest snapshot win while one is being built', async () => {
    const out = join(work, 'queue');
    const results = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((text) => builder.build(snapshot(text), out)),
    );
    expect(await pageName(out)).toBe('Four');
    expect(results[1]).toBe(results[3]);
    expect(results[2]).toBe(results[3]);
  });

  test('gives one sentence when it fails, and keeps the site that was there', async () => {
    const out = join(work, 'kept');
    await builder.build(snapshot('Still here'), out);
    const broken = await builder.build(
      snapshot('Broken', { page: { ...PAGE, url: 'no address' } }),
      out,
    );
    expect(broken).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^[^\n]+$/),
    });
    expect(await pageName(out)).toBe('Still here');
  });

  test('is not disturbed by another builder at the same time, and starts again after it was closed', async () => {
    const other = new SiteBuilder();
    const [left, right] = [join(work, 'left'), join(work, 'right')];
    await Promise.all([
      builder.build(snapshot('Left'), left),
      other.build(snapshot('Right'), right),
    ]);
    expect([await pageName(left), await pageName(right)]).toEqual(['Left', 'Right']);
    await other.close();
    expect(await other.build(snapshot('Again'), right)).toMatchObject({ kind: 'built' });
    await other.close();
  });

  test.skipIf(process.platform !== 'linux')(
    'ends its child process and removes its files when the toolkit is killed',
    async () => {
      const folder = join(work, 'killed');
      await mkdir(folder);
      const script = `import { SiteBuilder } from ${JSON.stringify(new URL('./site-build.ts', import.meta.url).href)};
      void new SiteBuilder().build(${JSON.stringify(snapshot('Never seen', { groups: [MANY] }))}, ${JSON.stringify(join(folder, 'site'))});`;
      const program = join(work, 'killed.mjs');
      await writeFile(program, script);
      const toolkit = spawn(process.execPath, [program], {
        cwd: tmpdir(),
        stdio: 'ignore',
      });
      const worker = await until(() => childrenOf(toolkit.pid)[0]);
      // Until it writes it may not have heard yet what there is to remove.
      await until(() => (readdirSync(folder, { recursive: true }).length > 1 ? true : undefined));
      const gone = once(toolkit, 'exit');
      toolkit.kill('SIGKILL');
      await gone;
      await until(() => (existsSync(`/proc/${worker}`) ? undefined : true));
      expect(await readdir(folder)).toEqual([]);
    },
  );
});

function snapshot(name: string, changes: Partial<PublicView> = {}): Snapshot {
  return {
    audience: 'public',
    public: {
      page: { ...PAGE, name },
      builtAt: '2026-11-21T09:30:00.000Z',
      revision: null,
      uptimePolicy: DEFAULT_UPTIME,
      state: { status: 'operational' },
      groups: [],
      active: [],
      maintenance: { running: [], upcoming: [], cancelled: [] },
      recent: [],
      months: [],
      incidents: [],
      ...changes,
    },
  };
}

async function pageName(folder: string): Promise<string | undefined> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  return /<title>([^<:]*):/.exec(html)?.[1];
}

function childrenOf(pid: number | undefined): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((child) => child !== '');
  } catch {
    return [];
  }
}

async function until<Value>(find: () => Value | undefined): Promise<Value> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await wait(20);
  }
}

/** More pages than are made in the time that it takes to end the toolkit. */
const MANY: ComponentGroupView = {
  id: 'many',
  name: 'Many',
  description: null,
  status: 'operational',
  components: Array.from({ length: 5_000 }, (_, index) => ({
    id: `component-${index}`,
    name: `Component ${index}`,
    description: null,
    status: 'operational',
    days: [],
    uptime: 1,
    intervals: [],
  })),
};

const { name: _name, ...BRAND } = DEFAULT_PAGE.brand;
const PAGE = {
  name: 'Larder',
  url: 'https://status.larder.example',
  support: null,
  languages: DEFAULT_PAGE.languages,
  staleAfterMs: DEFAULT_PAGE.staleAfterMs,
  brand: BRAND,
};
