// The internal view as a whole: sums that agree, nothing dropped, and each part from the example organisation.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActionItem } from '../../model/action-item.ts';
import { INCIDENT_STATES, type Incident } from '../../model/incident.ts';
import { addMs, toMs } from '../../model/instant.ts';
import { loadState } from '../../validation/load.ts';
import { readAllFiles } from '../../workspace/read.ts';
import { fileURLToPath } from 'node:url';
import type { PublicationInput } from '../public-view.ts';
import { viewInside } from './inside.ts';
import { SLICE_KINDS, type InsideView, type ShareView, type SliceView } from './view.ts';

const NOW = '2026-11-21T09:30:00.000Z';
const HOUR = 3_600_000;
const NOTHING = { total: 0, covered: 0, unowned: 0, missing: [] };
const example = load();

function load(): PublicationInput {
  const loaded = loadState(readAllFiles(fileURLToPath(new URL('../../../', import.meta.url))));
  if (loaded.kind === 'invalid') throw new Error('the example organisation is invalid');
  return { ...loaded.state, revision: null, now: NOW };
}

const [template] = example.incidents.filter(
  ({ kind, state }) => kind === 'incident' && state === 'closed',
);

function incident(id: string, changes: Partial<Incident>): Incident {
  if (template === undefined) throw new Error('the example has no closed incident');
  return { ...template, id, postmortem: null, actions: [], ...changes };
}

const view = (incidents: readonly Incident[], more: Partial<PublicationInput> = {}): InsideView =>
  viewInside({ ...example, postmortems: [], incidents, ...more });

const slice = ({ slices }: InsideView, kind: SliceView['kind'], id: string | null): SliceView => {
  const found = slices.find((each) => each.kind === kind && each.id === id);
  if (found === undefined) throw new Error(`no slice ${kind} ${id}`);
  return found;
};

