// Counts of incidents week by week as bars: major ones filled, minor ones outlined on top of them.
import { extent, max, sum } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { UnderWayView, WeekView } from '../../../../scripts/publication/inside/view.ts';
import type { Time } from '../../../../scripts/speech/speech.ts';
import { shortDay } from '../time.ts';
import { counted } from '../words.ts';

type WeekBlock = { readonly y: number; readonly height: number };

/** What the picture of the weeks shows. */
export type WeeksModel = {
  readonly sentence: string;
  readonly width: number;
  readonly height: number;
  readonly base: number;
  readonly left: number;
  /** A line across at what is usual; null where nothing is compared, or nothing is usually there. */
  readonly usual: { readonly y: number; readonly text: string } | null;
  /** Lines across at whole numbers of incidents, from 0 up. */
  readonly lines: readonly { readonly y: number; readonly count: number }[];
  readonly bars: readonly {
    readonly x: number;
    readonly width: number;
    readonly major: WeekBlock;
    readonly minor: WeekBlock;
  }[];
  readonly labels: readonly { readonly x: number; readonly text: string }[];
  readonly rows: readonly {
    readonly monday: Time;
    readonly counts: readonly number[];
    readonly total: number;
  }[];
};

/** The incidents that began in each week. */
export function beganModel(weeks: readonly WeekView[]): WeeksModel {
  const majors = sum(weeks, ({ counts }) => counts.sev1 + counts.sev2);
  const all = sum(weeks, ({ counts }) => sum(Object.values(counts)));
  return weeksModel(
    weeks,
    `${counted(all, 'incident')} began in ${counted(weeks.length, 'week')}, ${majors} of them sev1 or sev2`,
  );
}

/** What was open at the end of each week, beside what is usual. */
export function underWayModel({ weeks, open, past, usual, missing }: UnderWayView): WeeksModel {
  const compared = usual === null ? tooFewWords(past) : usualWords(usual, past);
  const lacking = missing === 0 ? '' : `; of ${missing} it is not known when they were open`;
  return weeksModel(weeks, `${open} open now, ${compared}${lacking}`, usual);
}

function tooFewWords(past: readonly number[]): string {
  const ends = past.length === 0 ? '' : `; at the end of each: ${past.join(', ')}`;
  return `too few weeks for a comparison${ends}`;
}

function usualWords(usual: number, past: readonly number[]): string {
  const [least, most] = extent(past);
  return least === most
    ? `usually ${usual}, as at the end of each of the last ${past.length} weeks`
    : `usually ${usual}, the median of the ends of the last ${past.length} weeks, which had ${least} to ${most}`;
}

function weeksModel(
  weeks: readonly WeekView[],
  sentence: string,
  usual: number | null = null,
): WeeksModel {
  const rows = weeks.map(({ monday, counts }) => {
    const each = [counts.sev1, counts.sev2, counts.sev3, counts.sev4];
    return { monday: shortDay(monday), counts: each, total: sum(each) };
  });
  const sums = weeks.map(({ counts: { sev1, sev2, sev3, sev4 } }) => ({
    major: sev1 + sev2,
    minor: sev3 + sev4,
  }));
  const x = scaleBand<number>()
    .domain(rows.keys())
    .range([LEFT, LEFT + WIDTH])
    .padding(0.3);
  const y = scaleLinear()
    .domain([0, Math.max(LEAST, max(rows, ({ total }) => total) ?? 0)])
    .nice(LINES)
    .rangeRound([TOP + TALL, TOP]);
  const [major = [], minor = []] = stack<(typeof sums)[number]>().keys(['major', 'minor'])(sums);
  const block = ([low = 0, high = 0]: readonly number[] = []): WeekBlock => ({
    y: y(high),
    height: y(low) - y(high),
  });
  const place = (index: number): number => Math.round(x(index) ?? 0);
  return {
    sentence,
    usual: usual === null || usual === 0 ? null : { y: y(usual), text: `usually ${usual}` },
    width: LEFT + WIDTH + LABEL,
    height: TOP + TALL + 24,
    base: TOP + TALL,
    left: LEFT,
    lines: y
      .ticks(LINES)
      .filter(Number.isInteger)
      .map((count) => ({ y: y(count), count })),
    bars: rows.map((_, index) => ({
      x: place(index),
      width: Math.round(x.bandwidth()),
      major: block(major[index]),
      minor: block(minor[index]),
    })),
    labels: rows.flatMap(({ monday }, index) =>
      index % 4 === 0 ? [{ x: place(index), text: monday.text }] : [],
    ),
    rows,
  };
}

const WIDTH = 690;
const LEFT = 30;
const TALL = 90;
/** Room for the last label beside the last bar. */
const LABEL = 50;
const TOP = 10;
/** The scale reaches at least this, so that a single incident is no tower. */
const LEAST = 4;
/** About how many lines help to read the height. */
const LINES = 3;
