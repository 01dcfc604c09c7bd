import { describe, expect, test } from 'vitest';
import { EXAMPLE } from '../validation/testing/plant.ts';
import { loadState } from '../validation/load.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { measureDrift } from './drift.ts';

const loaded = loadState(readOrganisationFiles(EXAMPLE));

/** The flag after so many commits of the owner, of another team, and of a third one, all of yesterday. */
function flagAfter(own: number, other: number, third: number): string | null | undefined {
  if (loaded.kind === 'invalid') throw new Error('the example is invalid');
  const people = [
    ...Array.from({ length: own }, () => 'mara-okafor'),
    ...Array.from({ length: other }, () => 'ines-carvalho'),
    ...Array.from({ length: third }, () => 'guest'),
  ];
  const changes = people.map((name) => ({
    at: '2026-11-20T10:00:00.000Z',
    name,
    address: `${name}@users.noreply.github.com`,
    files: ['services/payments/charge.ts'],
  }));
  const [drift] = measureDrift(
    loaded.state.organisation,
    'shop',
    changes,
    '2026-11-21T10:00:00.000Z',
  );
  expect(drift).toMatchObject({ service: 'payments-api', team: 'payments' });
  return drift?.flag?.kind ?? null;
}

const NOW = '2026-11-21T10:00:00.000Z';

type Author = readonly [login: string, at: string];

const driftOf = (authors: readonly Author[], change = (text: string): string => text) => {
  const state = loadState(
    readOrganisationFiles(EXAMPLE).map((file) =>
      'text' in file && /^ownership\/(?:teams|products)\//.test(file.path)
        ? { path: file.path, text: change(file.text) }
        : file,
    ),
  );
  if (state.kind === 'invalid') throw new Error('the example is invalid');
  const changes = authors.map(([name, at]) => ({
    at,
    name,
    address: `${name}@users.noreply.github.com`,
    files: ['services/payments/charge.ts'],
  }));
  return measureDrift(state.state.organisation, 'shop', changes, NOW)[0];
};

test('somebody in several teams works for the owner where that is one of them', () => {
  const both = (text: string): string =>
    text.includes('name: Ordering')
      ? text.replace('members:\n', 'members:\n  - mara-okafor\n')
      : text;
  const authors = Array.from({ length: 5 }, (): Author => [
    'mara-okafor',
    '2026-11-20T10:00:00.000Z',
  ]);
  expect(driftOf(authors, both)).toMatchObject({ share: 1, flag: null });
});

test('an owner who stopped is gone where others go on, and not where all stopped', () => {
  const reviewed = (text: string): string =>
    text.replaceAll(/reviewed: \S+/g, 'reviewed: 2025-11-30');
  const long: readonly Author[] = ['05', '06', '07', '08'].map((day): Author => [
    'mara-okafor',
    `2025-12-${day}T10:00:00.000Z`,
  ]);
  const other = (at: string): Author => ['ines-carvalho', at];
  const kindOf = (last: string): string | undefined =>
    driftOf([...long, other(last), other(last)], reviewed)?.flag?.kind;
  expect(kindOf('2026-11-01T10:00:00.000Z')).toBe('owner_is_gone');
  expect(kindOf('2025-12-09T10:00:00.000Z')).toBeUndefined();
});

describe('others work on the code of a service', () => {
  test('when its team made less than a quarter of the commits, not exactly that', () => {
    expect(flagAfter(2, 6, 0)).toBeNull();
    expect(flagAfter(1, 4, 0)).toBe('others_work_here');
  });

  test('when another team made more than half of them, not exactly that', () => {
    expect(flagAfter(1, 4, 3)).toBeNull();
    expect(flagAfter(1, 5, 3)).toBe('others_work_here');
  });
});
