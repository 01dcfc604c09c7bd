// What is confidential learns of nothing, and nothing learns of it.
import { describe, expect, test } from 'vitest';
import { minute, organisationOf, smallFiles } from '../rules/fixtures/organisation.ts';
import { createWorld, type World } from './fixtures/world.ts';

const report = { kind: 'report', vendor: 'zendesk', severity: 'medium' } as const;

describe('a customer’s report', () => {
  const open = (): World => {
    const files = smallFiles();
    const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
    world.send({});
    // As somebody declares it: no rule grouped anything.
    world.person('2026-11-21-shop', { group: null });
    return world;
  };
  const joins = (set: Readonly<Record<string, string | null>>): boolean => {
    const world = open();
    world.person('2026-11-21-shop', set);
    world.send({ ...report, dedupKey: '1' }, { source: 'other' });
    return world.incidents().length === 1;
  };

  test('joins what was declared of its service, but nothing confidential', () => {
    expect(joins({})).toBe(true);
    expect(joins({ category: 'security' })).toBe(true);
    expect(joins({ 'public.visibility': 'restricted' })).toBe(false);
    expect(joins({ category: 'security', public: null })).toBe(false);
  });
});
