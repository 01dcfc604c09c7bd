// Bounds of a number as the range between them, and ranges taken apart.
import type { Bounds } from '../../model/rule.ts';

/** All numbers between two ends, each of which may lie outside. */
export type Range = {
  readonly low: number;
  readonly isLowOut: boolean;
  readonly high: number;
  readonly isHighOut: boolean;
};

/** The range that bounds leave. */
export function rangeOf({ gt, gte, lt, lte }: Bounds): Range {
  const low = Math.max(gt ?? Number.NEGATIVE_INFINITY, gte ?? Number.NEGATIVE_INFINITY);
  const high = Math.min(lt ?? Number.POSITIVE_INFINITY, lte ?? Number.POSITIVE_INFINITY);
  return { low, isLowOut: gt === low, high, isHighOut: lt === high };
}

/** Whether the wider bounds hold whatever the stricter ones hold. */
export function isTighter(strict: Bounds, wide: Bounds): boolean {
  const inner = rangeOf(strict);
  const outer = rangeOf(wide);
  return (
    (inner.low > outer.low || (inner.low === outer.low && (inner.isLowOut || !outer.isLowOut))) &&
    (inner.high < outer.high ||
      (inner.high === outer.high && (inner.isHighOut || !outer.isHighOut)))
  );
}

/** Whether two ranges have no number in common. */
export function isEmptyRange(left: Range, right: Range): boolean {
  const low = Math.max(left.low, right.low);
  const high = Math.min(left.high, right.high);
  const isOut =
    (left.low === low && left.isLowOut) ||
    (right.low === low && right.isLowOut) ||
    (left.high === high && left.isHighOut) ||
    (right.high === high && right.isHighOut);
  return low > high || (low === high && isOut);
}

/** Where bounds begin or end, as the numbers below it and those above. */
export type Cut = { readonly at: number; readonly below: Bounds; readonly above: Bounds };

/** The ends of bounds. */
export function cutsOf({ gt, gte, lt, lte }: Bounds): readonly Cut[] {
  const before = [gte, lt].flatMap((at) => at ?? []);
  const after = [gt, lte].flatMap((at) => at ?? []);
  return [
    ...before.map((at) => ({ at, below: { lt: at }, above: { gte: at } })),
    ...after.map((at) => ({ at, below: { lte: at }, above: { gt: at } })),
  ];
}

/** Bounds in two; null when a cut leaves one side nothing. */
export function cutAt(bounds: Bounds, { below, above }: Cut): readonly [Bounds, Bounds] | null {
  const range = rangeOf(bounds);
  if (isEmptyRange(range, rangeOf(below)) || isEmptyRange(range, rangeOf(above))) return null;
  return [both(bounds, below), both(bounds, above)];
}

function both(left: Bounds, right: Bounds): Bounds {
  const [one, two] = [rangeOf(left), rangeOf(right)];
  const low = Math.max(one.low, two.low);
  const high = Math.min(one.high, two.high);
  const isLowOut = (one.low === low && one.isLowOut) || (two.low === low && two.isLowOut);
  const isHighOut = (one.high === high && one.isHighOut) || (two.high === high && two.isHighOut);
  return {
    ...(Number.isFinite(low) && (isLowOut ? { gt: low } : { gte: low })),
    ...(Number.isFinite(high) && (isHighOut ? { lt: high } : { lte: high })),
  };
}
