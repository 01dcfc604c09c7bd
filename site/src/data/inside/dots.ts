// One kind of time as a picture: a dot for each incident on a logarithmic axis that all times share.
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
    readonly anchor: 'start' | 'middle';
  }[];
  readonly ticks: readonly {
    readonly x: number;
    readonly label: string;
    readonly anchor: 'start' | 'middle' | 'end';
  }[];
};

/** The picture of one kind of time. */
export function dotsModel(time: TimeView): DotsModel {
  const open = time.points.filter(({ isOpen }) => isOpen).length;
  const known = time.points.length - open;
  return {
    id: time.id,
    name: time.name,
    definition: time.definition,
    coverage: [
      `${known} of ${time.asked} known`,
      ...(open === 0 ? [] : [`${open} still open`]),
      ...(time.missing === 0 ? [] : [`${time.missing} without an endpoint`]),
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
const INSET = 12;
const RADIUS = 4;
const LABELS = 18;
const MINUTE = 60_000;
const TICKS = [
  [1, '1 min'],
  [10, '10 min'],
  [60, '1 h'],
  [360, '6 h'],
  [1440, '1 day'],
  [10_080, '1 week'],
  [43_200, '30 days'],
  [525_600, '1 year'],
] as const;
const LAST = 525_600;

function headlineOf({ summary, points }: TimeView): string | null {
  if (summary === null) return null;
  const count = counted(points.length, 'incident');
  return `${count}, median ${quantile(summary.medianMs)}, p90 ${quantile(summary.p90Ms)}`;
}

function quantile(ms: number | null): string {
  return ms === null ? 'not known yet, too many are open' : words(ms);
}

function pointText({ ms, isOpen }: TimePoint): string {
  return isOpen ? `still open after ${words(ms)}` : words(ms);
}

function words(ms: number): string {
  return minutesInWords(Math.round(ms / MINUTE));
}

function pictureOf({ points }: TimeView, summary: NonNullable<TimeView['summary']>): DotsPicture {
  const stacked = stack(points);
  const tallest = Math.max(...stacked.map(({ level }) => level)) + 1;
  const base = LABELS + tallest * 2 * RADIUS + RADIUS;
  const marks = [
    { ms: summary.medianMs, label: 'median' },
    { ms: summary.p90Ms, label: 'p90' },
  ];
  return {
    width: WIDTH,
    height: base + LABELS + 4,
    base,
    dots: stacked.map(({ x, level, isOpen }) => ({
      x,
      y: base - RADIUS - 1 - level * 2 * RADIUS,
      isOpen,
    })),
    marks: apart(
      marks.flatMap(({ ms, label }) => (ms === null ? [] : [{ x: xOf(ms), label }])),
    ).map((mark) => ({ ...mark, anchor: mark.x < HALF_LABEL ? 'start' : 'middle' })),
    ticks: TICKS.map(([minutes, label], index) => ({
      x: xOf(minutes * MINUTE),
      label,
      anchor: index === 0 ? 'start' : index === TICKS.length - 1 ? 'end' : 'middle',
    })),
  };
}

type Mark = { readonly x: number; readonly label: string };

/** Half the width of the longest word above a mark. */
const HALF_LABEL = 40;

/** Marks whose words would overlap share one. */
function apart(marks: readonly Mark[]): readonly Mark[] {
  const [first, second] = marks;
  if (first === undefined || second === undefined || second.x - first.x > 60) return marks;
  return first.x === second.x
    ? [{ x: first.x, label: `${first.label}, ${second.label}` }]
    : [
        { x: first.x, label: '' },
        { x: second.x, label: `${first.label}, ${second.label}` },
      ];
}

/** Dots that would cover each other stand on top of each other. */
function stack(
  points: readonly TimePoint[],
): readonly { readonly x: number; readonly level: number; readonly isOpen: boolean }[] {
  const levels = new Map<number, number>();
  return points.map(({ ms, isOpen }) => {
    const x = Math.round(xOf(ms) / (2 * RADIUS)) * 2 * RADIUS;
    const level = levels.get(x) ?? 0;
    levels.set(x, level + 1);
    return { x, level, isOpen };
  });
}

function xOf(ms: number): number {
  const minutes = Math.min(LAST, Math.max(1, ms / MINUTE));
  return Math.round(INSET + (Math.log(minutes) / Math.log(LAST)) * (WIDTH - 2 * INSET));
}
