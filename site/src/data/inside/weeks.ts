// The incidents of each week as bars: major ones filled, minor ones outlined on top of them.
import type { WeekView } from '../../../../scripts/publication/inside/view.ts';
import type { Time } from '../speech.ts';
import { shortDay } from '../time.ts';
import { counted } from '../words.ts';

/** What the picture of the weeks shows. */
export type WeeksModel = {
  readonly sentence: string;
  readonly width: number;
  readonly height: number;
  readonly base: number;
  readonly top: number;
  readonly most: number;
  readonly bars: readonly {
    readonly x: number;
    readonly width: number;
    readonly major: { readonly y: number; readonly height: number };
    readonly minor: { readonly y: number; readonly height: number };
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
  const most = Math.max(4, ...rows.map(({ total }) => total));
  const step = WIDTH / Math.max(1, rows.length);
  const scale = (count: number): number => Math.round((count / most) * TALL);
  const total = sum(rows.map((row) => row.total));
  const majors = sum(rows.map(({ counts: [sev1 = 0, sev2 = 0] }) => sev1 + sev2));
  return {
    sentence: `${counted(total, 'incident')} began in ${counted(rows.length, 'week')}, ${majors} of them sev1 or sev2`,
    width: LEFT + WIDTH + LABEL,
    height: TOP + TALL + 24,
    base: TOP + TALL,
    top: TOP,
    most,
    bars: rows.map(({ counts: [sev1 = 0, sev2 = 0], total: all }, index) => {
      const major = scale(sev1 + sev2);
      const whole = scale(all);
      return {
        x: Math.round(LEFT + index * step + step * 0.15),
        width: Math.round(step * 0.7),
        major: { y: TOP + TALL - major, height: major },
        minor: { y: TOP + TALL - whole, height: whole - major },
      };
    }),
    labels: rows.flatMap(({ monday }, index) =>
      index % 4 === 0
        ? [{ x: Math.round(LEFT + index * step + step * 0.15), text: monday.text }]
        : [],
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
