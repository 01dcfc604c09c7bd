// One kind of time as a picture: a dot for each incident on a logarithmic axis that spans what there is.
import { bisectLeft, bisectRight, extent, max } from 'd3-array';
import { scaleLog } from 'd3-scale';
import type { TimePoint, TimeView } from '../../../../scripts/publication/inside/view.ts';
import { minutesInWords } from '../time.ts';
import { counted } from '../words.ts';

/** What a picture of one kind of time shows. */
export type DotsModel = {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  /** `21 of 24 known, 2 still open, 1 without an endpoint` */
  readonly coverage: string;
  /** `Median 43 minutes, p90 3 hours`; null below eight, where the list says more. */
  readonly headline: string | null;
  readonly points: readonly {
    readonly incident: string;
    readonly text: string;
    readonly isOpen: boolean;
  }[];
  /** Null below eight. */
  readonly picture: DotsPicture | null;
};

/** Places inside the picture, in its own units. */
export type DotsPicture = {
  readonly width: number;
  readonly height: number;
  readonly base: number;
  readonly dots: readonly { readonly x: number; readonly y: number; readonly isOpen: boolean }[];
  readonly marks: readonly {
    readonly x: number;
    readonly label: string;
    /** Which end of the word is at the line. */
    readonly anchor: 'start' | 'end';
  }[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
};

/** The picture of one kind of time; `lacking` says what is not known of those that it cannot show. */
export function dotsModel(time: TimeView, lacking = 'without an endpoint'): DotsModel {
  const open = time.points.filter(({ isOpen }) => isOpen).length;
  const known = time.points.length - open;
  return {
    id: time.id,
    name: time.name,
    definition: time.definition,
    coverage: [
      `${known} of ${time.asked} known`,
      ...(open === 0 ? [] : [`${open} still open`]),
      ...(time.missing === 0 ? [] : [`${time.missing} ${lacking}`]),
    ].join(', '),
    headline: headlineOf(time),
    points: time.points.map((point) => ({
      incident: point.incident,
      text: pointText(point),
      isOpen: point.isOpen,
    })),
    picture: time.summary === null ? null : pictureOf(time, time.summary),
  };
}

const WIDTH = 540;
/** Room for the word beside the first and the last line. */
const LEFT = 56;
const RIGHT = 40;
const RADIUS = 4;
const LABELS = 18;
/** Labels of the axis that stand closer than this would touch. */
const APART = 52;
const MINUTE = 60_000;
/** Where an axis may begin, end and say something, in minutes. */
const STEPS: readonly (readonly [minutes: number, label: string])[] = [
  [1, '1 min'],
  [2, '2 min'],
  [5, '5 min'],
  [10, '10 min'],
  [20, '20 min'],
  [60, '1 h'],
  [120, '2 h'],
  [240, '4 h'],
  [480, '8 h'],
  [1440, '1 day'],
  [2880, '2 days'],
  [5760, '4 days'],
  [10_080, '1 week'],
  [20_160, '2 weeks'],
  [43_200, '30 days'],
  [129_600, '90 days'],
  [525_600, '1 year'],
  [1_576_800, '3 years'],
  [5_256_000, '10 years'],
];

function headlineOf({ summary, points }: TimeView): string | null {
  return summary === null ? null : summaryWords(points.length, summary);
}

/** `9 incidents, median 43 minutes, p90 3 hours` */
export function summaryWords(count: number, summary: NonNullable<TimeView['summary']>): string {
  return `${counted(count, 'incident')}, median ${quantile(summary.medianMs)}, p90 ${quantile(summary.p90Ms)}`;
}

function quantile(ms: number | null): string {
  return ms === null ? 'not known yet, too many are open' : msInWords(ms);
}

/** `43 minutes`, `still open after 2 hours` */
export function pointText({ ms, isOpen }: TimePoint): string {
  return isOpen ? `still open after ${msInWords(ms)}` : msInWords(ms);
}

/** Milliseconds in the two largest units. */
export function msInWords(ms: number): string {
  return minutesInWords(Math.round(ms / MINUTE));
}

function pictureOf({ points }: TimeView, summary: NonNullable<TimeView['summary']>): DotsPicture {
  const { x, ticks } = axisOf(points);
  const stacked = stack(points, x);
  const tallest = (max(stacked, ({ level }) => level) ?? 0) + 1;
  const base = LABELS + tallest * 2 * RADIUS + RADIUS;
  return {
    width: WIDTH,
    height: base + LABELS + 4,
    base,
    dots: stacked.map(({ at, level, isOpen }) => ({
      x: at,
      y: base - RADIUS - 1 - level * 2 * RADIUS,
      isOpen,
    })),
    marks: [
      ...mark(summary.medianMs, { x, label: 'median', anchor: 'end' }),
      ...mark(summary.p90Ms, { x, label: 'p90', anchor: 'start' }),
    ],
    ticks,
  };
}

type Scale = (ms: number) => number;

/** A logarithmic axis from the step before the shortest time to the step after the longest. */
function axisOf(points: readonly TimePoint[]): Pick<DotsPicture, 'ticks'> & { readonly x: Scale } {
  const minutes = STEPS.map(([each]) => each);
  const [shortest = 1, longest = 1] = extent(points, ({ ms }) => ms / MINUTE);
  const first = Math.min(Math.max(0, bisectRight(minutes, shortest) - 1), minutes.length - 2);
  const last = Math.min(Math.max(first + 1, bisectLeft(minutes, longest)), minutes.length - 1);
  const from = minutes[first] ?? 1;
  const scale = scaleLog()
    .domain([from, minutes[last] ?? from * 2])
    .rangeRound([LEFT, WIDTH - RIGHT])
    .clamp(true);
  const x: Scale = (ms) => scale(Math.max(from, ms / MINUTE));
  const shown = STEPS.slice(first, last + 1).map(([each, label]) => ({ x: scale(each), label }));
  return { x, ticks: spaced(shown) };
}

/** The last label stays, and of the others those that have room. */
function spaced(ticks: DotsPicture['ticks']): DotsPicture['ticks'] {
  const end = ticks.at(-1)?.x ?? 0;
  let before = -Infinity;
  return ticks.filter(({ x }) => {
    const fits = x === end || (x - before >= APART && end - x >= APART);
    if (fits) before = x;
    return fits;
  });
}

/** The median's word stands left of its line and the other's right of its own: they never meet, however close. */
function mark(
  ms: number | null,
  { x, ...side }: { readonly x: Scale } & Pick<DotsPicture['marks'][number], 'label' | 'anchor'>,
): DotsPicture['marks'] {
  return ms === null ? [] : [{ ...side, x: x(ms) }];
}

/** Dots that would cover each other stand on top of each other. */
function stack(
  points: readonly TimePoint[],
  x: Scale,
): readonly { readonly at: number; readonly level: number; readonly isOpen: boolean }[] {
  const levels = new Map<number, number>();
  return points.map(({ ms, isOpen }) => {
    const at = Math.round(x(ms) / (2 * RADIUS)) * 2 * RADIUS;
    const level = levels.get(at) ?? 0;
    levels.set(at, level + 1);
    return { at, level, isOpen };
  });
}