const time = (of: SliceView, id: string): SliceView['times'][number] => {
  const found = of.times.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no time ${id}`);
  return found;
};

const promised: ActionItem = {
  id: 'A1',
  title: 'Pin it',
  type: 'prevent',
  debt: 'none',
  status: 'accepted',
  ownerTeam: 'payments',
  assignee: null,
  due: '2026-12-01',
  issue: null,
};

describe('the page of an incident', () => {
  test('is there for each one, open or over, public or not', () => {
    const { incidents, pages } = viewInside(example);
    expect(pages.map(({ id }) => id).toSorted()).toEqual(incidents.map(({ id }) => id).toSorted());
    expect(pages.some(({ isPublic }) => !isPublic)).toBe(true);
    expect(pages.some(({ isSettled }) => !isSettled)).toBe(true);
  });

  test('says what people wrote down, what customers saw, and who took it', () => {
    const { pages, incidents } = viewInside(example);
    const page = pages.find(({ id }) => id === '2026-11-20-observability');
    expect(page?.story.summary).toContain('lost its disk');
    expect(page?.story.summary).not.toContain('acknowledges');
    expect(page?.story.rest).toContain('<h3>Timeline</h3>');
    expect(page?.story.rest).toContain('@sami-virtanen acknowledges');
    const order = pages.find(({ id }) => id === '2026-11-13-order-api');
    expect(order?.components[0]).toMatchObject({
      name: 'Placing orders',
      suffered: { worst: 'major_outage' },
    });
    expect(order?.story.rest).not.toContain('Public updates');
    const taken = incidents.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
    expect(taken.filter(({ takenBy }) => takenBy === null)).toEqual([]);
  });

  test('changes with every word of it', () => {
    const [id = ''] = [...(example.bodies ?? new Map<string, string>()).keys()];
    const digestIn = (more: string) =>
      view(example.incidents, {
        bodies: new Map([[id, `## Summary\n\n${more}`]]),
      }).pages.find((page) => page.id === id)?.digest;
    expect(digestIn('One')).not.toBe(digestIn('Two'));
  });

  test('tells how it stands to others from both sides', () => {
    const [first, second] = [
      incident('2026-11-01-a', {}),
      incident('2026-11-02-b', {
        relations: { causedBy: ['2026-11-01-a', '2026-10-01-gone'], duplicateOf: '2026-11-01-a' },
      }),
    ];
    const { pages } = view([first, second]);
    expect(pages.map(({ relations }) => relations)).toEqual([
      [
        { how: 'has_duplicate', incident: '2026-11-02-b', isKnown: true },
        { how: 'caused', incident: '2026-11-02-b', isKnown: true },
      ],
      [
        { how: 'duplicate_of', incident: '2026-11-01-a', isKnown: true },
        { how: 'caused_by', incident: '2026-11-01-a', isKnown: true },
        { how: 'caused_by', incident: '2026-10-01-gone', isKnown: false },
      ],
    ]);
  });

  test('stays as it is once nothing is owed any more, and not before', () => {
    const owed = incident('2026-11-01-a', { postmortemOwed: true });
    const owing = incident('2026-11-02-b', {
      category: 'other',
      severity: 'sev4',
      severityMax: 'sev4',
      actions: [promised],
    });
    const done = incident('2026-11-03-c', {
      category: 'other',
      severity: 'sev4',
      severityMax: 'sev4',
    });
    const { pages } = view([owed, owing, done]);
    expect(pages.map(({ isSettled }) => isSettled)).toEqual([false, false, true]);
    const [before, after] = [view([done]), view([{ ...done, title: 'Another' }])];
    expect(after.pages[0]?.digest).not.toBe(before.pages[0]?.digest);
  });
});

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
          return incident(`2026-11-01-service-${index}`, {
            kind: draft.kind,
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
        expect(rows).toHaveLength(drafts.filter(({ kind }) => kind === 'incident').length);
        expect((sums[0]?.['open'] ?? 0) + (sums[0]?.['past'] ?? 0)).toBe(rows.length);
      }),
      { numRuns: 40 },
    );
  });

  test('count an incident for the service that it names first and list it for the others', () => {
    const shown = view([incident('2026-11-01-a', { services: ['order-api', 'payments-api'] })]);
    expect(slice(shown, 'service', 'order-api').past).toEqual(['2026-11-01-a']);
    expect(slice(shown, 'service', 'payments-api')).toMatchObject({
      past: [],
      involved: ['2026-11-01-a'],
    });
  });

  test('know what is late, by the clocks of the room', () => {
    const declared = addMs(NOW, -2 * HOUR);
    const shown = view([
      incident('2026-11-21-a', {
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

/** What is over has the time of its end, and nothing else has. */
function withoutEnd(each: Incident): Incident {
  const { resolved, ...at } = each.at;
  return each.state === 'resolved' && resolved !== undefined ? each : { ...each, at };
}

describe('times', () => {
  const started = addMs(NOW, -48 * HOUR);
  const many = (
    count: number,
    at: Incident['at'],
    state: Incident['state'] = 'closed',
  ): readonly Incident[] =>
    Array.from({ length: count }, (_, index) =>
      incident(`2026-11-19-${state}-${index}`, { state, at }),
    );
  const ended = { started, declared: started, resolved: addMs(started, HOUR) };

  test('are a list below eight incidents and have percentiles from eight on', () => {
    const ttr = (count: number) => time(slice(view(many(count, ended)), 'all', null), 'ttr');
    expect(ttr(7).summary).toBeNull();
    expect(ttr(7).points).toHaveLength(7);
    expect(ttr(8).summary).toEqual({ medianMs: HOUR, p90Ms: HOUR });
  });

  test('keep what is open as open, and say when a percentile cannot be known', () => {
    const open = many(6, { started, declared: started }, 'investigating');
    const ttr = time(slice(view([...many(4, ended), ...open]), 'all', null), 'ttr');
    expect(ttr.points.filter(({ isOpen }) => isOpen).map(({ ms }) => ms)).toEqual(
      Array.from({ length: 6 }, () => 48 * HOUR),
    );
    expect(ttr.summary).toEqual({ medianMs: null, p90Ms: null });
  });

  test('keep what is open in each state whose end can still come', () => {
    const states = ['triage', 'investigating', 'identified', 'monitoring', 'resolved'] as const;
    const all = states.map((state) =>
      incident(`2026-11-19-${state}`, {
        state,
        at: { started, declared: started, acknowledged: started, resolved: started },
      }),
    );
    const openIn = (id: string): readonly string[] =>
      time(slice(view(all.map(withoutEnd)), 'all', null), id)
        .points.filter(({ isOpen }) => isOpen)
        .map(({ incident: each }) => each.slice('2026-11-19-'.length));
    expect(openIn('tti')).toEqual(['investigating', 'triage']);
    expect(openIn('ttm')).toEqual(['identified', 'investigating', 'triage']);
    expect(openIn('ttr')).toEqual(['identified', 'investigating', 'monitoring', 'triage']);
    expect(openIn('close')).toEqual(['resolved']);
  });

  test('ask for the cause of an open incident once somebody took it', () => {
    const open = { started, declared: started };
    const asked = (state: Incident['state']) =>
      time(slice(view(many(1, open, state)), 'all', null), 'tti');
    expect(asked('investigating')).toMatchObject({ asked: 0, missing: 0 });
    expect(asked('identified')).toMatchObject({ asked: 1, missing: 1 });
    const { points } = time(slice(view(many(1, open, 'investigating')), 'all', null), 'tta');
    expect(points).toMatchObject([{ isOpen: true }]);
  });

  test('are of weeks in the zone of the organisation', () => {
    // A Sunday night in UTC, and Monday there.
    const night = '2026-11-15T23:30:00.000Z';
    const counted = (zone: string): string | undefined =>
      slice(
        view([incident('2026-11-15-a', { at: { started: night } })], {
          organisation: {
            ...example.organisation,
            settings: { ...example.organisation.settings, zone },
          },
        }),
        'all',
        null,
      ).weeks.find(({ counts }) => Object.values(counts).some((count) => count > 0))?.monday;
    expect([counted('UTC'), counted('Europe/Amsterdam')]).toEqual(['2026-11-09', '2026-11-16']);
  });

  test('count an incident whose endpoint is missing or lies before its beginning, and guess nothing', () => {
    const without = many(1, { started, declared: started });
    const backwards = [
      incident('2026-11-19-b', { at: { ...ended, resolved: addMs(started, -1) } }),
    ];
    const ttr = time(slice(view([...without, ...backwards]), 'all', null), 'ttr');
    expect(ttr).toMatchObject({ asked: 2, missing: 2, points: [] });
  });

  test('go from the instants that they name', () => {
    const at = Object.fromEntries(
      [
        'started',
        'detected',
        'declared',
        'acknowledged',
        'identified',
        'mitigated',
        'resolved',
        'closed',
      ].map((name, index) => [name, addMs(started, index * index * 60_000)]),
    );
    const { times } = slice(view([incident('2026-11-19-a', { at, public: null })]), 'all', null);
    expect(
      Object.fromEntries(times.map(({ id, points }) => [id, (points[0]?.ms ?? -1) / 60_000])),
    ).toMatchObject({
      ttd: 1,
      declare: 3,
      tta: 8,
      tti: 7,
      ttm: 25,
      ttr: 36,
      'ttr-slo': 35,
      close: 13,
    });
  });

  test('leave out mistakes, copies and maintenance, and say how many', () => {
    const others = [
      incident('2026-11-19-a', { state: 'declined', at: ended }),
      incident('2026-11-19-b', { state: 'duplicate', at: ended }),
      incident('2026-11-19-c', { kind: 'maintenance', at: ended }),
      incident('2026-11-19-d', { kind: 'maintenance', state: 'declined', at: ended }),
    ];
    const all = slice(view([...others, ...many(1, ended)]), 'all', null);
    expect(time(all, 'ttr').asked).toBe(1);
    expect(all.excluded).toEqual({ maintenance: 2, declined: 1, duplicate: 1, older: 0 });
    expect(
      all.weeks.reduce((sum, { counts }) => sum + Object.values(counts).reduce((a, b) => a + b), 0),
    ).toBe(1);
  });

  test('look back a year, and further at what is open', () => {
    const old = { started: '2025-01-01T00:00:00.000Z', declared: '2025-01-01T00:00:00.000Z' };
    const shown = view([
      incident('2025-01-01-a', { at: { ...old, resolved: '2025-01-01T01:00:00.000Z' } }),
      incident('2025-01-01-b', { state: 'investigating', at: old }),
    ]);
    expect(time(slice(shown, 'all', null), 'ttr').points).toEqual([
      { incident: '2025-01-01-b', ms: toMs(NOW) - toMs(old.started), isOpen: true },
    ]);
  });
});

describe('the other parts of the example organisation', () => {
  const shown = viewInside({
    ...example,
    recorded: {
      coverage: {
        files: null,
        endpoints: NOTHING,
        services: NOTHING,
        signals: NOTHING,
        cells: [],
        orphans: [],
        ghosts: [],
      },
      decisions: [{ trace: [entryOf(0), entryOf(0)] }, { trace: [entryOf(0), entryOf(1)] }],
    },
  });

  test('name each rule with its place and for how many signals it decided', () => {
    const severity = shown.rules.stages.find(({ stage }) => stage === 'severity')?.rules ?? [];
    expect(shown.rules.signals).toBe(2);
    expect(severity.slice(0, 3).map(({ decided }) => decided)).toEqual([2, 1, 0]);
    expect(severity[0]?.place).toMatch(/^rules\/.+\.yaml:\d+$/);
  });

  test('hold the whole text and the causes of each post-mortem', () => {
    const written = shown.postmortems.written.find(
      ({ incident: id }) => id === '2026-09-14-payments-api',
    );
    expect(written?.html).toContain('Thirteen hours later');
    expect(written?.html).toContain('<h3>Root cause</h3>');
    expect(written?.factors.map(({ category }) => category)).toEqual([
      'dependency',
      'testing',
      'capacity',
    ]);
    expect(
      shown.postmortems.causes.find(({ category }) => category === 'testing')?.incidents,
    ).toContain('2026-09-14-payments-api');
  });

  test('name incidents that need a post-mortem and have none', () => {
    const bare = viewInside({ ...example, postmortems: [] });
    expect(bare.postmortems.lacking.map(({ incident: id }) => id)).toContain(
      '2026-09-14-payments-api',
    );
    expect(shown.postmortems.lacking.map(({ incident: id }) => id)).not.toContain(
      '2026-09-14-payments-api',
    );
  });

  test('hold every service once, and what it needs among them', () => {
    const ids = shown.graph.nodes.map(({ id }) => id);
    expect(ids).toEqual([...example.organisation.services.keys()]);
    expect(shown.graph.edges.length).toBeGreaterThan(10);
    for (const { from, to } of shown.graph.edges)
      expect(ids, `${from} needs ${to}`).toEqual(expect.arrayContaining([from, to]));
  });

  test('hold every stakeholder group once, in its quadrant', () => {
    const groups = shown.matrix.flatMap(({ quadrant, groups: own }) =>
      own.map(({ id }) => [id, quadrant]),
    );
    expect(Object.fromEntries(groups)).toEqual(
      Object.fromEntries(
        example.organisation.stakeholders.map(({ id, quadrant }) => [id, quadrant]),
      ),
    );
  });
});

function entryOf(index: number) {
  const rule = example.organisation.rules.severity[index];
  if (rule === undefined) throw new Error('too few rules');
  return {
    stage: 'severity' as const,
    result: '',
    by: { id: rule.id, place: rule.place },
    others: [],
  };
}

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
    asked: sum(({ times }) => times.reduce((total, { asked }) => total + asked, 0)),
    points: sum(({ times }) => times.reduce((total, { points }) => total + points.length, 0)),
  };
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
