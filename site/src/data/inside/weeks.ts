// The incidents of each week as bars: major ones filled, minor ones outlined on top of them.
import { max, sum } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { WeekView } from '../../../../scripts/publication/inside/view.ts';
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

/** The picture of the weeks. */
export function weeksModel(weeks: readonly WeekView[]): WeeksModel {
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
  const majors = sum(sums, (each) => each.major);
  return {
    sentence: `${counted(
      sum(rows, (row) => row.total),
      'incident',
    )} began in ${counted(rows.length, 'week')}, ${majors} of them sev1 or sev2`,
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
