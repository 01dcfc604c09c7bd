// Hostile text in every field of an incident and of its post-mortem, from the files to both folders. What it became is
// judged by parsers: the browser's for HTML, XML and SVG, a calendar's, and JSON's.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type {
  IncidentDocument,
  PostmortemDocument,
} from '../../scripts/config/markdown-documents.ts';
import type { Located } from '../../scripts/config/document-set.ts';
import { readIncident } from '../../scripts/incidents/document.ts';
import { readPostmortem } from '../../scripts/postmortems/document.ts';
import { plant } from '../../scripts/publication/fixtures/canary.ts';
import {
  located,
  plantedOrganisation,
} from '../../scripts/publication/fixtures/planted-organisation.ts';
import { takeSnapshot } from '../../scripts/publication/snapshot.ts';
import { browserMissing, openBrowser } from './browser.ts';
import { buildSites, filesOf, type BuiltSites } from './built-site.ts';

/** What attackers write, each aimed at one reader of text; none is longer than a title may be. */
const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '</title></h1></style><script>alert(1)</script>',
  '"onmouseover="alert(1)" x="',
  '[x](javascript:alert(1)) ![p](https://evil.example/p.png)',
  '<!-- <a href="https://evil.example">Pay here</a> -->',
  ']]><script>alert(1)</script><![CDATA[',
  '&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;',
  'DB down" visibility: public --- # {x: [y',
  '@everyone @org/team <!channel> <https://evil.example|Pay>',
  'Fixes #1, closes org/repo#2 [skip ci] Co-authored-by: a <a@b>',
  '${{ secrets.X }} $(id) `id` {{ x }} %s %0A::error::x',
  '::add-mask::a ##[stop-commands]q',
  '../../.github/workflows/x',
  'BEGIN:VEVENT\\nEND:VCALENDAR;X=1,2:3\\',
  '=HYPERLINK("https://evil.example","x")',
  '\u202egnp.exe \u200b\u2066 аpple العربية 🛎️ e\u0301',
] as const;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const idOf = (index: number): string => `2026-11-20-hostile-${LETTERS[index] ?? 'z'}`;
const workOf = (index: number): string => `2026-11-20-work-${LETTERS[index] ?? 'z'}`;
const MAINTENANCE = {
  kind: 'maintenance',
  state: 'triage',
  'at.resolved': undefined,
  'at.closed': undefined,
  window: { from: '2026-11-25T01:00:00Z', until: '2026-11-25T02:00:00Z', remind: ['1h'] },
};
const COMMON = {
  components: { component: 'major_outage' },
  services: ['service'],
  owner: { team: 'canary-id-team', function: 'canary-organisation-function' },
  problems: { 'watch/a': { state: 'firing', since: '2026-11-20T10:00Z', at: '2026-11-20T10:00Z' } },
  'public.visibility': 'public',
  'public.translations.de.updates': {},
  postmortem: undefined,
};
const input = {
  organisation: plantedOrganisation(),
  incidents: PAYLOADS.flatMap((payload, index) => [
    readIncident(incidentOf(idOf(index), payload, { kind: 'incident', state: 'closed' })).incident,
    readIncident(incidentOf(workOf(index), payload, MAINTENANCE)).incident,
  ]),
  postmortems: PAYLOADS.map((payload, index) =>
    readPostmortem(
      located<PostmortemDocument>(
        idOf(index),
        fieldsOf('postmortem', payload, {
          state: 'published',
          public: true,
          'action_items.*.owner_team': 'canary-id-team',
        }),
        bodyOf(payload, 'resolved'),
      ),
    ),
  ),
  revision: 'f00',
  now: '2026-11-21T10:00:00.000Z',
};
const title =
  browserMissing === null ? 'hostile fields' : `hostile fields (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    sites = await buildSites({
      public: takeSnapshot(input, 'public'),
      internal: takeSnapshot(input, 'internal'),
    });
    browser = await openBrowser();
    page = await browser.newPage();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await sites.remove();
  });
  const read = (site: string, path: string): Promise<string> =>
    readFile(join(sites.folder(site), path), 'utf8');
  const pathsOf = async (site: string, ending: RegExp): Promise<readonly string[]> =>
    (await filesOf(sites.folder(site))).filter((path) => ending.test(path));

  test.each(['public', 'internal'])(
    'become no element, attribute or address on any page of the %s folder',
    async (site) => {
      const found: string[] = [];
      const paths = await pathsOf(site, /\.html$/);
      for (const path of paths)
        found.push(
          ...(await strangersIn(page, await read(site, path))).map((bad) => `${path}: ${bad}`),
        );
      expect(paths.length).toBeGreaterThan(30);
      expect(found).toEqual([]);
    },
  );

  test('are the heading and the title of their page, character by character', async () => {
    for (const [index, payload] of PAYLOADS.entries()) {
      const html = await read('public', `incidents/${idOf(index)}.html`);
      const said = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'text/html');
        return [parsed.querySelector('h1')?.textContent, parsed.title];
      }, html);
      expect(said[0]?.trim(), payload).toBe(payload);
      expect(said[1]?.startsWith(payload.replaceAll(/\s+/g, ' ')), payload).toBe(true);
    }
  });

  test('are text in every XML file', async () => {
    for (const path of await pathsOf('public', /\.(atom|rss|xml|svg)$/)) {
      const found = await page.evaluate(
        (text) => {
          const parsed = new DOMParser().parseFromString(text, 'application/xml');
          return {
            errors: parsed.querySelectorAll('parsererror').length,
            foreign: parsed.querySelectorAll('script, img, a').length,
            titles: [...parsed.querySelectorAll('entry > title, item > title')].map(
              (each) => each.textContent,
            ),
          };
        },
        await read('public', path),
      );
      expect([found.errors, found.foreign], path).toEqual([0, 0]);
      if (!path.endsWith('.svg')) expect(new Set(found.titles), path).toEqual(new Set(PAYLOADS));
    }
  });

  test('are text in the calendar of their page and of their team, and add nothing to it', async () => {
    for (const path of ['calendar.ics', 'teams/canary-id-team/calendar.ics']) {
      const calendar = new ICAL.Component(ICAL.parse(await read('internal', path)));
      const works = calendar.getAllSubcomponents();
      expect(new Set(works.map(({ name }) => name)), path).toEqual(new Set(['vevent']));
      expect(new Set(works.map((work) => work.getFirstPropertyValue('summary'))), path).toEqual(
        new Set(PAYLOADS),
      );
    }
  });

  test('are text in every JSON file', async () => {
    for (const path of await pathsOf('public', /\.json$/))
      expect(JSON.parse(await read('public', path)), path).toBeInstanceOf(Object);
    for (const [index, payload] of PAYLOADS.entries()) {
      const told = JSON.parse(await read('public', `api/v1/incidents/${idOf(index)}.json`));
      expect([told.title, told.updates.length]).toEqual([payload, 1]);
    }
    const { incidents } = JSON.parse(await read('public', 'api/v2/incidents.json'));
    expect(new Set(incidents.map(({ name }: { name: string }) => name))).toEqual(new Set(PAYLOADS));
  });
});

/** An incident in whose fields stands the payload, wherever the grammar of the field lets it stand. */
function incidentOf(
  id: string,
  payload: string,
  fixed: Readonly<Record<string, unknown>>,
): Located<IncidentDocument> {
  const status = fixed['kind'] === 'incident' ? 'resolved' : 'scheduled';
  const value = fieldsOf('incident', payload, { window: undefined, ...COMMON, ...fixed });
  return located<IncidentDocument>(id, value, bodyOf(payload, status));
}

function fieldsOf(
  kind: 'incident' | 'postmortem',
  payload: string,
  fixed: Readonly<Record<string, unknown>>,
): unknown {
  return plant(kind, fixed, kind, (_number, pattern) =>
    pattern !== undefined && !new RegExp(pattern, 'u').test(payload) ? 'word' : payload,
  ).value;
}

function bodyOf(payload: string, status: string): string {
  return [
    ['## Summary', payload],
    ['## Public updates', `### 2026-11-20T10:00Z ${status}`, payload],
    ['## Timeline', '### 2026-11-20 (UTC)', `- 10:00 ${payload}`],
    ['## Customer message', payload],
    ['## Lessons', payload],
  ]
    .flat()
    .join('\n\n');
}

/** What stands in a page and is none of ours, as the browser parses it. */
function strangersIn(page: Page, html: string): Promise<readonly string[]> {
  return page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'text/html');
    return [...parsed.querySelectorAll('*')]
      .filter(
        (element) =>
          /^(img|iframe|object|embed|form|base|style|video|audio)$/.test(element.localName) ||
          (element.localName === 'script' && !/assets\//.test(element.getAttribute('src') ?? '')) ||
          [...element.attributes].some(
            ({ name, value }) =>
              name.startsWith('on') ||
              name === 'style' ||
              (/^(href|src|action)$/.test(name) && /^\s*(javascript|vbscript):/i.test(value)),
          ),
      )
      .map((element) => element.outerHTML.slice(0, 120));
  }, html);
}
