// Teams, functions, products and services: sums that agree, nothing dropped.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActionItem } from '../../model/action-item.ts';
import { INCIDENT_STATES, type Incident } from '../../model/incident.ts';
import { addMs } from '../../model/instant.ts';
import { NOW, closedIncident } from '../testing/inside.ts';
import { HOUR, view, slice, promised } from '../testing/inside-parts.ts';
import { SLICE_KINDS, type ShareView, type SliceView, type TimePoint } from './view.ts';

const anyIncident = fc.record({
  state: fc.constantFrom(...INCIDENT_STATES),
  team: fc.constantFrom('payments', 'platform', 'a-team-that-was-removed'),
  discipline: fc.constantFrom('backend', 'database', 'gone'),
  product: fc.constantFrom('payments', 'ordering', null),
  services: fc.constantFrom<readonly string[]>(
    [],
    ['payments-api'],
    ['order-api', 'payments-api'],
    ['gone'],
  ),
  acknowledged: fc.boolean(),
  hoursAgo: fc.integer({ min: 1, max: 2000 }),
  kind: fc.constantFrom<Incident['kind']>('incident', 'incident', 'maintenance'),
  resolvedAfter: fc.option(fc.integer({ min: 1, max: 300 })),
  updatesAfter: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 4 }),
  told: fc.constantFrom(
    '[opened] x reports a problem: sev2, owner a by b',
    '[delegated] a → b by @c',
    '[resolved] @c',
    '[reopened, resolved 2026-11-01 09:00 UTC before] by @c',
    'nothing',
  ),
  problems: fc.integer({ min: 0, max: 3 }),
  takenBy: fc.constantFrom('ada', null),
  items: fc.array(
    fc.record({
      status: fc.constantFrom<ActionItem['status']>('proposed', 'accepted', 'done', 'dropped'),
      ownerTeam: fc.constantFrom('payments', 'platform', 'a-team-that-never-was'),
      due: fc.constantFrom('2026-11-01', '2026-12-01', null),
      done: fc.constantFrom('2026-10-30', '2026-11-10'),
    }),
    { maxLength: 3 },
  ),
});

/** The Markdown of one line of Tocsin's. */
function bodyOf(told: string): string {
  return `## Timeline\n\n### 2026-11-01 (UTC)\n\n- 10:00 ${told} <!-- e:k -->\n`;
}

describe('slices', () => {
  test('agree in every sum, whatever the incidents name', () => {
    fc.assert(
      fc.property(fc.array(anyIncident, { maxLength: 25 }), (drafts) => {
        const incidents = drafts.map((draft, index) => {
          const declared = addMs(NOW, -draft.hoursAgo * HOUR);
          return closedIncident(`2026-11-01-service-${index}`, {
            kind: draft.kind,
            takenBy: draft.takenBy,
            severity: 'sev2',
            severityMax: 'sev2',
            state: draft.state,
            owner: { team: draft.team, function: draft.discipline, product: draft.product },
            services: draft.services,
            at: {
              declared,
              ...(draft.acknowledged ? { acknowledged: declared } : {}),
              ...(draft.resolvedAfter === null
                ? {}
                : { resolved: addMs(declared, draft.resolvedAfter * HOUR) }),
            },
            updates: draft.updatesAfter
              .toSorted((left, right) => left - right)
              .map((hours) => ({
                at: addMs(declared, hours * HOUR),
                status: 'investigating',
                text: 'x',
              })),
            problems: Object.fromEntries(
              Array.from({ length: draft.problems }, (_, at) => [
                `p${at}`,
                { state: 'recovered' as const, since: declared, at: declared },
              ]),
            ),
            actions: draft.items.map((item, at) => ({ ...promised, ...item, id: `A${at + 1}` })),
          });
        });
        const bodies = new Map(
          incidents.map(({ id }, index) => [id, bodyOf(drafts[index]?.told ?? '')]),
        );
        const { slices, incidents: rows } = view(incidents, { bodies });
        const sums = SLICE_KINDS.map((kind) => sumsOf(slices.filter((each) => each.kind === kind)));
        for (const sum of sums) expect(sum).toEqual(sums[0]);
        expect(sums[0]?.['underWay']).toBe(sums[0]?.['open']);
        expect(rows).toHaveLength(drafts.filter(({ kind }) => kind === 'incident').length);
        expect((sums[0]?.['open'] ?? 0) + (sums[0]?.['past'] ?? 0)).toBe(rows.length);
      }),
      { numRuns: 40 },
    );
  });

  test('count an incident for the service that it names first and list it for the others', () => {
    const shown = view([
      closedIncident('2026-11-01-a', { services: ['order-api', 'payments-api'] }),
    ]);
    expect(slice(shown, 'service', 'order-api').past).toEqual(['2026-11-01-a']);
    expect(slice(shown, 'service', 'payments-api')).toMatchObject({
      past: [],
      involved: ['2026-11-01-a'],
    });
  });

  test('take people’s time of what was resolved within the year, and all else of what began in it', () => {
    const days = (ago: number): string => addMs(NOW, -ago * 24 * HOUR);
    const over = (id: string, began: number, resolved: number, more: Partial<Incident> = {}) =>
      closedIncident(id, {
        takenBy: 'ada',
        at: { started: days(began), declared: days(began), resolved: days(resolved) },
        ...more,
      });
    const shown = view([
      over('2025-11-01-long', 380, 360),
      over('2025-11-01-gone', 380, 370),
      over('2025-11-01-none', 380, 360, { state: 'declined' }),
    ]);
    const { peopleTime, severityTimes, excluded } = slice(shown, 'all', null);
    expect(peopleTime.time.points.map(({ incident }) => incident)).toEqual(['2025-11-01-long']);
    expect(peopleTime.excluded).toEqual({ maintenance: 0, declined: 1, duplicate: 0, older: 1 });
    expect(severityTimes.asked).toBe(0);
    expect(excluded).toEqual({ maintenance: 0, declined: 0, duplicate: 0, older: 2 });
  });

  test('know what is late, by the clocks of the room', () => {
    const declared = addMs(NOW, -2 * HOUR);
    const shown = view([
      closedIncident('2026-11-21-a', {
        state: 'triage',
        severity: 'sev1',
        at: { declared },
        public: null,
        components: {},
      }),
    ]);
    expect(slice(shown, 'all', null)).toMatchObject({
      open: ['2026-11-21-a'],
      unacknowledged: ['2026-11-21-a'],
      overdue: ['2026-11-21-a'],
    });
    expect(shown.incidents[0]?.next?.kind).toBe('acknowledge');
    expect(shown.incidents[0]?.overdue).toContain('acknowledge');
  });
});

