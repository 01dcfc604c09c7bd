// The pictures of internal pages: what they draw is what the numbers say.
import { describe, expect, test } from 'vitest';
import type { TimePoint, TimeView } from '../../scripts/publication/inside/view.ts';
import { dotsModel, type DotsPicture } from '../src/data/inside/dots.ts';
import { graphModel } from '../src/data/inside/graph.ts';
import { beganModel, underWayModel } from '../src/data/inside/weeks.ts';

const MINUTE = 60_000;

describe('the dots of a time', () => {
  test('stand between labels of their own length, and not on an axis of a year', () => {
    const { ticks, dots } = pictureOf([3, 4, 5, 9, 11, 12, 20, 33], { median: 9, p90: 20 });
    expect(ticks.map(({ label }) => label)).toEqual(['2 min', '5 min', '10 min', '20 min', '1 h']);
    const places = dots.map(({ x }) => x);
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(300);
  });
  test('have a place also below a minute and beyond ten years', () => {
    const { ticks, dots, width } = pictureOf([0, 0, 0, 0, 0, 0, 0, 9_000_000], {});
    expect([ticks[0]?.label, ticks.at(-1)?.label]).toEqual(['1 min', '10 years']);
    expect(dots.every(({ x }) => x > 0 && x < width)).toBe(true);
  });
  test.each([
    ['alike', 60, 60],
    ['close', 60, 63],
    ['far apart', 5, 2000],
  ])('name median and p90 each at its own line when they are %s', (_how, median, p90) => {
    const { marks, ticks } = pictureOf([5, 60, 60, 60, 63, 63, 700, 2000], { median, p90 });
    expect(marks.map(({ label, anchor }) => [label, anchor])).toEqual([
      ['median', 'end'],
      ['p90', 'start'],
    ]);
    const [left = 0, right = 0] = marks.map(({ x }) => x);
    expect(left <= right).toBe(true);
    expect(left === right).toBe(median === p90);
    expect(ticks[0]?.x ?? 0).toBeGreaterThan(50);
  });
  test('name no p90 that is not known yet', () => {
    const { marks } = pictureOf([5, 6, 7, 8, 9, 10, 11, 12], { median: 8 });
    expect(marks.map(({ label }) => label)).toEqual(['median']);
  });
  test('give no two labels of the axis one place', () => {
    const { ticks } = pictureOf([1, 2, 3, 4, 5, 6, 7, 500_000], {});
    ticks
      .slice(1)
      .forEach(({ x }, index) => expect(x - (ticks[index]?.x ?? 0)).toBeGreaterThanOrEqual(50));
  });
});

describe('the weeks', () => {
  test('are as high as their incidents, the minor ones on top', () => {
    const counts = (sev1: number, sev3: number) => ({ sev1, sev2: 0, sev3, sev4: 0 });
    const { bars, lines, base } = beganModel([
      { monday: '2026-11-02', counts: counts(2, 4) },
      { monday: '2026-11-09', counts: counts(0, 0) },
      { monday: '2026-11-16', counts: counts(1, 0) },
    ]);
    const one = (bars[2]?.major.height ?? 0) / 1;
    expect(bars.map(({ major, minor }) => [major.height / one, minor.height / one])).toEqual([
      [2, 4],
      [0, 0],
      [1, 0],
    ]);
    expect(bars[0]?.minor.y).toBe(base - 6 * one);
    expect(lines.map(({ count }) => count)).toEqual([0, 2, 4, 6]);
    expect(lines.map(({ y }) => base - y)).toEqual([0, 2 * one, 4 * one, 6 * one]);
  });
});

