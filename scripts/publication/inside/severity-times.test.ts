// The time at each severity, by figures that were computed by hand.
import { expect, test } from 'vitest';
import { incidentWith } from '../../incidents/testing/incident.ts';
import type { Incident } from '../../model/incident.ts';
import type { IncidentSeverity } from '../../model/severity.ts';
import type { Course } from './course.ts';
import { viewSeverityTimes } from './severity-times.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const MINUTE = 60_000;
const hour = (text: string): string => `2026-11-21T${text}:00.000Z`;

function ended(severity: IncidentSeverity, changes: Partial<Incident> = {}): Incident {
  const at = { declared: hour('09:00'), resolved: hour('10:00') };
  return incidentWith({ state: 'resolved', severity, at, ...changes });
}

function courseWith(...steps: readonly (readonly [string, IncidentSeverity])[]): Course {
  const severities = steps.map(([at, severity]) => ({ at: hour(at), severity }));
  return { handovers: 0, reopenings: [], severities };
}

function rowsOf(incident: Incident, course: Course): readonly string[] | null {
  const { rows, missing } = viewSeverityTimes([incident], () => course, NOW);
  const words = rows.flatMap(({ severity, points }) =>
    points.map(({ ms, isOpen }) => `${severity} ${ms / MINUTE}${isOpen ? ' and goes on' : ''}`),
  );
  return missing === 1 ? null : words;
}

test('each severity has the time from the line that gave it to the next one, or to the end', () => {
  const raised = courseWith(['09:01', 'sev3'], ['09:20', 'sev1'], ['09:50', 'sev3']);
  expect(rowsOf(ended('sev3'), raised)).toEqual(['sev1 30', 'sev3 30']);
  const open = incidentWith({ severity: 'sev1', at: { declared: hour('09:00') } });
  expect(rowsOf(open, courseWith(['09:00', 'sev3'], ['09:20', 'sev1']))).toEqual([
    'sev1 160 and goes on',
    'sev3 20',
  ]);
});

test('the time in which it was resolved counts for none, nor what was corrected after the end', () => {
  const reopenings = [{ at: hour('09:40'), resolved: hour('09:10') }];
  expect(rowsOf(ended('sev2'), { ...courseWith(['09:00', 'sev2']), reopenings })).toEqual([
    'sev2 30',
  ]);
  const corrected = courseWith(['09:00', 'sev3'], ['11:00', 'sev2']);
  expect(rowsOf(ended('sev2'), corrected)).toEqual(['sev3 60']);
});

test('lines that do not lead to the severity of today, or none, tell nothing', () => {
  expect(rowsOf(ended('sev1'), courseWith(['09:00', 'sev2']))).toBeNull();
  expect(rowsOf(ended('sev2'), { ...courseWith(), severities: null })).toBeNull();
  expect(rowsOf(ended('sev2', { at: {} }), courseWith(['09:00', 'sev2']))).toBeNull();
});

test('is a list below eight incidents and has percentiles from eight on', () => {
  const summaryOf = (count: number) => {
    const all = Array.from({ length: count }, (_, index) => ended('sev2', { id: `${index}` }));
    return viewSeverityTimes(all, () => courseWith(['09:00', 'sev2']), NOW).rows[0]?.summary;
  };
  expect(summaryOf(7)).toBeNull();
  expect(summaryOf(8)).toEqual({ medianMs: 60 * MINUTE, p90Ms: 60 * MINUTE });
});
