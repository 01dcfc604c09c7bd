// What the built folder holds: pages, links, feed, weight, and nothing that it must not hold.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputsOf } from '../../scripts/syndication/outputs.ts';
import { buildSites, filesOf, pagesOf, type BuiltSites } from './built-site.ts';
import { internalSnapshot, sampleSnapshot } from './sample-snapshot.ts';

const outage = sampleSnapshot('outage');
let sites: BuiltSites;

beforeAll(async () => {
  sites = await buildSites({
    outage,
    internal: internalSnapshot('outage'),
    empty: sampleSnapshot('empty'),
  });
}, 240_000);
afterAll(() => sites.remove());

describe('the public site', () => {
  test('has a page for each incident, month and component in each language, one stylesheet, two scripts and nothing else', async () => {
    const { incidents, months, groups, page } = outage.public;
    const inLanguage = [
      'index.html',
      'history.html',
      'search.html',
      'search/2026.json',
      'calendar.html',
      'subscribe.html',
      ...incidents.map((incident) => `incidents/${incident.id}.html`),
      ...months.map(({ month }) => `history/${month}.html`),
      ...groups.flatMap((group) => group.components.map(({ id }) => `components/${id}.html`)),
    ];
    const expected = [
      '404.html',
      ...inLanguage,
      ...page.languages.slice(1).flatMap((each) => inLanguage.map((path) => `${each}/${path}`)),
      ...outputsOf(outage).map(({ path }) => path),
    ];
    const files = await filesOf(sites.folder('outage'));
    expect(files.filter((path) => !path.startsWith('assets/'))).toEqual(expected.toSorted());
    expect(files.filter((path) => path.startsWith('assets/'))).toEqual([
      expect.stringMatching(/^assets\/page-.+\.js$/),
      expect.stringMatching(/^assets\/search-.+\.js$/),
      expect.stringMatching(/^assets\/site-.+\.css$/),
    ]);
  });

  test('loads one script of at most 2 kB as it is unpacked; only the search loads its own, as light', async () => {
    const folder = sites.folder('outage');
    for (const { path, html } of await pagesOf(folder)) {
      const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src = '']) => src);
      const names = scripts.map((src) => /assets\/(\w+)-/.exec(src)?.[1]);
      const isFrame = path.endsWith('embed.html');
      const own = path.endsWith('search.html') ? ['page', 'search'] : ['page'];
      expect([path, ...names]).toEqual([path, ...(isFrame ? [] : own)]);
    }
    const scripts = (await filesOf(folder)).filter((path) => path.endsWith('.js'));
    const texts = await Promise.all(scripts.map((path) => readFile(join(folder, path))));
    expect(texts).toHaveLength(2);
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(2048);
    const sent = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(sent).toBeLessThanOrEqual(2048);
  });

  test('speaks the language of its folder on every page, with the direction of its script', async () => {
    for (const { path, html } of await pagesOf(sites.folder('outage'))) {
      const [language = ''] = /^(de|ar)(?=\/)/.exec(path) ?? ['en'];
      const direction = language === 'ar' ? ' dir="rtl"' : '';
      expect(html, path).toContain(`<html lang="${language}"${direction}>`);
      if (language !== 'en' || path.endsWith('embed.html')) continue;
      expect(html, path).not.toContain('class="mark"');
    }
    const german = await readFile(join(sites.folder('outage'), 'de/index.html'), 'utf8');
    expect(german).toContain('<bdi lang="en">Card payments are failing for some customers</bdi>');
    expect(german).toContain('<small class="mark">auf Englisch</small>');
    expect(german).not.toMatch(/Active incidents|No incidents|Operational|Last 90 days/);
  });

  test('keeps each name of people apart from the direction of the words around it', async () => {
    const names = outage.public.groups.flatMap((group) => [
      group.name,
      ...group.components.map(({ name }) => name),
    ]);
    const bare: string[] = [];
    for (const { path, html } of await pagesOf(sites.folder('outage'))) {
      if (!path.startsWith('ar/')) continue;
      const words = html
        .replace(/<head>[^]*<\/head>/, '')
        .replaceAll(/<(bdi|span class="unseen")[^>]*>[^<]*<\/(bdi|span)>/g, '')
        .replaceAll(/<div class="prose"[^]*?<\/div>/g, '')
        .replaceAll(/<[^>]*>/g, ' ');
      bare.push(...names.filter((name) => words.includes(name)).map((name) => `${path}: ${name}`));
    }
    expect(bare).toEqual([]);
  });

  test('links only to pages and anchors that exist', async () => {
    for (const name of ['outage', 'internal', 'empty'])
      expect(await brokenLinks(sites.folder(name))).toEqual([]);
  });

  test('ships no inline script or style and a strict policy on every page', async () => {
    for (const { path, html } of await pagesOf(sites.folder('internal'))) {
      if (path === 'embed.html') continue;
      expect(html, path).not.toMatch(
        /<script(?! defer src="[./]*assets\/)|<style|\sstyle=|\son\w+=|javascript:/i,
      );
      const asks = path.endsWith('search.html') ? "; connect-src 'self'" : '';
      expect(html, path).toContain(
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:${asks}; base-uri 'none'; form-action 'none'">`,
      );
    }
  });

  test('names no team anywhere', async () => {
    expect(await filesOf(sites.folder('outage'))).not.toContainEqual(expect.stringMatching(/team/));
    for (const { path, html } of await pagesOf(sites.folder('outage')))
      expect(html, path).not.toMatch(/Okafor|teams|noindex, nofollow.*Internal/);
  });

  test('says the state first, then what is done about it', async () => {
    const html = await readFile(join(sites.folder('outage'), 'index.html'), 'utf8');
    const order = [
      '<h1>',
      'Active incidents',
      'We are moving card payments to our second provider',
      'Route planning',
      '99.91%',
      'No incidents',
      'from commit',
    ];
    const places = order.map((text) => html.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
  });

  test('of an empty organisation says what would stand there and how it gets there', async () => {
    const html = await readFile(join(sites.folder('empty'), 'index.html'), 'utf8');
    expect(html).toContain(
      'It appears as soon as a service in ownership/products/ names a component.',
    );
    expect(html.match(/No incidents/g)).toHaveLength(14);
  });
});

