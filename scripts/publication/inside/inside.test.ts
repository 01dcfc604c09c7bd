// The page of an incident for people inside, and each other part from the example organisation.
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../model/decision.ts';
import type { Incident } from '../../model/incident.ts';
import { example, closedIncident } from '../testing/inside.ts';
import { NOTHING, view, promised } from '../testing/inside-parts.ts';
import { viewInside } from './inside.ts';

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

  test('names nobody as its taker who has not taken it since it was taken up again', () => {
    const at = '2026-11-01T10:00:00.000Z';
    const takerOf = (handover: Incident['handover']): string | null | undefined =>
      view([
        closedIncident('2026-11-01-a', {
          state: 'investigating',
          at: { declared: at, acknowledged: at },
          takenBy: 'mara-okafor',
          handover,
        }),
      ]).pages[0]?.takenBy;
    expect(takerOf(null)).toBe('mara-okafor');
    expect(takerOf({ at, taken: null })).toBeNull();
    expect(takerOf({ at, taken: at })).toBe('mara-okafor');
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
      closedIncident('2026-11-01-a', {}),
      closedIncident('2026-11-02-b', {
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
    const owed = closedIncident('2026-11-01-a', { postmortemOwed: true });
    const owing = closedIncident('2026-11-02-b', {
      category: 'other',
      severity: 'sev4',
      severityMax: 'sev4',
      actions: [promised],
    });
    const done = closedIncident('2026-11-03-c', {
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
      decisions: [
        decidedAbout('shop', [entryOf(0), entryOf(0)]),
        decidedAbout(null, [entryOf(0), entryOf(1)]),
        decidedAbout('shop', [entryOf(0)]),
      ],
    },
  });

  test('name each rule with its place, and of which services’ signals it decided', () => {
    const severity = shown.rules.stages.find(({ stage }) => stage === 'severity')?.rules ?? [];
    expect(shown.rules.signals).toBe(3);
    const none = { service: null, count: 1 };
    expect(severity.slice(0, 3).map(({ decided }) => decided)).toEqual([
      { count: 3, where: [{ service: 'shop', count: 2 }, none] },
      { count: 1, where: [none] },
      { count: 0, where: [] },
    ]);
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

function decidedAbout(
  service: string | null,
  trace: Decision['trace'],
): Pick<Decision, 'trace' | 'resolution'> {
  const owner = { team: 'payments', function: 'backend', product: null };
  const step = service === null ? 'triage' : 'service';
  return { trace, resolution: { owner, service, confidence: 1, step, place: null, runnersUp: [] } };
}

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
