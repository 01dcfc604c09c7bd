import type { Decision } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import type { IncidentSeverity } from '../model/severity.ts';

/** Which rule made an incident graver, for its timeline: its trace tells of the signal that opened it. Nothing where none did. */
export function raisedBy(
  incident: Pick<Incident, 'severity'>,
  { severity, severities, problem, trace }: Decision,
  raised: IncidentSeverity,
): string {
  const by = trace.find(({ stage }) => stage === 'severity')?.by;
  // What a threshold brings along was graded before.
  const isItsOwn = severity === raised && severities[problem.id] === raised;
  if (by == null || !isItsOwn || raised === incident.severity) return '';
  return ` by severity rule \`${by.id}\`, ${by.place.file}:${by.place.line}`;
}