describe('what is open at the end of each week', () => {
  const week = (monday: string, sev2: number) => ({
    monday,
    counts: { sev1: 0, sev2, sev3: 0, sev4: 0 },
  });
  const weeks = [week('2026-11-02', 1), week('2026-11-09', 4), week('2026-11-16', 3)];
  const few = { weeks, open: 3, past: [1, 4], usual: null, missing: 0 };
  test('has a line at what is usual, and names it', () => {
    const past = [0, 0, 2, 2, 2, 2, 1, 4];
    const { usual, sentence, bars, base } = underWayModel({ ...few, past, usual: 2 });
    expect(usual?.text).toBe('usually 2');
    expect(base - (usual?.y ?? 0)).toBe((bars[1]?.major.height ?? 0) / 2);
    expect(sentence).toBe(
      '3 open now, usually 2, the median of the ends of the last 8 weeks, which had 0 to 4',
    );
  });
  test('has no line where usually nothing is open', () => {
    const past = [0, 0, 0, 0, 0, 0, 0, 0];
    expect(underWayModel({ ...few, past, usual: 0 })).toMatchObject({
      usual: null,
      sentence: '3 open now, usually 0, as at the end of each of the last 8 weeks',
    });
  });
  test('compares nothing below eight weeks', () => {
    expect(underWayModel(few)).toMatchObject({
      usual: null,
      sentence: '3 open now, too few weeks for a comparison; at the end of each: 1, 4',
    });
    expect(underWayModel({ ...few, past: [], missing: 2 }).sentence).toBe(
      '3 open now, too few weeks for a comparison; of 2 it is not known when they were open',
    );
  });
});

describe('the graph', () => {
  const node = { product: 'Shop', tier: 1, open: null };
  const nodes = ['shop', 'api', 'ledger', 'north', 'mail'].map((id) => ({ ...node, id, name: id }));
  const edges = [
    { from: 'shop', to: 'api', isAlternative: false },
    { from: 'shop', to: 'ledger', isAlternative: false },
    { from: 'api', to: 'ledger', isAlternative: false },
    { from: 'api', to: 'north', isAlternative: true },
  ];
  const graph = graphModel({ nodes, edges });
  test('has each service left of all that it needs, inside the picture and off the others', () => {
    const places = new Map(graph.boxes.map((box) => [box.id, box]));
    for (const { from, to } of edges)
      expect((places.get(from)?.x ?? 999) + graph.box.width).toBeLessThan(places.get(to)?.x ?? 0);
    for (const { x, y } of graph.boxes) {
      expect(x >= 0 && x + graph.box.width <= graph.width).toBe(true);
      expect(y >= 0 && y + graph.box.height <= graph.height).toBe(true);
    }
    expect(new Set(graph.boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(graph.boxes.length);
  });
  test('draws a line for each need, and leaves who has none to the table', () => {
    expect(graph.lines.map(({ isAlternative }) => isAlternative)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(graph.lines.every(({ path }) => /^M\d+,\d+C/.test(path))).toBe(true);
    expect([graph.boxes.length, graph.alone, graph.rows.length]).toEqual([4, 1, 5]);
  });
  test('is the same each time', () => expect(graphModel({ nodes, edges })).toEqual(graph));
  test('is empty where nothing needs anything', () => {
    expect(graphModel({ nodes, edges: [] })).toMatchObject({ boxes: [], lines: [], alone: 5 });
  });
});

function pictureOf(
  minutes: readonly number[],
  { median, p90 }: { readonly median?: number; readonly p90?: number },
): DotsPicture {
  const ms = (value: number | undefined): number | null =>
    value === undefined ? null : value * MINUTE;
  const time: TimeView = {
    id: 'acknowledge',
    name: 'Time to acknowledge',
    definition: 'acknowledged - detected',
    asked: minutes.length,
    missing: 0,
    points: minutes.map((value, index): TimePoint => ({
      incident: `2026-11-${index + 10}-shop`,
      ms: value * MINUTE,
      isOpen: false,
    })),
    summary: { medianMs: ms(median), p90Ms: ms(p90) },
  };
  const { picture } = dotsModel(time);
  if (picture === null) throw new Error('no picture');
  return picture;
}
