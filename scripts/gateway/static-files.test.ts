import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as oneTurn, setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveSite } from './static-files.ts';

let folder: string;
let sites: Readonly<Record<string, string>>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-static-'));
  sites = { '/': join(folder, 'site'), '/internal': join(folder, 'internal') };
  for (const name of ['site', 'internal']) {
    mkdirSync(join(folder, name, 'history'), { recursive: true });
    writeFileSync(join(folder, name, 'index.html'), `home of ${name}`);
    writeFileSync(join(folder, name, 'history.html'), `history of ${name}`);
    writeFileSync(join(folder, name, 'history', '2026-11.html'), `November of ${name}`);
    writeFileSync(join(folder, name, '404.html'), `not found in ${name}`);
  }
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  writeFileSync(join(folder, 'site', '.hidden'), 'outside');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function get(
  path: string,
  method = 'GET',
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const response = await serveSite(sites, new Request(`http://tocsin.invalid${path}`, { method }));
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('a page', () => {
  test.each([
    ['/', 'home of site'],
    ['/index.html', 'home of site'],
    ['/history.html', 'history of site'],
    ['/history', 'history of site'],
    ['/history/2026-11', 'November of site'],
    ['/internal/', 'home of internal'],
    ['/internal/history/2026-11.html', 'November of internal'],
    ['/history.html?from=mail', 'history of site'],
  ])('is found under its address: %s', async (path, text) => {
    expect(await get(path)).toMatchObject({ status: 200, text });
  });

  test('is sent with its type, its length and no permission to guess', async () => {
    const { headers } = await get('/history.html');
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-length': '15',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
      etag: expect.stringMatching(/^W\/"[0-9a-f]{24}"$/),
      'x-content-type-options': 'nosniff',
    });
  });

  test('is not sent again to whoever has it, until it changes', async () => {
    const ask = async (known: string): Promise<Response> =>
      await serveSite(
        sites,
        new Request('http://tocsin.invalid/history.html', { headers: { 'if-none-match': known } }),
      );
    const tag = (await get('/history.html')).headers.get('etag') ?? '';
    for (const known of [tag, `"x", ${tag}`, tag.slice(2)]) {
      const { status, body } = await ask(known);
      expect([status, body], known).toEqual([304, null]);
    }
    writeFileSync(join(folder, 'site', 'history.html'), 'changed');
    const response = await ask(tag);
    expect([response.status, await response.text()]).toEqual([200, 'changed']);
  });

  test('is packed for whoever can unpack it', async () => {
    const text = 'the same words '.repeat(200);
    writeFileSync(join(folder, 'site', 'history.html'), text);
    const ask = async (accepted: string): Promise<Response> =>
      await serveSite(
        sites,
        new Request('http://tocsin.invalid/history.html', {
          headers: { 'accept-encoding': accepted },
        }),
      );
    const packed = await ask('br, gzip');
    const bytes = Buffer.from(await packed.arrayBuffer());
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('content-length')).toBe(String(bytes.byteLength));
    expect(bytes.byteLength).toBeLessThan(200);
    expect(gunzipSync(bytes).toString()).toBe(text);
    for (const accepted of ['identity', 'gzip;q=0, identity'])
      expect(await (await ask(accepted)).text()).toBe(text);
  });

  test('is not sent for HEAD, but described', async () => {
    const { status, text, headers } = await get('/history.html', 'HEAD');
    expect([status, text, headers.get('content-length')]).toEqual([200, '', '15']);
  });

  test('of a site under a prefix needs the slash, since its links are relative', async () => {
    const { status, headers } = await get('/internal');
    expect([status, headers.get('location')]).toEqual([308, '/internal/']);
  });
});

describe('an address that is no page', () => {
  test.each([
    '/nothing',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/%2e%2e/secret.txt',
    '/.hidden',
    '//secret.txt',
    '/history//2026-11.html',
    '/history/',
    '/history/..%2f..%2fsecret.txt',
    '/%00',
    '/index.html%00.txt',
    '/~root',
    '/assets',
  ])('gets the 404 page of its site: %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, text: 'not found in site' });
  });

  test('gets the 404 page of the site under its prefix', async () => {
    expect(await get('/internal/nothing')).toMatchObject({
      status: 404,
      text: 'not found in internal',
    });
    expect(await get('/internals')).toMatchObject({ status: 404, text: 'not found in site' });
  });
});

describe('a site that is not there', () => {
  test('yet is a reason to try again, not a missing page', async () => {
    rmSync(join(folder, 'site'), { recursive: true });
    const { status, headers } = await get('/history.html');
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });

  test('for the moment in which a new one takes its place is waited for', async () => {
    renameSync(join(folder, 'site'), join(folder, 'fresh'));
    const answer = get('/history.html');
    await sleep(20);
    renameSync(join(folder, 'fresh'), join(folder, 'site'));
    expect(await answer).toMatchObject({ status: 200, text: 'history of site' });
  });

  test('never shows through as a missing page while sites are exchanged', async () => {
    const end = new AbortController();
    const exchange = async (): Promise<void> => {
      while (!end.signal.aborted) {
        renameSync(join(folder, 'site'), join(folder, 'old'));
        // As short a moment on a busy machine as well: whoever waits in this process goes on with the same turn.
        await oneTurn();
        renameSync(join(folder, 'old'), join(folder, 'site'));
        await sleep(200);
      }
    };
    const exchanged = exchange();
    const answers = await Promise.all(
      Array.from({ length: 900 }, async (_, index) => {
        await sleep(index);
        return (await get('/history.html')).status;
      }),
    );
    end.abort();
    await exchanged;
    expect(new Set(answers)).toEqual(new Set([200]));
  });
});

test('folders and links to folders are no files', async () => {
  symlinkSync(folder, join(folder, 'site', 'link'));
  expect((await get('/link')).status).toBe(404);
});
