// Hostile text in the HTML that others render: content of Atom and RSS, descriptions, JSON Feed and our own interface.
// A browser parses each piece, and what is not of the few elements that we write is found.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Nodes } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Browser, Page } from 'playwright-core';
import { takeSnapshot } from '../../scripts/publication/snapshot.ts';
import type { IncidentView } from '../../scripts/publication/view.ts';
import { textsOf } from '../../scripts/syndication/testing/snapshots.ts';
import { outputsOf } from '../../scripts/syndication/outputs.ts';
import { browserMissing, openBrowser } from './browser.ts';
import { HOSTILE_INPUT, PAYLOADS } from './hostile-organisation.ts';
import { strangersIn } from './strangers.ts';

/** What feeds and rendered Markdown consist of. */
const OURS =
  /^(html|head|body|p|small|br|strong|em|var|h3|span|div|a|ul|ol|li|code|pre|blockquote)$/;
/** Keys under which JSON holds HTML. */
const KEYS = /^(html|content_html|postmortem)$/;
type Item = { readonly summary: string; readonly content_html: string };
type Piece = { readonly place: string; readonly html: string };
const title =
  browserMissing === null ? 'hostile HTML' : `hostile HTML (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let browser: Browser;
  let page: Page;
  let texts: ReadonlyMap<string, string>;
  let incidents: readonly IncidentView[];

  beforeAll(async () => {
    const snapshot = takeSnapshot(HOSTILE_INPUT, 'public');
    incidents = snapshot.public.incidents;
    texts = await textsOf(outputsOf(snapshot));
    browser = await openBrowser();
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  test.each([
    ['Atom', /\.atom$/, 30],
    ['RSS', /\.(rss|xml)$/, 30],
    ['JSON Feed', /feed\.json$/, 30],
    ['our own interface', /^api\/v1\/.*\.json$/, 30],
  ])('of %s holds no element or attribute but ours', async (_name, path, least) => {
    const pieces = await piecesOf(path);
    expect(pieces.length).toBeGreaterThan(least);
    const found: string[] = [];
    for (const { place, html } of pieces) {
      const strange = [
        ...(await strangersIn(page, html)),
        ...(await elementsIn(html)).filter((name) => !OURS.test(name)),
      ];
      found.push(...strange.map((each) => `${place}: ${each}`));
    }
    expect(found).toEqual([]);
  });

  test('says what people wrote, and all of it', async () => {
    const feed: { readonly items: readonly Item[] } = JSON.parse(texts.get('feed.json') ?? '');
    const descriptions = await htmlInXml(texts.get('feed.xml') ?? '', 'item > description');
    expect(descriptions).toHaveLength(feed.items.length);
    for (const [index, { summary, content_html: html }] of feed.items.entries()) {
      expect(await wordsIn(descriptions[index] ?? '')).toBe(inOneLine(summary));
      expect(await wordsIn(html)).toContain(inOneLine(summary));
    }
    for (const { id, updates } of incidents) {
      const told = JSON.parse(texts.get(`api/v1/incidents/${id}.json`) ?? '');
      expect(await wordsIn(told.updates[0].html), id).toBe(updates[0]?.text);
    }
  });

  test('is text in llms.txt for whoever reads it as Markdown', () => {
    const found = new Set<string>();
    const links: string[] = [];
    const walk = (node: Nodes): void => {
      found.add(node.type === 'link' ? new URL(node.url).origin : node.type);
      if (node.type === 'link') links.push(toString(node));
      if ('children' in node) for (const child of node.children) walk(child);
    };
    walk(
      unified()
        .use(remarkParse)
        .parse(texts.get('llms.txt') ?? ''),
    );
    expect(links).toEqual(expect.arrayContaining([...PAYLOADS]));
    expect([...found].toSorted()).toEqual([
      'blockquote',
      'heading',
      'https://visible.example',
      'list',
      'listItem',
      'paragraph',
      'root',
      'text',
    ]);
  });

  async function piecesOf(paths: RegExp): Promise<readonly Piece[]> {
    const files = [...texts].filter(([path]) => paths.test(path));
    const all: Piece[] = [];
    for (const [path, text] of files) {
      const found = path.endsWith('.json')
        ? htmlInJson(JSON.parse(text))
        : await htmlInXml(text, 'content, encoded, description');
      all.push(...found.map((html) => ({ place: path, html })));
    }
    return all;
  }

  function htmlInXml(xml: string, selector: string): Promise<readonly string[]> {
    return page.evaluate(
      ([text, which]) =>
        [...new DOMParser().parseFromString(text, 'application/xml').querySelectorAll(which)].map(
          (each) => each.textContent,
        ),
      [xml, selector] as const,
    );
  }

  function elementsIn(html: string): Promise<readonly string[]> {
    return page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'text/html');
      return [...new Set([...parsed.querySelectorAll('*')].map((each) => each.localName))];
    }, html);
  }

  async function wordsIn(html: string): Promise<string> {
    const words = await page.evaluate(
      (text) => new DOMParser().parseFromString(text, 'text/html').body.textContent,
      html,
    );
    return inOneLine(words);
  }
});

/** All HTML of a JSON document, wherever it stands. */
function htmlInJson(value: unknown): readonly string[] {
  if (!(value instanceof Object)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (KEYS.test(key) ? [inner] : []) : htmlInJson(inner),
  );
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
