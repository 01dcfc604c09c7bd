// A component that is called otherwise now, or is gone: history, addresses and feeds of before go on.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { validate } from '../validation/validate.ts';
import { readPageOf } from '../validation/testing/page-of.ts';
import { smallFiles } from '../rules/testing/organisation.ts';
import { takeSnapshot } from '../publication/snapshot.ts';
import { textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const ID = '2026-11-13-shop';
const INCIDENT: SourceFile = {
  path: `incidents/2026/${ID}.md`,
  text: `---
schema: tocsin/incident@1
title: The shop fails
state: resolved
severity: sev2
category: errors
environment: production
owner: {team: shop, function: backend}
services: [shop]
components: {web-shop: operational, cart: operational}
components_before:
  - {component: web-shop, status: partial_outage, until: 2026-11-13T11:00:00Z}
at: {started: 2026-11-13T10:00:00Z, declared: 2026-11-13T10:00:00Z, acknowledged: 2026-11-13T10:01:00Z, mitigated: 2026-11-13T11:00:00Z, resolved: 2026-11-13T12:00:00Z}
public: {visibility: public, title: The shop was slow}
---

## Public updates

### 2026-11-13T10:05Z resolved

It is over.
`,
};

describe('a component with former ids', () => {
  const renamed = changed('id: web-shop,', 'id: storefront, former: [web-shop, shop-front],');

  test('keeps what happened to it', async () => {
    const { view } = await published(renamed);
    const [component] = view.groups[0]?.components ?? [];
    expect(component?.intervals).toEqual([
      expect.objectContaining({ incident: ID, status: 'partial_outage' }),
    ]);
    expect(view.incidents[0]?.components.map(({ id, suffered }) => [id, suffered?.worst])).toEqual([
      ['storefront', 'partial_outage'],
      ['cart', undefined],
    ]);
  });

  test('has its files under every id that it ever had', async () => {
    const { texts } = await published(renamed);
    for (const id of ['storefront', 'web-shop', 'shop-front'])
      for (const path of ['history.rss', 'history.atom', 'feed.json', 'calendar.ics', 'badge.svg'])
        expect([...texts.keys()]).toContain(`components/${id}/${path}`);
    expect(texts.get('components/web-shop/feed.json')).toContain('The shop was slow');
    expect(texts.get('api/v1/components/web-shop.json')).toContain('"id":"storefront"');
  });

  test('is the same component for clients of Statuspage', async () => {
    const before = await published(smallFiles());
    const { texts } = await published(renamed);
    expect(idsIn(texts)).toEqual(idsIn(before.texts));
    const [incident] = JSON.parse(texts.get('api/v2/incidents.json') ?? '').incidents;
    expect(incident.components).toHaveLength(2);
  });

  test('is no finding, and no other one may have such an id', () => {
    expect(validate([...renamed, INCIDENT]).diagnostics).toEqual([]);
    const twice = renamed.map(({ path, ...rest }) =>
      'text' in rest
        ? { path, text: rest.text.replace('id: cart, name', 'id: shop-front, name') }
        : { path, ...rest },
    );
    expect(validate(twice).diagnostics).toMatchObject([{ code: 'id-duplicate' }]);
  });
});

test('what goes on has to be called as it is today, and is shown meanwhile', async () => {
  const renamed = changed('id: web-shop,', 'id: storefront, former: [web-shop],');
  const text = 'text' in INCIDENT ? INCIDENT.text : '';
  const open = {
    path: INCIDENT.path,
    text: text.replace(/state: resolved|, resolved: [^}]*/g, ''),
  };
  const going = {
    path: open.path,
    text: open.text.replace('severity:', 'state: monitoring\nseverity:'),
  };
  const found = validate([...renamed, going]).diagnostics;
  expect(found.filter(({ code }) => code === 'reference-unknown')).toMatchObject([
    { severity: 'error', hint: 'write `storefront`' },
    { severity: 'error', hint: 'write `storefront`' },
  ]);
  expect(await readPageOf([...renamed, going])).toMatchObject({ broken: [] });
});

