import { COMPONENT_STATUSES } from '../model/component.ts';
import type { UptimePolicy } from '../model/uptime.ts';
import type { DaySpans } from './spans.ts';

/**
 * Share of the time that a component was up, 0–1: 1 − weighted down time ÷ time that is looked at.
 * Where spans overlap the worst state counts, so an outage during maintenance is an outage.
 */
export function uptimeOf(
  days: readonly DaySpans[],
  { weights, maintenance }: UptimePolicy,
): number {
  const isLeftOut = maintenance === 'excluded';
  let down = 0;
  let all = 0;
  for (const day of days) {
    all += day.lengthMs - (isLeftOut ? (day.ms.maintenance ?? 0) : 0);
    for (const status of COMPONENT_STATUSES) {
      down += (day.ms[status] ?? 0) * weights[status];
    }
  }
  return all <= 0 ? 1 : Math.min(1, Math.max(0, 1 - down / all));
}
