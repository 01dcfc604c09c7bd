// A component's 90 days: bars whose height repeats what the colour says, and the same as sentences.
import { COMPONENT_STATUSES, type ComponentStatus } from '../../../scripts/model/component.ts';
import type { ComponentDayView, IncidentView } from '../../../scripts/publication/view.ts';
import type { Said } from '../../../scripts/speech/phrase.ts';
import { titleOf } from '../../../scripts/publication/said.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';

/** The height of a strip in pixels. A day is one wide; the stylesheet stretches it to whole pixels, so that bars are sharp. */
export const STRIP_HEIGHT = 24;

/** What a strip draws and says. */
export type Strip = {
  readonly width: number;
  /** The centre line of the quiet ticks; the stylesheet dashes it into days. */
  readonly quiet: string;
  readonly marks: readonly Mark[];
  readonly label: string;
  /** For the script: the minutes of each day, oldest first; none of a day that was well. */
  readonly data: string;
  /** Days that were not well, newest first. */
  readonly troubles: readonly Trouble[];
};

/** The bars of one state as one line as thick as they are high, which weighs less than their outlines. */
export type Mark = {
  readonly status: ComponentStatus;
  readonly thickness: number;
  readonly path: string;
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
  const width = days.length;
  const troubles = days
    .filter((day) => day.status !== 'operational')
    .map((day) => trouble(day, known, speech));
  return {
    width,
    quiet: `M0 ${MIDDLE}H${width}`,
    marks: COMPONENT_STATUSES.filter((status) => status !== 'operational')
      .map((status) => mark(days, status))
      .filter(({ path }) => path !== ''),
    label: label(days.length, troubles, speech),
    data: days.map(({ status, minutes }) => (status === 'operational' ? '' : minutes)).join(),
    troubles: troubles.toReversed(),
  };
}

/** The bars of the days that were in a state. Maintenance is a broken bar, so that shape alone tells it apart. */
export function mark(
  days: readonly Pick<ComponentDayView, 'status'>[],
  status: ComponentStatus,
): Mark {
  const { thickness, heights } = LINES[status];
  const path = days
    .flatMap((day, x) => (day.status === status ? heights.map((y) => `M${x} ${y}h1`) : []))
    .join('');
  return { status, thickness, path };
}

const MIDDLE = STRIP_HEIGHT / 2;

const LINES: Readonly<
  Record<ComponentStatus, { readonly thickness: number; readonly heights: readonly number[] }>
> = {
  operational: { thickness: 6, heights: [MIDDLE] },
  maintenance: { thickness: 5, heights: [5.5, 18.5] },
  degraded: { thickness: 14, heights: [MIDDLE] },
  partial_outage: { thickness: 20, heights: [MIDDLE] },
  major_outage: { thickness: STRIP_HEIGHT, heights: [MIDDLE] },
};

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
