import { expect, test } from 'vitest';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { compareOwnership } from './difference.ts';

const base = organisationOf(smallFiles());
const changed = (path: string, change: (text: string) => string) =>
  organisationOf(
    smallFiles().map((file) =>
      file.path === path && 'text' in file ? { path, text: change(file.text) } : file,
    ),
  );

test('another triage team moves whatever nobody owns', () => {
  const head = changed('tocsin.yaml', (text) => text.replace('triage: desk', 'triage: shop'));
  expect(compareOwnership(base, head).moves).toEqual([
    {
      kind: 'triage',
      name: 'whatever nobody owns',
      from: { team: 'desk', service: null, product: null, place: null },
      to: { team: 'shop', service: null, product: null, place: null },
      entries: 0,
    },
  ]);
  expect(compareOwnership(base, base)).toEqual({ moves: [], teams: [] });
});

test('another mode is a change of the team', () => {
  const head = changed('ownership/teams/shop.yaml', (text) => `${text}mode: shadow\n`);
  expect(compareOwnership(base, head).teams).toEqual([
    { team: 'shop', change: 'changed', facts: ['mode'] },
  ]);
});

const PRODUCT = 'ownership/products/sales.yaml';

test('another function of a service moves what names no function, as most signals do', () => {
  const head = changed(PRODUCT, (text) =>
    text.replace('name: Cart\n', 'name: Cart\n    function: database\n'),
  );
  expect(compareOwnership(base, head).moves).toMatchObject([
    { kind: 'service', name: 'cart', from: { team: 'shop' }, to: { team: 'stores' }, entries: 3 },
  ]);
});

test('another product is another cell of a service, also with the same team', () => {
  const files = smallFiles().flatMap((file) => ('text' in file ? [file] : []));
  const product = (id: string, services: string): { path: string; text: string } => ({
    path: `ownership/products/${id}.yaml`,
    text: `schema: tocsin/product@1\nname: ${id}\nfunction: database\n${services}`,
  });
  const ledger =
    'services:\n  - {id: new-ledger, name: Ledger, function: database, teams: {database: stores}}\n';
  const before = organisationOf([
    ...files,
    product('books', ledger),
    product('toys', 'services: []\n'),
  ]);
  const after = organisationOf([
    ...files,
    product('books', 'services: []\n'),
    product('toys', ledger),
  ]);
  expect(compareOwnership(before, after).moves).toMatchObject([
    {
      kind: 'service',
      name: 'new-ledger',
      from: { team: 'stores', product: 'books' },
      to: { team: 'stores', product: 'toys' },
    },
  ]);
});

test('another fallback of a product moves what names the product and none of its services', () => {
  const other = changed(PRODUCT, (text) => text.replace('{database: stores}', '{database: desk}'));
  expect(compareOwnership(base, other).moves).toMatchObject([
    { kind: 'product', name: 'sales (database)', from: { team: 'stores' }, to: { team: 'desk' } },
  ]);
  const further = changed(PRODUCT, (text) =>
    text.replace('{database: stores}', '{backend: shop, database: stores}'),
  );
  expect(compareOwnership(base, further).moves).toMatchObject([
    { kind: 'product', name: 'sales', from: null, to: { team: 'shop' } },
  ]);
});

test.each([
  ['!src/generated', '!src/generated'],
  ['!**/generated/**', 'src/** !**/generated/**'],
])('taking %s out of a folder moves what lies there, and nothing else', (exception, name) => {
  const product = 'ownership/products/sales.yaml';
  const withPaths = (...paths: readonly string[]) =>
    changed(product, (text) =>
      text.replace(
        'name: Cart\n',
        `name: Cart\n    code: [{repo: web, paths: ${JSON.stringify(paths)}}]\n`,
      ),
    );
  const { moves } = compareOwnership(withPaths('src/**'), withPaths('src/**', exception));
  expect(moves).toMatchObject([{ name: `web:${name}`, from: { team: 'shop' }, to: null }]);
});
