// Planned maintenance in the order of its times.
import { utcDay } from '../../../scripts/model/instant.ts';
import type { IncidentView, PublicView } from '../../../scripts/publication/view.ts';
import { occurrenceRow, type OccurrenceRow } from './incident.ts';
import { componentNames } from './incident-summary.ts';
import type { Phrase, Said } from '../../../scripts/speech/phrase.ts';
import { titleOf } from '../../../scripts/publication/said.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';

/** One time of one maintenance. */
type CalendarRow = OccurrenceRow & {
  readonly id: string;
  readonly title: Said;
  readonly components: Phrase;
  readonly recurs: boolean;
  /** Said where the list stops although the work goes on: until when its own page names times. */
  readonly goesOn: string | null;
};

/** What the calendar shows, by month. */
export type CalendarView = readonly {
  readonly month: Time;
  readonly rows: readonly CalendarRow[];
}[];

/** How many times of one recurring maintenance are listed; its own page and calendar hold more. */
const TIMES_SHOWN = 6;

/** The view model of the calendar: what runs or comes, and what of it was called off. */
export function calendarView({ maintenance, builtAt }: PublicView, speech: Speech): CalendarView {
  const works = [...maintenance.running, ...maintenance.upcoming, ...maintenance.cancelled];
  const coming = works
    .flatMap((work) => {
      const times = timesOf(work, builtAt);
      const last = times.length > TIMES_SHOWN ? times.at(-1) : undefined;
      return times.slice(0, TIMES_SHOWN).map((time, index) => ({
        work,
        time,
        until: index === TIMES_SHOWN - 1 && last !== undefined ? last.from : null,
      }));
    })
    .toSorted((left, right) => (left.time.from < right.time.from ? -1 : 1));
  return [...Map.groupBy(coming, ({ time }) => time.from.slice(0, 7))].map(([month, times]) => ({
    month: speech.monthName(month),
    rows: times.map(({ work, time, until }) => ({
      ...occurrenceRow(time, speech),
      id: work.id,
      title: titleOf(work, speech),
      components: componentNames(work, speech),
      recurs: work.schedule?.recurs != null,
      goesOn:
        until === null
          ? null
          : speech.say('calendar.goesOn', { until: speech.longDay(utcDay(until)).text }),
    })),
  }));
}

function timesOf(
  { schedule }: IncidentView,
  builtAt: string,
): NonNullable<IncidentView['schedule']>['occurrences'] {
  return (schedule?.occurrences ?? []).filter(({ until, late }) => late || until > builtAt);
}