function sumsOf(slices: readonly SliceView[]): Record<string, number> {
  const sum = (of: (each: SliceView) => number): number =>
    slices.reduce((total, each) => total + of(each), 0);
  return {
    open: sum(({ open }) => open.length),
    unacknowledged: sum(({ unacknowledged }) => unacknowledged.length),
    overdue: sum(({ overdue }) => overdue.length),
    past: sum(({ past }) => past.length),
    maintenance: sum(({ excluded }) => excluded.maintenance),
    declined: sum(({ excluded }) => excluded.declined),
    duplicate: sum(({ excluded }) => excluded.duplicate),
    older: sum(({ excluded }) => excluded.older),
    problems: sum(({ problems }) => problems.counts.reduce((total, count) => total + count, 0)),
    unheard: sum(({ problems }) => problems.missing),
    ...Object.fromEntries(
      ACTION_FIGURES.map((name) => [`actions ${name}`, sum(({ actions }) => actions[name])]),
    ),
    inTime: sum(({ actions }) => actions.onTime.inTime),
    ...Object.fromEntries(
      (slices[0]?.breakdown ?? []).map(({ name }, at) => [
        name,
        sum(({ breakdown }) =>
          (breakdown[at]?.rows ?? []).reduce((total, { count }) => total + count, 0),
        ),
      ]),
    ),
    ages: sum(({ actions }) => actions.ages.length),
    ...Object.fromEntries(
      (slices[0]?.shares ?? []).flatMap(({ id }) =>
        Object.entries(SHARE_FIGURES).map(([name, figure]) => [
          `${id} ${name}`,
          sum(({ shares }) =>
            shares
              .filter((share) => share.id === id)
              .reduce((total, share) => total + figure(share), 0),
          ),
        ]),
      ),
    ),
    severityAsked: sum(({ severityTimes }) => severityTimes.asked),
    severityMissing: sum(({ severityTimes }) => severityTimes.missing),
    severityMs: sum(({ severityTimes }) =>
      severityTimes.rows.reduce((total, { points }) => total + msOf(points), 0),
    ),
    peopleAsked: sum(({ peopleTime }) => peopleTime.time.asked),
    peopleMissing: sum(({ peopleTime }) => peopleTime.time.missing),
    peopleMs: sum(({ peopleTime }) => msOf(peopleTime.time.points)),
    peopleExcluded: sum(({ peopleTime }) =>
      Object.values(peopleTime.excluded).reduce((total, count) => total + count, 0),
    ),
    underWay: sum(({ underWay }) => underWay.open),
    underWayMissing: sum(({ underWay }) => underWay.missing),
    ...Object.fromEntries(
      (slices[0]?.underWay.weeks ?? []).map(({ monday }, at) => [
        `open ${monday}`,
        sum(({ underWay }) =>
          Object.values(underWay.weeks[at]?.counts ?? {}).reduce((all, count) => all + count, 0),
        ),
      ]),
    ),
    asked: sum(({ times }) => times.reduce((total, { asked }) => total + asked, 0)),
    points: sum(({ times }) => times.reduce((total, { points }) => total + points.length, 0)),
  };
}

function msOf(points: readonly TimePoint[]): number {
  return points.reduce((total, { ms }) => total + ms, 0);
}

const ACTION_FIGURES = ['open', 'accepted', 'overdue', 'done', 'dropped'] as const;

const SHARE_FIGURES: Readonly<Record<string, (share: ShareView) => number>> = {
  count: ({ count }) => count,
  of: ({ of }) => of,
  late: ({ beyond }) => beyond?.late ?? 0,
  open: ({ beyond }) => beyond?.open ?? 0,
  pending: ({ pending }) => pending,
  missing: ({ missing }) => missing,
};
