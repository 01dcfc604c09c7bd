// The archive: an index of months and one page per month.
import { utcDay } from '../../../scripts/model/instant.ts';
import type { IncidentView, PublicView } from '../../../scripts/publication/view.ts';
import { incidentRow, type IncidentRow } from './incident-summary.ts';
import { monthName, weekday, type Time } from './time.ts';
import { counted } from './words.ts';

/** A month in the index. */
export type MonthLine = { readonly month: string; readonly name: Time; readonly count: string };

/** One month's page. */
export type MonthPage = {
  readonly month: string;
  readonly name: Time;
  readonly count: string;
  readonly days: readonly { readonly day: Time; readonly incidents: readonly IncidentRow[] }[];
  /** The neighbouring months that have a page. */
  readonly older: MonthLine | null;
  readonly newer: MonthLine | null;
};

/** The index of months by year, newest first. */
export function historyIndex(
  view: PublicView,
): readonly { readonly year: string; readonly months: readonly MonthLine[] }[] {
  const lines = view.months.map(monthLine);
  const years = [...new Set(lines.map((line) => line.month.slice(0, 4)))];
  return years.map((year) => ({
    year,
    months: lines.filter((line) => line.month.startsWith(year)),
  }));
}

/** One page per month that has something to show. */
export function monthPages(view: PublicView): readonly MonthPage[] {
  const lines = view.months.map(monthLine);
  return view.months.map(({ month, incidents }, index) => ({
    ...monthLine({ month, incidents }),
    days: byDay(incidents),
    older: lines[index + 1] ?? null,
    newer: lines[index - 1] ?? null,
  }));
}

function monthLine({ month, incidents }: PublicView['months'][number]): MonthLine {
  const maintenance = incidents.filter((incident) => incident.kind === 'maintenance').length;
  const parts = [
    maintenance < incidents.length ? counted(incidents.length - maintenance, 'incident') : '',
    maintenance > 0 ? `${maintenance} maintenance` : '',
  ];
  return { month, name: monthName(month), count: parts.filter((part) => part !== '').join(', ') };
}

function byDay(incidents: readonly IncidentView[]): MonthPage['days'] {
  const days = [...new Set(incidents.map((incident) => utcDay(incident.startedAt)))]
    .toSorted()
    .toReversed();
  return days.map((day) => ({
    day: weekday(day),
    incidents: incidents
      .filter((incident) => utcDay(incident.startedAt) === day)
      .map((incident) => incidentRow(incident, day)),
  }));
}
