import { describe, expect, test } from 'vitest';
import { EXAMPLE } from '../validation/fixtures/plant.ts';
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
