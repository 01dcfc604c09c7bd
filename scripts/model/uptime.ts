import type { ComponentStatus } from './component.ts';

/** How uptime is counted; the formula stands in docs/status-page.md. */
export type UptimePolicy = {
  /** How much of the time in a state counts as down, 0–1. */
  readonly weights: Readonly<Record<ComponentStatus, number>>;
  /** Whether time in announced maintenance belongs to the time that is looked at, or is left out of it. */
  readonly maintenance: 'counted' | 'excluded';
};

/** What holds unless `tocsin.yaml` says otherwise. */
export const DEFAULT_UPTIME: UptimePolicy = {
  weights: { operational: 0, maintenance: 0, degraded: 0, partial_outage: 0.3, major_outage: 1 },
  maintenance: 'counted',
};
