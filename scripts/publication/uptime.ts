import type { ComponentStatus } from '../model/component.ts';
import type { DaySpans } from './spans.ts';

/** How much of the time in a state counts as down. Maintenance is announced and does not count. */
export const DOWN_WEIGHT: Readonly<Record<ComponentStatus, number>> = {
  operational: 0,
  maintenance: 0,
  degraded: 0,
  partial_outage: 0.3,
  major_outage: 1,
};

/** Share of the time without outage, 0–1: weighted down time over the time that has passed of all days. */
export function uptimeOf(days: readonly DaySpans[]): number {
  const down = days.reduce((sum, day) => sum + downMs(day), 0);
  const all = days.reduce((sum, day) => sum + day.lengthMs, 0);
  return all === 0 ? 1 : Math.min(1, Math.max(0, 1 - down / all));
}

function downMs(day: DaySpans): number {
  return (
    (day.ms.partial_outage ?? 0) * DOWN_WEIGHT.partial_outage +
    (day.ms.major_outage ?? 0) * DOWN_WEIGHT.major_outage
  );
}
