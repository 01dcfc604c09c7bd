// In which order a site arrives: readers follow no link that leads nowhere, wherever it is broken off.
import { describe, expect, test } from 'vitest';
import { LIST, parseList, renderList } from './published.ts';
import { type Step, stepsTo } from './steps.ts';
import { SITE } from './testing/sample-site.ts';

describe('the steps', () => {
  const site = new Map(Object.entries(SITE));
  const list = { files: site, older: ['0123456789ab'], uncommitted: [] };

  test('bring what pages load first, the pages of incidents before lists, and the first page last', () => {
    const paths = stepsTo(list, new Map()).map((group) => group.map(({ path }) => path));
    expect(paths[0]).toEqual([LIST]);
    expect(paths[1]).toEqual(['assets/site-0123abcd.css']);
    expect(paths[2]).toEqual(['incidents/2026-11-20-shop.html']);
    expect(paths[3]).toContain('de/index.html');
    expect(paths.slice(-2)).toEqual([['index.html'], [LIST]]);
  });

  test('bring incidents, months and components in this order, where nothing tells what is new', () => {
    const paths = stepsTo({ ...list, files: digestsOf(GROWN) }, new Map()).flat();
    const order = paths.map(({ path }) => path.replace(/^ar\//, '').split('/')[0]);
    expect([...new Set(order)]).toEqual([
      LIST,
      'incidents',
      'history',
      'components',
      'history.html',
      'index.html',
    ]);
  });

  test('bring pages of components before lists, whatever these are called', () => {
    const named = [
      'ar/index.html',
      'calendar.html',
      'components/shop.html',
      'ar/components/z.html',
    ];
    const files = new Map(named.map((path) => [path, path]));
    const paths = stepsTo({ ...list, files }, new Map()).flat();
    expect(paths.map(({ path }) => path).slice(1, -1)).toEqual([
      'ar/components/z.html',
      'components/shop.html',
      'ar/index.html',
      'calendar.html',
    ]);
  });

  test('lead from the first page to nothing that is not there, also where they were broken off', () => {
    const after = { files: digestsOf(GROWN), older: [], uncommitted: [] };
    const steps = stepsTo(after, digestsOf(SMALL)).flat();
    for (const cut of steps.keys()) {
      const there = new Map(Object.entries(SMALL));
      there.set(LIST, renderList({ ...after, files: digestsOf(SMALL) }));
      for (const step of steps.slice(0, cut))
        expect(carriedOut(step, there), step.path).toEqual([]);
      const again = stepsTo(after, parseList(there.get(LIST) ?? null)?.files ?? new Map());
      for (const step of again.flat()) expect(carriedOut(step, there), step.path).toEqual([]);
      for (const [path, text] of Object.entries(GROWN)) expect(there.get(path)).toBe(text);
    }
  });

  test('are none when nothing changed', () => {
    expect(stepsTo(list, site)).toEqual([]);
  });

  test('delete only what an earlier publish put there', () => {
    const before = new Map([...site, ['incidents/old.html', 'x']]);
    expect(stepsTo(list, before).flat()).toContainEqual({
      kind: 'delete',
      path: 'incidents/old.html',
    });
    expect(
      stepsTo(list, new Map())
        .flat()
        .some(({ kind }) => kind === 'delete'),
    ).toBe(false);
  });

  test('tell the next publish what an interrupted one may have left', () => {
    const [[first] = []] = stepsTo(list, new Map([['incidents/old.html', 'x']]));
    const unsure = parseList(first?.kind === 'write' ? first.text : null)?.files ?? new Map();
    expect([...unsure.keys()].toSorted()).toEqual(
      [...site.keys(), 'incidents/old.html'].toSorted(),
    );
    const again = stepsTo(list, unsure).flat();
    expect(again.filter(({ kind }) => kind === 'upload')).toHaveLength(site.size);
    expect(again).toContainEqual({ kind: 'delete', path: 'incidents/old.html' });
  });
});

/** A site before and after an incident in a month that had no page, in two languages; each text names where it leads. */
const SMALL: Readonly<Record<string, string>> = {
  'index.html': 'components/shop.html history.html ar/index.html',
  'history.html': 'history/2026-04.html',
  'history/2026-04.html': 'incidents/2026-04-14-shop.html',
  'incidents/2026-04-14-shop.html': 'history/2026-04.html components/shop.html',
  'components/shop.html': 'components/shop/history.atom incidents/2026-04-14-shop.html',
  'components/shop/history.atom': 'incidents/2026-04-14-shop.html',
  'ar/index.html': 'ar/components/shop.html ar/history.html index.html',
  'ar/history.html': '',
  'ar/components/shop.html': 'components/shop.html',
};
const GROWN: Readonly<Record<string, string>> = {
  ...SMALL,
  'index.html': 'components/shop.html history.html ar/index.html incidents/2026-05-22-shop.html',
  'history.html': 'history/2026-05.html history/2026-04.html',
  'history/2026-04.html': 'incidents/2026-04-14-shop.html history/2026-05.html',
  'history/2026-05.html': 'incidents/2026-05-22-shop.html history/2026-04.html',
  'incidents/2026-05-22-shop.html':
    'history/2026-05.html components/shop.html ar/incidents/2026-05-22-shop.html',
  'components/shop.html': 'components/shop/history.atom incidents/2026-05-22-shop.html',
  'components/shop/history.atom': 'incidents/2026-05-22-shop.html',
  'ar/history.html': 'ar/history/2026-05.html',
  'ar/history/2026-05.html': 'ar/incidents/2026-05-22-shop.html',
  'ar/components/shop.html': 'ar/incidents/2026-05-22-shop.html components/shop.html',
  'ar/incidents/2026-05-22-shop.html': 'ar/history/2026-05.html incidents/2026-05-22-shop.html',
};

function digestsOf(site: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(site));
}

/** Carries one step out; gives the links that lead nowhere then, of all that can be reached from the first page. */
function carriedOut(step: Step, there: Map<string, string>): readonly string[] {
  if (step.kind === 'delete') there.delete(step.path);
  else there.set(step.path, step.kind === 'write' ? step.text : (GROWN[step.path] ?? ''));
  const reached = new Set(['index.html']);
  for (const path of reached)
    for (const link of (there.get(path) ?? '').split(' ')) if (link !== '') reached.add(link);
  return [...reached].filter((path) => !there.has(path));
}
