// What the pages of a large organisation weigh, compressed as hosts send them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { larder } from '../../scripts/syndication/testing/snapshots.ts';
import { buildSites, filesOf, pagesOf, type BuiltSites } from './built-site.ts';
import { largeSnapshot } from './large-organisation.ts';
import { NOW } from './sample-entry.ts';

let sites: BuiltSites;

beforeAll(async () => {
  sites = await buildSites({ large: largeSnapshot(150), example: larder(NOW) });
}, 240_000);
afterAll(() => sites.remove());

const read = (path: string): Promise<Buffer> => readFile(join(sites.folder('large'), path));

const LANGUAGES = [
  ['English', ''],
  ['German', 'de/'],
  ['Arabic', 'ar/'],
] as const;

test.each(LANGUAGES)(
  'the home page of 50 components, 10,000 incidents and planned work stays below 14,000 bytes with its branded stylesheet in %s',
  async (_language, folder) => {
    const [sheet = ''] = (await filesOf(sites.folder('large'))).filter((path) =>
      path.endsWith('.css'),
    );
    const html = await read(`${folder}index.html`);
    const text = html.toString();
    expect(text.match(/class="strip"/g)).toHaveLength(50 + 5);
    expect(text).toContain('href="https://larder.example"');
    expect(text).toMatch(/class="panel maintenance"[^]*class="rows upcoming"/);
    const weight = gzipSync(html).length + gzipSync(await read(sheet)).length;
    expect(weight).toBeLessThanOrEqual(14_000);
    const requests = text.match(/<link rel="stylesheet"|<script|<img/g) ?? [];
    expect(requests.length + 1).toBeLessThanOrEqual(3);
  },
);

test.each(LANGUAGES)(
  'an incident with four updates and two components stays below 6 kB in %s, where a letter counts once',
  async (_language, folder) => {
    const pages = (await filesOf(sites.folder('large'))).filter((path) =>
      new RegExp(`^${folder}incidents/.*\\.html$`).test(path),
    );
    expect(pages).toHaveLength(150);
    const texts = await Promise.all(pages.map(async (path) => (await read(path)).toString()));
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(6 * 1024);
    const bytes = Math.max(...texts.map((text) => Buffer.byteLength(text)));
    if (folder !== 'ar/') expect(bytes).toBeLessThanOrEqual(6 * 1024);
  },
);

test('each incident of the example, post-mortems and recurring work with them, is sent in less than 6,000 bytes', async () => {
  const pages = (await pagesOf(sites.folder('example'))).filter(({ path }) =>
    /(^|\/)incidents\//.test(path),
  );
  expect(pages.some(({ html }) => html.includes('class="postmortem"'))).toBe(true);
  expect(pages.some(({ html }) => html.includes('<details>'))).toBe(true);
  const heavy = pages
    .map(({ path, html }) => [path, gzipSync(html).length] as const)
    .filter(([, weight]) => weight > 6000);
  expect(heavy).toEqual([]);
});
