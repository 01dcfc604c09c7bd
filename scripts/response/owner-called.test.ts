// Whose people are called without a signal of theirs: the owner that the incident names, not whom its service names first.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Effect } from '../model/effect.ts';
import { nameOf } from '../rules/destinations.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';

const PRODUCT = `schema: tocsin/product@1
name: Sales
function: backend
services:
  - {id: web, name: Web, teams: {backend: shop}, needs: [db]}
  - {id: db, name: Database, teams: {backend: shop, database: stores}, needs: [disk]}
  - {id: disk, name: Disk, teams: {backend: shop}}
`;

const files: readonly SourceFile[] = smallFiles().map((file) => {
  if (!('text' in file)) return file;
  const { path, text } = file;
  if (path === 'ownership/products/sales.yaml') return { path, text: PRODUCT };
  if (path !== 'rules/00-global.yaml') return file;
  const also =
    '  - {id: security, when: {label.alertname: Breach}, also: [{channel: "#security"}]}\n';
  return { path, text: text.replace('notify:\n', `notify:\n${also}`) };
});
const open = (store = true): World =>
  createWorld({ organisation: organisationOf(files), files, start: minute(0), store });
const told = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'notify' && effect.isExplained !== true
      ? [`${effect.event}: ${effect.destinations.map(nameOf).join(', ')}`]
      : [],
  );
const fails = (world: World, service: string, more: object = {}): readonly string[] =>
  told(world.send({ service, dedupKey: service, severity: 'high', ...more }).effects);

describe('what makes an incident worse calls its own owner', () => {
  test.each([
    ['by function', { function: 'database' }, '#stores'],
    ['by team', { team: 'desk' }, '#desk'],
  ])('named %s', (_how, by, owner) => {
    for (const store of [true, false]) {
      const world = open(store);
      expect(fails(world, 'db', { severity: 'medium', ...by })).toEqual([`opened: ${owner}`]);
      expect(fails(world, 'web', { severity: 'high' })).toEqual([
        'impacted: #shop',
        `raised: ${owner}`,
      ]);
    }
  });

  test('also where an incident that it took over does', () => {
    const world = open();
    fails(world, 'web');
    fails(world, 'db', { severity: 'medium', function: 'database' });
    expect(told(world.time(world.now()))).toEqual(['raised: #stores']);
  });

  test('and those whom a rule adds for what it is about', () => {
    const world = open();
    fails(world, 'db', { severity: 'medium', labels: { alertname: 'Breach' } });
    expect(fails(world, 'web')).toEqual(['raised: #shop, #security']);
  });

  test.each(['high', 'critical'] as const)(
    'and nobody twice at once where its own team answers for what made it worse: %s',
    (severity) => {
      const world = open();
      expect(fails(world, 'db', { severity: 'medium' })).toEqual(['opened: #shop']);
      expect(fails(world, 'web', { severity })).toEqual(['raised: #shop']);
      expect(world.only().called).toEqual(['#shop']);
      expect(world.findings()).toEqual([]);
    },
  );
});

test('what still fails after its cause calls the owner that its signal named', () => {
  const world = open();
  fails(world, 'disk');
  fails(world, 'db', { function: 'database' });
  world.send({ service: 'disk', dedupKey: 'disk', action: 'resolve' });
  expect(told(world.time(minute(9)))).toEqual(['uncovered: #stores']);
  expect(world.text()).toContain('stores is called');
});
