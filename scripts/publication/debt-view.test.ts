import { expect, test } from 'vitest';
import { incidentOf, itemOf, postmortemOf } from '../postmortems/testing/incident.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { viewDebt } from './debt-view.ts';

const organisation = exampleOrganisation();
const NOW = '2026-12-20T10:00:00.000Z';

test('the debt counts by status, team and type, and lists what waits, the oldest first', () => {
  const old = incidentOf({
    id: '2026-10-01-shop',
    at: { declared: '2026-10-01T09:00:00.000Z', resolved: '2026-10-01T10:00:00.000Z' },
    actions: [itemOf({ status: 'proposed', ownerTeam: 'platform', type: 'detect', due: null })],
  });
  const young = incidentOf();
  const postmortem = postmortemOf({
    actionItems: [
      itemOf({ id: 'A1', due: '2026-12-19' }),
      itemOf({ id: 'A2', status: 'done', due: '2026-12-01', done: '2026-12-01' }),
      itemOf({ id: 'A3', status: 'done', due: '2026-12-01', done: '2026-12-02' }),
      itemOf({ id: 'A4', status: 'done', due: '2026-12-01' }),
      itemOf({ id: 'A5', status: 'dropped' }),
    ],
  });
  const view = viewDebt({
    organisation,
    incidents: [young, old],
    postmortems: [postmortem],
    now: NOW,
  });
  expect(view.total).toMatchObject({
    open: 2,
    proposed: 1,
    accepted: 1,
    overdue: 1,
    done: 3,
    dropped: 1,
    onTime: { known: 2, inTime: 1 },
    ages: [29, 80],
    ageDays: null,
  });
  expect(
    view.open.map(({ incident, id, ageDays, isOverdue }) => [incident, id, ageDays, isOverdue]),
  ).toEqual([
    ['2026-10-01-shop', 'A1', 80, false],
    ['2026-11-21-payments-api', 'A1', 29, true],
  ]);
  expect(view.teams.map(({ team, open }) => [team, open])).toEqual([
    ['payments', 1],
    ['platform', 1],
  ]);
  expect(view.types.find(({ type }) => type === 'detect')?.open).toBe(1);
});

test('a hotfix is debt until something definitive of the same incident is accepted or done', () => {
  const hotfixes = (...debts: readonly Parameters<typeof itemOf>[0][]): number =>
    viewDebt({
      organisation,
      incidents: [
        incidentOf({
          actions: debts.map((each, index) => itemOf({ id: `A${index + 1}`, ...each })),
        }),
      ],
      postmortems: [],
      now: NOW,
    }).total.hotfixes;
  const hotfix = { debt: 'hotfix', status: 'done' } as const;
  expect(hotfixes(hotfix)).toBe(1);
  expect(hotfixes(hotfix, { debt: 'definitive', status: 'proposed' })).toBe(1);
  expect(hotfixes(hotfix, { debt: 'definitive', status: 'accepted' })).toBe(0);
});

test('a definitive repair follows its hotfix after so many days, the first one counts', () => {
  const daysOf = (...items: readonly Parameters<typeof itemOf>[0][]): readonly number[] =>
    viewDebt({
      organisation,
      incidents: [
        incidentOf({
          actions: items.map((each, index) => itemOf({ id: `A${index + 1}`, ...each })),
        }),
      ],
      postmortems: [],
      now: NOW,
    }).total.hotfixDays;
  const hotfix = { debt: 'hotfix', status: 'done', done: '2026-10-30' } as const;
  const repair = { debt: 'definitive', status: 'done', done: '2026-11-11' } as const;
  expect(daysOf(hotfix)).toEqual([]);
  expect(daysOf(hotfix, { ...repair, status: 'accepted' })).toEqual([]);
  expect(daysOf(hotfix, { ...repair, done: '2026-11-20' }, repair)).toEqual([12]);
  expect(daysOf({ ...hotfix, done: '2026-11-12' }, hotfix, repair)).toEqual([0, 12]);
});

test('ages are told from eight items on: half of them, and nine tenths, are no older', () => {
  const incidents = Array.from({ length: 10 }, (_, index) =>
    incidentOf({
      id: `2026-12-${String(index + 1).padStart(2, '0')}-shop`,
      at: { resolved: `2026-12-${String(20 - index).padStart(2, '0')}T10:00:00.000Z` },
      actions: [itemOf()],
    }),
  );
  const ages = (count: number): unknown =>
    viewDebt({ organisation, incidents: incidents.slice(0, count), postmortems: [], now: NOW })
      .total.ageDays;
  expect(ages(7)).toBeNull();
  expect(ages(10)).toEqual({ p50: 4, p90: 8 });
});
