// The archive: an index of months and one page per month.
import { utcDay } from '../../../scripts/model/instant.ts';
import type { IncidentView, PublicView } from '../../../scripts/publication/view.ts';
import { incidentRow, type IncidentRow } from './incident-summary.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';

/** A month in the index. */
export type MonthLine = { readonly month: string; readonly name: Time; readonly count: string };

/** One month's page. */
export type MonthPage = MonthLine & {
  readonly days: readonly { readonly day: Time; readonly incidents: readonly IncidentRow[] }[];
  /** The neighbouring months that have a page. */
  readonly older: MonthLine | null;
  readonly newer: MonthLine | null;
};

/** The index of months by year, newest first. */
export function historyIndex(
  view: PublicView,
  speech: Speech,
): readonly { readonly year: string; readonly months: readonly MonthLine[] }[] {
  const lines = view.months.map((month) => monthLine(month, speech));
  const years = [...new Set(lines.map((line) => line.month.slice(0, 4)))];
  return years.map((year) => ({
    year,
    months: lines.filter((line) => line.month.startsWith(year)),
  }));
}

/** The path of a month's page in its language. */
export function monthPath(month: string): string {
  return `history/${month}.html`;
}

/** The page of one month; `index` counts the months of the view. */
export function monthPage(view: PublicView, index: number, speech: Speech): MonthPage {
  const month = view.months[index] ?? { month: '', incidents: [] };
  const neighbour = (at: number): MonthLine | null => {
    const found = view.months[at];
    return found === undefined ? null : monthLine(found, speech);
  };
  return {
    ...monthLine(month, speech),
    days: byDay(month.incidents, speech),
    older: neighbour(index + 1),
    newer: neighbour(index - 1),
  };
}

function monthLine({ month, incidents }: PublicView['months'][number], speech: Speech): MonthLine {
  const maintenance = incidents.filter((incident) => incident.kind === 'maintenance').length;
  const others = incidents.length - maintenance;
  const parts = [
    others > 0 ? [speech.count('count.incidents', others)] : [],
    maintenance > 0 ? [speech.count('count.maintenances', maintenance)] : [],
  ];
  return { month, name: speech.monthName(month), count: speech.list(parts.flat()) };
}

function byDay(incidents: readonly IncidentView[], speech: Speech): MonthPage['days'] {
  return [...Map.groupBy(incidents, (incident) => utcDay(incident.startedAt))]
    .toSorted(([left], [right]) => (left < right ? 1 : -1))
    .map(([day, found]) => ({
      day: speech.weekday(day),
      incidents: found.map((incident) => incidentRow(incident, day, speech)),
    }));
}
