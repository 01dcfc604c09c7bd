// What opens an incident: nothing else waits at a gate.
import { INCIDENT_SEVERITIES } from '../../model/severity.ts';

/** A field and the values of it that count. */
export type Subject = { readonly field: string; readonly values: readonly string[] };

/** What opens an incident, by field. */
export const OPENING: readonly Subject[] = [
  { field: 'kind', values: ['problem', 'report'] },
  { field: 'incident_severity', values: INCIDENT_SEVERITIES },
];
