// How long incidents were at each severity while they were open, by Tocsin's own lines in their timelines.
import { type Incident, isActive } from '../../model/incident.ts';
import { BEGINNING, type Instant } from '../../model/instant.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../../model/severity.ts';
import type { Course } from './course.ts';
import { msWithin, openSpansOf } from './open-spans.ts';
import { viewPoints } from './points.ts';
import type { SeverityTimesView } from './view.ts';

/** The time at each severity that any of them had; of one whose lines do not fit together nothing is known. */
export function viewSeverityTimes(
  incidents: readonly Incident[],
  courses: (incident: Incident) => Course,
  now: Instant,
): SeverityTimesView {
  const told = incidents.flatMap((incident) => {
    const times = timesOf(incident, courses(incident), now);
    return times === null ? [] : [{ incident, times }];
  });
  return {
    asked: incidents.length,
    missing: incidents.length - told.length,
    rows: INCIDENT_SEVERITIES.flatMap((severity) => {
      const points = told.flatMap(({ incident, times }) => {
        const ms = times.get(severity);
        const isOpen = isActive(incident) && incident.severity === severity;
        return ms === undefined ? [] : [{ incident: incident.id, ms, isOpen }];
      });
      return points.length === 0 ? [] : [{ severity, ...viewPoints(points, points.length) }];
    }),
  };
}

function timesOf(
  incident: Incident,
  course: Course,
  now: Instant,
): ReadonlyMap<IncidentSeverity, number> | null {
  const { severities } = course;
  const spans = openSpansOf(incident, course);
  if (severities === null || spans === null || severities.at(-1)?.severity !== incident.severity)
    return null;
  const times = new Map<IncidentSeverity, number>();
  for (const [index, { at, severity }] of severities.entries()) {
    // It was as bad as its first line says before that line was written.
    const from = index === 0 ? BEGINNING : at;
    const ms = msWithin(spans, from, severities[index + 1]?.at ?? now);
    // What people corrected after the end it never was while it was open.
    if (ms > 0 || severities.length === 1) times.set(severity, (times.get(severity) ?? 0) + ms);
  }
  return times;
}
