// The site on a host that finds files by their whole names only, with the function that the docs have for it.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputsOf } from '../../scripts/syndication/outputs.ts';
import { buildSites, filesOf, pagesOf, type BuiltSites } from './built-site.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

const HOST = 'https://status.larder.example';
const snapshot = sampleSnapshot('outage');
let sites: BuiltSites;

beforeAll(async () => {
  sites = await buildSites({ site: snapshot });
}, 240_000);
afterAll(() => sites.remove());

test('the function for CloudFront leads each address that the site names to a file of exactly that name', async () => {
  const files = new Set(await filesOf(sites.folder('site')));
  const asked = await addresses();
  expect(asked).toEqual(expect.arrayContaining(['/', '/de/', '/ar/', '/history.html']));
  const lost = (found: (path: string) => string): readonly string[] =>
    asked.filter((path) => !files.has(found(path).slice(1)));
  expect(lost((path) => path)).toEqual(['/', '/ar/', '/de/']);
  expect(lost(documented())).toEqual([]);
});

/** The function as the docs have it, from the path that is asked for to the one that is looked up. */
function documented(): (path: string) => string {
  const docs = readFileSync(new URL('../../docs/publishing.md', import.meta.url), 'utf8');
  const [, program = ''] = /```js\n(function handler[^]*?)```/.exec(docs) ?? [];
  return (path) =>
    String(
      runInNewContext(`${program}; handler({ request: { uri: ${JSON.stringify(path)} } }).uri`),
    );
}

/** The paths of this host that pages link to and that machines are told of. */
async function addresses(): Promise<readonly string[]> {
  const linked = (await pagesOf(sites.folder('site'))).flatMap(({ path, html }) =>
    [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)].map(
      ([, href = '']) => new URL(href.replaceAll('&amp;', '&'), `${HOST}/${path}`),
    ),
  );
  const told = await Promise.all(
    outputsOf(snapshot).map(async (file) => (await file.text()).replaceAll('\r\n ', '')),
  );
  const named = told.flatMap((text) =>
    [...text.matchAll(/https:\/\/status\.larder\.example[^"'<>\s#)&\\]*/g)].map(
      ([address]) => new URL(address),
    ),
  );
  const paths = [...linked, ...named]
    .filter(({ origin }) => origin === HOST)
    .map(({ pathname }) => decodeURIComponent(pathname));
  return [...new Set(paths)].toSorted();
}