describe('a component that took in another one', () => {
  const without = changed(
    '    component: {id: web-shop, name: Web *shop*, publish: automatic}\n',
    '',
  );
  const merged = without.map((file) =>
    'text' in file
      ? {
          path: file.path,
          text: file.text.replace('id: cart,', 'id: cart, merged: [web-shop, shop-front],'),
        }
      : file,
  );

  test('stays the same one for clients of Statuspage', async () => {
    const before = await published(smallFiles());
    const after = await published(merged);
    const named = (texts: ReadonlyMap<string, string>): unknown =>
      JSON.parse(texts.get('api/v2/components.json') ?? '').components.find(
        ({ name }: { readonly name: string }) => name === 'Cart',
      ).id;
    expect(named(after.texts)).toBe(named(before.texts));
  });

  test('goes on with the history, the addresses and the feeds of both', async () => {
    const { view, texts } = await published(merged);
    const [cart] = view.groups.flatMap(({ components }) => components);
    expect(cart?.intervals).toMatchObject([{ incident: ID, status: 'partial_outage' }]);
    for (const id of ['cart', 'web-shop', 'shop-front'])
      expect(texts.get(`components/${id}/feed.json`)).toContain('The shop was slow');
  });

  test('is no finding; no other one may have such an id, and what goes on says that of today', () => {
    expect(validate([...merged, INCIDENT]).diagnostics).toEqual([]);
    const twice = merged.map((file) =>
      'text' in file
        ? {
            path: file.path,
            text: file.text.replace(
              'merged: [web-shop, shop-front]',
              'former: [shop-front], merged: [web-shop, shop-front]',
            ),
          }
        : file,
    );
    expect(validate(twice).diagnostics).toMatchObject([{ code: 'id-duplicate' }]);
    const text = 'text' in INCIDENT ? INCIDENT.text : '';
    const open = {
      path: INCIDENT.path,
      text: text
        .replace('state: resolved', 'state: monitoring')
        .replace(', resolved: 2026-11-13T12:00:00Z', ''),
    };
    expect(
      validate([...merged, open]).diagnostics.filter(({ code }) => code === 'reference-unknown'),
    ).toMatchObject([{ hint: 'write `cart`' }, { hint: 'write `cart`' }]);
  });
});

describe('a component that is gone', () => {
  const gone = changed('    component: {id: web-shop, name: Web *shop*, publish: automatic}\n', '');

  test('keeps its name in what happened before, without a page of its own', async () => {
    const kept = gone.map(({ path, ...rest }) =>
      'text' in rest
        ? {
            path,
            text: rest.text.replace(
              '\nservices:',
              '\nretired: [{id: web-shop, name: The old shop, translations: {de: {name: Der alte Laden}}}]\nservices:',
            ),
          }
        : { path, ...rest },
    );
    expect(validate([...kept, INCIDENT]).diagnostics).toEqual([]);
    const { view, texts } = await published(kept);
    expect(view.incidents[0]?.components).toMatchObject([
      { name: 'The old shop', suffered: { worst: 'partial_outage' } },
      { name: 'Cart' },
    ]);
    expect([...texts.keys()].filter((path) => path.includes('web-shop'))).toEqual([]);
  });

  test('is a warning in what is over, and stops no build', async () => {
    const found = validate([...gone, INCIDENT]).diagnostics;
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['reference-unknown', 'warning'],
      ['reference-unknown', 'warning'],
    ]);
    expect(found[0]?.hint).toContain('`retired`');
    expect(await readPageOf([...gone, INCIDENT])).toMatchObject({
      kind: 'readable',
      errors: [],
      broken: [],
    });
  });

  test('is a mistake in what goes on', () => {
    const text =
      'text' in INCIDENT ? INCIDENT.text.replace('state: resolved', 'state: monitoring') : '';
    const open = validate([...gone, { path: INCIDENT.path, text }]).diagnostics;
    expect(open.filter(({ code }) => code === 'reference-unknown')).toMatchObject([
      { severity: 'error' },
      { severity: 'error' },
    ]);
  });
});

function changed(good: string, bad: string): readonly SourceFile[] {
  return smallFiles().map((file) =>
    'text' in file ? { path: file.path, text: file.text.replace(good, bad) } : file,
  );
}

async function published(files: readonly SourceFile[]): Promise<{
  readonly view: ReturnType<typeof takeSnapshot>['public'];
  readonly texts: ReadonlyMap<string, string>;
}> {
  const reading = await readPageOf([...files, INCIDENT]);
  if (reading.kind !== 'readable') throw new Error('it cannot be read');
  const snapshot = takeSnapshot(
    { ...reading.loaded.state, revision: null, now: '2026-11-21T12:00:00.000Z' },
    'public',
  );
  return { view: snapshot.public, texts: await textsOf(outputsOf(snapshot)) };
}

function idsIn(texts: ReadonlyMap<string, string>): readonly string[] {
  const { components }: { components: readonly { id: string }[] } = JSON.parse(
    texts.get('api/v2/components.json') ?? '',
  );
  return components.map(({ id }) => id);
}
