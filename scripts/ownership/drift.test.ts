import { describe, expect, test } from 'vitest';
import { exampleOrganisation } from '../rules/fixtures/organisation.ts';
import { type DriftFlag, type FileContribution, measureDrift } from './drift.ts';

const organisation = exampleOrganisation();
const owner = 'payments';
const other = 'storefront';
const memberOf = (team: string): string => organisation.teams.get(team)?.members[0] ?? '';

function commitsOf(login: string, count: number): readonly FileContribution[] {
  return Array.from({ length: count }, () => ({
    name: login,
    address: `${login}@users.noreply.github.com`,
    at: '2026-11-01T00:00:00.000Z',
    files: ['services/payments/main.ts'],
  }));
}

function flagOf(own: number, others: number, strangers: number): DriftFlag['kind'] | null {
  const changes = [
    ...commitsOf(memberOf(owner), own),
    ...commitsOf(memberOf(other), others),
    ...commitsOf('somebody-else', strangers),
  ];
  const drifts = measureDrift(organisation, 'shop', changes, '2026-11-21T00:00:00.000Z');
  return drifts.find(({ service }) => service === 'payments-api')?.flag?.kind ?? null;
}

describe('an entry of the map looks wrong', () => {
  test('when its team made under a quarter of the commits, not exactly a quarter', () => {
    expect(flagOf(25, 75, 0)).toBeNull();
    expect(flagOf(24, 76, 0)).toBe('others_work_here');
  });

  test('when another team made more than half of them, not exactly half', () => {
    expect(flagOf(1, 5, 4)).toBeNull();
    expect(flagOf(1, 6, 3)).toBe('others_work_here');
  });
});
