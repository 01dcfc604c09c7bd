// How people write a severity.
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../model/severity.ts';

/**
 * The severity that a text begins with, and what follows it; null for none. `2`, `sev2`, `SEV-2` and `P2` are the same;
 * whoever counts from 0 means the worst with it.
 */
export function readSeverity(
  text: string,
): { readonly severity: IncidentSeverity; readonly rest: string } | null {
  const match = /^(?:sev(?:erity)?|[ps])?[ -]?([0-4])(?![\w.])\s*([\s\S]*)$/i.exec(text);
  const grade = Math.max(0, Number(match?.[1]) - 1);
  const severity = INCIDENT_SEVERITIES[grade];
  return match === null || severity === undefined ? null : { severity, rest: match[2] ?? '' };
}
