// The last weeks, and how many incidents began in each. A week begins on Monday in the organisation's zone, whatever its
// clocks do.
import { Temporal } from 'temporal-polyfill';
import type { Incident } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import { beginOf, isGenuine } from './times.ts';
import type { WeekView } from './view.ts';

/** The weeks up to the one of `now`, oldest first. */
export function viewWeeks(
  incidents: readonly Incident[],
  zone: string,
  now: Instant,
): readonly WeekView[] {
  const counted = incidents.filter(isGenuine).flatMap((incident) => {
    const begun = beginOf(incident);
    return begun === null
      ? []
      : [{ monday: mondayOf(begun, zone), severity: incident.severityMax }];
  });
  const byWeek = Map.groupBy(counted, ({ monday }) => monday);
  return lastWeeks(zone, now).map(({ monday }) => {
    const counts = { sev1: 0, sev2: 0, sev3: 0, sev4: 0 };
    for (const { severity } of byWeek.get(monday) ?? []) counts[severity] += 1;
    return { monday, counts };
  });
}

/** The weeks up to the one of `now`, oldest first, each with the instant at which it ends; the last one is not over. */
export function lastWeeks(
  zone: string,
  now: Instant,
): readonly { readonly monday: string; readonly end: Instant }[] {
  const last = Temporal.PlainDate.from(mondayOf(now, zone));
  return Array.from({ length: WEEKS_SHOWN }, (_, index) => {
    const monday = last.subtract({ weeks: WEEKS_SHOWN - 1 - index });
    const { epochMilliseconds } = monday.add({ weeks: 1 }).toZonedDateTime(zone);
    return { monday: monday.toString(), end: new Date(epochMilliseconds).toISOString() };
  });
}

const WEEKS_SHOWN = 26;

function mondayOf(instant: Instant, zone: string): string {
  const day = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}
