import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { guides } from '../signals/guides.ts';
import { renderVendorPage } from '../signals/vendor-pages.ts';
import { vendors } from '../signals/registry.ts';
import { renderVendorDocs } from './vendor-docs.ts';

const folder = new URL('../../docs/vendors/', import.meta.url);
const pages = renderVendorDocs();

describe('the pages of docs/vendors', () => {
  test('are there for every vendor, and no others', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
    expect(pages.size).toBe(Object.keys(vendors).length + 2);
  });

  test.each([...pages])('%s is what `npm run docs` writes', (name, text) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
  });

  test.each(Object.keys(guides))('%s shows a delivery and the signal that it becomes', (id) => {
    expect(pages.get(`${id}.md`)).toContain('\nbecomes\n');
  });
});

test.each(Object.keys(guides))(
  '%s names one address and one variable: those of its source file',
  (id) => {
    const page = pages.get(`${id}.md`) ?? '';
    const all = (pattern: RegExp): ReadonlySet<string> =>
      new Set([...page.matchAll(pattern)].map(([found]) => found));
    expect(all(/\/hooks\/[\w-]+/g)).toEqual(new Set([`/hooks/${id}`]));
    const variable = `TOCSIN_${id.toUpperCase().replaceAll('-', '_')}_SECRET`;
    expect(all(/TOCSIN_\w+/g)).toEqual(new Set([variable]));
  },
);

test('the page of a tool with customers shows a report of one', () => {
  expect(pages.get('jira-service-management.md')).toContain('"kind": "report"');
});

test('the page about own tools shows a mapping that is valid, and what it reads', () => {
  const page = pages.get('generic.md') ?? '';
  expect(page).toContain('"dedupKey": "bakery-2/7/temperature"');
  expect(page).not.toContain('"rejected"');
});

test('a page names what the scheme needs, and hides a fence inside a longer one', () => {
  const page = renderVendorPage({
    id: 'larder-probe',
    adapter: {
      ...vendors.sentry,
      title: 'Larder Probe',
      authentication: ['header-secret', 'path-token'],
    },
    guide: {
      setup: '1. Paste.',
      extracts: ['a'],
      unknown: ['b'],
      retries: 'Never.',
      source: ['c'],
    },
    example: { headers: { a: 'b' }, body: '```', isForm: false, outcome: { ignored: 'x' } },
  });
  expect(page).toContain('  scheme: header-secret # or path-token\n  header: x-tocsin-token\n');
  expect(page).toContain('secrets: [TOCSIN_LARDER_PROBE_SECRET]');
  expect(page).toContain('This body, with the headers `a: b`\n\n````text\n```\n````');
});
