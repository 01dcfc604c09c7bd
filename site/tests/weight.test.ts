// What the pages of a large organisation weigh, compressed as hosts send them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSites, filesOf, type BuiltSites } from './built-site.ts';
import { largeSnapshot } from './large-organisation.ts';

let sites: BuiltSites;

beforeAll(async () => {
  sites = await buildSites({ large: largeSnapshot(400) });
}, 240_000);
afterAll(() => sites.remove());

const read = (path: string): Promise<Buffer> => readFile(join(sites.folder('large'), path));

test('the home page of 50 components and 10,000 incidents stays below 14 kB with its stylesheet', async () => {
  const [sheet = ''] = (await filesOf(sites.folder('large'))).filter((path) =>
    path.endsWith('.css'),
  );
  const html = await read('index.html');
  const text = html.toString();
  expect(text.match(/class="strip"/g)).toHaveLength(50 + 5);
  const weight = gzipSync(html).length + gzipSync(await read(sheet)).length;
  expect(weight).toBeLessThanOrEqual(14 * 1024);
  const requests = text.match(/<link rel="stylesheet"|<script|<img/g) ?? [];
  expect(requests.length + 1).toBeLessThanOrEqual(3);
});

test('an incident with four updates and two components stays below 6 kB', async () => {
  const pages = (await filesOf(sites.folder('large'))).filter((path) =>
    /^incidents\/.*\.html$/.test(path),
  );
  expect(pages).toHaveLength(400);
  const weights = await Promise.all(pages.map(async (path) => (await read(path)).length));
  expect(Math.max(...weights)).toBeLessThanOrEqual(6 * 1024);
});
