// The words of interfaces that others read: those of Statuspage where it has some.
import type { ComponentStatus } from '../model/component.ts';
import type { Post } from './posts.ts';

/** The word for a component's state, for people. */
export const STATUS_WORDS = {
  operational: 'Operational',
  maintenance: 'Maintenance',
  degraded: 'Degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
} as const satisfies Record<ComponentStatus, string>;

/** The word for progress, as readers of Statuspage feeds know it. */
export const PROGRESS_WORDS = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
  cancelled: 'Cancelled',
  withdrawn: 'Withdrawn',
} as const satisfies Record<Post['status'], string>;
