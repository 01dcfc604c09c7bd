// A component's 90 days: bars whose height repeats what the colour says, and the same as sentences.
import { COMPONENT_STATUSES, type ComponentStatus } from '../../../scripts/model/component.ts';
import type { ComponentDayView, IncidentView } from '../../../scripts/publication/view.ts';
import type { Said } from '../../../scripts/speech/phrase.ts';
import { titleOf } from '../../../scripts/publication/said.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';

/** Width of a day and height of a strip in pixels; whole numbers keep the bars sharp. */
export const DAY_WIDTH = 3;
export const STRIP_HEIGHT = 24;

/** What a strip draws and says. */
export type Strip = {
  readonly width: number;
  /** The centre line of the quiet ticks; the stylesheet dashes it into days. */
  readonly quiet: string;
  readonly marks: readonly { readonly status: ComponentStatus; readonly path: string }[];
  readonly label: string;
  /** For the script: the minutes of each day that was not well, oldest first; the bars say which days. */
  readonly data: string;
  /** Days that were not well, newest first. */
  readonly troubles: readonly Trouble[];
};

/** One day that was not well. */
export type Trouble = {
  readonly day: Time;
  readonly status: ComponentStatus;
  readonly word: string;
  readonly lasted: string;
  readonly incidents: readonly { readonly id: string; readonly title: Said }[];
};

/** Lays out the days of one component; `known` holds the incidents that have a page. */
export function strip(
  days: readonly ComponentDayView[],
  known: ReadonlyMap<string, IncidentView>,
  speech: Speech,
): Strip {
  const width = days.length * DAY_WIDTH;
  const troubles = days
    .filter((day) => day.status !== 'operational')
    .map((day) => trouble(day, known, speech));
  return {
    width,
    quiet: `M0 ${STRIP_HEIGHT / 2}H${width}`,
    marks: COMPONENT_STATUSES.filter((status) => status !== 'operational')
      .map((status) => ({ status, path: bars(days, status) }))
      .filter((mark) => mark.path !== ''),
    label: label(days.length, troubles, speech),
    data: days
      .filter(({ status }) => status !== 'operational')
      .map(({ minutes }) => minutes)
      .join(),
    troubles: troubles.toReversed(),
  };
}

/** The outline of one day's bar at `x`. Maintenance is a broken bar, so that shape alone tells it apart. */
export function bar(status: ComponentStatus, x: number): string {
  const block = (top: number, height: number): string =>
    `M${x} ${top}h${DAY_WIDTH}v${height}h-${DAY_WIDTH}z`;
  switch (status) {
    case 'operational':
      return block(9, 6);
    case 'maintenance':
      return block(3, 5) + block(16, 5);
    case 'degraded':
      return block(5, 14);
    case 'partial_outage':
      return block(2, 20);
    case 'major_outage':
      return block(0, STRIP_HEIGHT);
  }
}

function bars(days: readonly ComponentDayView[], status: ComponentStatus): string {
  return days
    .map((day, index) => (day.status === status ? bar(status, index * DAY_WIDTH) : ''))
    .join('');
}

function trouble(
  day: ComponentDayView,
  known: ReadonlyMap<string, IncidentView>,
  speech: Speech,
): Trouble {
  return {
    day: speech.shortDay(day.day),
    status: day.status,
    word: speech.status(day.status),
    lasted: speech.minutes(day.minutes),
    incidents: day.incidents.flatMap((id) => {
      const incident = known.get(id);
      return incident === undefined ? [] : [{ id, title: titleOf(incident, speech) }];
    }),
  };
}

function label(
  count: number,
  troubles: readonly Trouble[],
  { say, count: counted }: Speech,
): string {
  const days = counted('count.days', count);
  const [first] = troubles;
  if (first === undefined) return say('strip.well', { days });
  const worst = troubles.reduce(
    (left, right) => (rank(right.status) > rank(left.status) ? right : left),
    first,
  );
  return say('strip.troubled', {
    days,
    troubled: counted('count.troubled', troubles.length),
    status: worst.word,
    day: worst.day.text,
  });
}

function rank(status: ComponentStatus): number {
  return COMPONENT_STATUSES.indexOf(status);
}
