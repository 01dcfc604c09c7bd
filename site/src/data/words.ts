// The words for every state, the same everywhere on the site.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import type {
  IncidentState,
  MaintenancePhase,
  PublicStatus,
} from '../../../scripts/model/incident.ts';

/** The word for a component's state. */
export const STATUS_WORDS = {
  operational: 'Operational',
  maintenance: 'Maintenance',
  degraded: 'Degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
} as const satisfies Record<ComponentStatus, string>;

/** The word for the progress of an incident or a maintenance. */
export const PROGRESS_WORDS = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
} as const satisfies Record<PublicStatus | MaintenancePhase, string>;

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

/** Names as a phrase: `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  const [last = '', ...before] = names.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}
