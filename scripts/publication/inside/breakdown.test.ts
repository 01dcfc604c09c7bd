// What incidents were, by figures that were computed by hand.
import { expect, test } from 'vitest';
import { incidentWith } from '../../incidents/testing/incident.ts';
import type { Incident, IncidentProblem } from '../../model/incident.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { postmortemOf } from '../../postmortems/testing/incident.ts';
import { viewBreakdown } from './breakdown.ts';

const DECLARED = '2026-11-20T10:00:00.000Z';

function rowsOf(
  name: string,
  incidents: readonly Incident[],
  reports: Readonly<Record<string, Postmortem>> = {},
): readonly (readonly [string, number])[] {
  const found = viewBreakdown(incidents, ({ id }) => reports[id] ?? null);
  return (found.find((each) => each.name === name)?.rows ?? []).map(
    ({ answer, count }) => [answer, count] as const,
  );
}

function problemSince(since: string): IncidentProblem {
  return { state: 'recovered', since, at: DECLARED };
}

test('severities and kinds stand in their own order, and only those that something has', () => {
  const incidents = [
    incidentWith({ severityMax: 'sev3', category: 'other' }),
    incidentWith({ severityMax: 'sev1', category: 'latency' }),
    incidentWith({ severityMax: 'sev3', category: 'down' }),
  ];
  expect(rowsOf('Worst severity', incidents)).toEqual([
    ['sev1', 1],
    ['sev3', 2],
  ]);
  expect(rowsOf('Kind of failure', incidents)).toEqual([
    ['down', 1],
    ['latency', 1],
    ['other', 1],
  ]);
});

test('told of first has the source of the signal that opened it, or a person who declared it', () => {
  const opened = { group: 'service=shop environment=production' };
  const early = problemSince('2026-11-20T09:58:00.000Z');
  // It fired once more since, after the other one.
  const again = problemSince('2026-11-20T10:30:00.000Z');
  const incidents = [
    incidentWith({ ...opened, problems: { 'sentry/b': again, 'prometheus/a': early } }),
    incidentWith({ ...opened, problems: { 'sentry/c': problemSince(DECLARED) } }),
    incidentWith({ group: null, problems: { 'sentry/d': early } }),
    incidentWith({ ...opened, problems: {} }),
    incidentWith({ ...opened, problems: { 'prometheus/e': early } }),
  ];
  expect(rowsOf('Told of first by', incidents)).toEqual([
    ['sentry', 2],
    ['a person', 1],
    ['no signal in its file', 1],
    ['prometheus', 1],
  ]);
});

test('a cause counts once for an incident, and one that nobody wrote of is said', () => {
  const factor = (category: string) => ({ category, text: 'x' });
  const written = (...categories: readonly string[]): Postmortem =>
    postmortemOf({ report: { text: '', factors: categories.map(factor) } });
  const incidents = ['a', 'b', 'c'].map((id) => incidentWith({ id }));
  const reports = { a: written('change', 'change', 'capacity'), b: written('change') };
  expect(rowsOf('Cause, by its post-mortem', incidents, reports)).toEqual([
    ['change', 2],
    ['capacity', 1],
    ['not written yet', 1],
  ]);
});

test('of what is restricted nothing is told but how bad it was', () => {
  const incidents = [
    incidentWith({
      severityMax: 'sev2',
      category: 'security',
      public: { visibility: 'restricted' },
      problems: { 'sentry/a': problemSince(DECLARED) },
    }),
  ];
  const names = [
    'Worst severity',
    'Kind of failure',
    'Told of first by',
    'Cause, by its post-mortem',
  ];
  expect(names.map((name) => rowsOf(name, incidents))).toEqual([
    [['sev2', 1]],
    [['Restricted', 1]],
    [['Restricted', 1]],
    [['Restricted', 1]],
  ]);
});
