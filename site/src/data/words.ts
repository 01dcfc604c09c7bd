// The words on the pages for people inside, which speak English.
import type { IncidentState } from '../../../scripts/model/incident.ts';

/** The word for an incident's internal state. */
export const STATE_WORDS = {
  triage: 'Triage',
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  closed: 'Closed',
  duplicate: 'Duplicate',
  declined: 'Declined',
} as const satisfies Record<IncidentState, string>;

/** A count with its noun: `1 day`, `3 days`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A part of a whole; of a few a percentage says nothing. */
export function partOf(count: number, whole: number): string {
  if (whole === 0) return 'none yet';
  return `${count} of ${whole}${whole < FEWEST ? '' : ` (${Math.round((100 * count) / whole)} %)`}`;
}

const FEWEST = 8;
