// What is worth a look in rules, whether they change or not.
import { describe, expect, test } from 'vitest';
import type { Organisation } from '../model/organisation.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { critical, edit, failure, hourly, impactOf, muted, RULES } from './testing/sides.ts';

describe('worth a look', () => {
  const silence = (when: string): Organisation =>
    organisationOf([
      ...smallFiles(),
      {
        path: 'rules/silences/release.yaml',
        text: `schema: tocsin/silence@1\nreason: A release\nwhen: ${when}\nfrom: 2026-12-01T00:00:00Z\nuntil: 2026-12-02T00:00:00Z\n`,
      },
    ]);
  const signals = hourly(critical, { service: 'cart' }, { service: 'cart' }, {}, {}, {});

  test.for([
    ['{service: nothing-here}', 'matches none of the recorded signals'],
    ['{service: shop}', 'matches 4 of 6 firing signals (67 %) and would have hidden'],
  ])('is a silence of %s, since it %s', async ([when, sentence]) => {
    const files = silence(String(when).replace('nothing-here', 'ledger'));
    const [found] = (await impactOf(files, files, signals)).hygiene;
    expect(found).toMatchObject({ what: 'silence', id: 'release' });
    expect(found?.sentence).toContain(sentence);
  });

  test('is a silence that would have hidden who was called only by time', async () => {
    const both = { ...muted('06:00'), silences: silence('{service: shop}').silences };
    const [found] = (await impactOf(both, both, failure)).hygiene;
    expect(found?.sentence).toMatch(/would have hidden 1 that called people$/);
  });

  test('is no silence that hides a little', async () => {
    const files = silence('{service: cart}');
    const many = hourly(critical, {}, {}, {}, {}, {}, {}, {}, { service: 'cart' });
    expect((await impactOf(files, files, many)).hygiene).toEqual([]);
  });

  test('is a threshold that was never met', async () => {
    const files = edit(
      RULES,
      'gate:\n',
      'gate:\n  - {id: often, when: {service: cart}, threshold: {count: 5, within: 10m}}\n',
    );
    const [found] = (await impactOf(files, files, signals)).hygiene;
    expect(found).toMatchObject({ what: 'threshold', id: 'often' });
    expect(found?.sentence).toMatch(/^was never met/);
    expect((await impactOf(files, files, [])).hygiene).toEqual([]);
  });
});
