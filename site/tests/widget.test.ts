// The widget and a badge on somebody else's page: the very lines that the docs give, from another origin, under a policy
// that allows pictures and frames of the status page and nothing else.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { writeOutputs } from '../../scripts/sitebuild/write-outputs.ts';
import { outputsOf } from '../../scripts/syndication/outputs.ts';
import { MODES, violations } from './accessibility.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

const WIDGETS = ['embed.html', 'de/embed.html', 'ar/embed.html'];
const WAYS = MODES.flatMap((mode) => WIDGETS.map((path) => ({ ...mode, path })));
const title =
  browserMissing === null
    ? 'the widget on a page of others'
    : `the widget on a page of others (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let folder: string;
  let served: Served;
  let browser: Browser;
  let host: Server;
  let hostAddress: string;
  let lines: string;
  let complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-widget-'));
    await writeOutputs(folder, outputsOf(sampleSnapshot('storm')));
    await writeFile(join(folder, '404.html'), 'not found');
    served = await serve(folder);
    const docs = await readFile(new URL('../../docs/status-page.md', import.meta.url), 'utf8');
    lines = /```html\n(<img [^]*?<iframe [^]*?)```/.exec(docs)?.[1] ?? '';
    host = createServer(
      (request, response) => void response.writeHead(200, headers()).end(body(request.url ?? '')),
    );
    hostAddress = await listen(host);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    await new Promise((done) => host.close(done).closeAllConnections());
    await rm(folder, { recursive: true });
  });
  const headers = (): Record<string, string> => ({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; img-src ${served.address}; frame-src ${served.address}`,
  });
  const body = (path: string): string =>
    `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="${served.address}badge.svg"><main><h1>Shop</h1>\n${lines
      .replaceAll('https://status.larder.example/', served.address)
      .replace('embed.html', path.slice(1))}</main></html>`;
  const open = async (options: BrowserContextOptions, path: string): Promise<Page> => {
    const page = await browser.newPage(options);
    page.on('console', (message) => void complaints.push(message.text()));
    page.on('pageerror', (error) => void complaints.push(error.message));
    page.on('requestfailed', (request) => void complaints.push(request.url()));
    page.on('response', (response) => void (response.ok() || complaints.push(response.url())));
    await page.goto(hostAddress + path, { waitUntil: 'networkidle' });
    return page;
  };

  test.each(WAYS)(
    'is whole, without an edge, and reports nothing in $path ($colorScheme, $forcedColors)',
    async ({ path, ...mode }) => {
      complaints = [];
      const page = await open(mode, path);
      const frame = page.frame({ url: served.address + path });
      expect(await frame?.locator('h1').textContent()).toBe('Larder status');
      const inside = await frame?.evaluate(() => ({
        isStyled: getComputedStyle(document.body).margin === '0px',
        hidden: document.documentElement.scrollHeight - innerHeight,
        wide: document.documentElement.scrollWidth - innerWidth,
        size: [innerWidth, innerHeight],
      }));
      expect(inside).toEqual({ isStyled: true, hidden: 0, wide: 0, size: [360, 110] });
      const outside = await page.evaluate(() => ({
        badge: document.images[0]?.naturalWidth ?? 0,
        edges: [...document.querySelectorAll('iframe')].map((each) => each.clientLeft),
      }));
      expect(outside.badge).toBeGreaterThan(50);
      expect(outside.edges).toEqual([0]);
      await page.close();
      expect(complaints).toEqual([]);
    },
  );

  test.each(WAYS)(
    'is accessible in $path ($colorScheme, $forcedColors)',
    async ({ path, ...mode }) => {
      const page = await open({ ...mode, bypassCSP: true }, path);
      const frame = page.frame({ url: served.address + path });
      expect(frame === null ? ['no frame'] : await violations(frame)).toEqual([]);
      await page.close();
    },
  );
});

function listen(server: Server): Promise<string> {
  return new Promise((ready) => {
    server.listen(0, 'localhost', () => {
      const address = server.address();
      ready(`http://localhost:${typeof address === 'object' ? address?.port : 0}/`);
    });
  });
}