describe('what machines read', () => {
  test('names only pages that exist', async () => {
    const known = new Set(await filesOf(sites.folder('outage')));
    const host = 'https://status.larder.example/';
    const texts = await Promise.all(
      outputsOf(outage)
        .filter(({ path }) => !path.startsWith('incidents/'))
        .map(async (file) => ({
          path: file.path,
          text: (await file.text()).replaceAll('\r\n ', ''),
        })),
    );
    const missing = texts.flatMap(({ path, text }) =>
      [
        ...text
          .replaceAll('\r\n ', '')
          .matchAll(/https:\/\/status\.larder\.example\/([^"'<>\s#)&\\]+)/g),
      ]
        .map(([, target = '']) => target.replace(/\/$/, '/index.html'))
        .filter((target) => !known.has(target))
        .map((target) => `${path}: ${host}${target}`),
    );
    expect(missing).toEqual([]);
    expect(texts.map(({ path }) => path)).toContain('feed.xml');
  });
});

describe('the internal site', () => {
  test('adds the teams, is marked on every page and kept from search engines', async () => {
    const pages = await pagesOf(sites.folder('internal'));
    expect(pages.map((page) => page.path)).toEqual(
      expect.arrayContaining(['teams.html', 'teams/payments.html', 'teams/platform.html']),
    );
    for (const { path, html } of pages) {
      expect(html, path).toContain('<span class="mark">Internal</span>');
      expect(html, path).toContain('<meta name="robots" content="noindex, nofollow">');
    }
  });
});

async function brokenLinks(folder: string): Promise<readonly string[]> {
  const pages = await pagesOf(folder);
  const known = new Set(await filesOf(folder));
  const anchors = new Map(
    pages.map(({ path, html }) => [
      path,
      new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])),
    ]),
  );
  return pages.flatMap(({ path, html }) =>
    [...html.matchAll(/\shref="([^"]+)"/g)].flatMap(([, href = '']) => {
      if (/^(data|mailto):/.test(href)) return [];
      const url = new URL(href.replaceAll('&amp;', '&'), `https://status.larder.example/${path}`);
      if (url.hostname !== 'status.larder.example') return [];
      const target = decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, '$1index.html');
      const found =
        known.has(target) &&
        (url.hash === '' || anchors.get(target)?.has(url.hash.slice(1)) === true);
      return found ? [] : [`${path}: ${href}`];
    }),
  );
}
