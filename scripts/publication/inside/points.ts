// Times of single incidents → what is shown of all of them together.
import { FEWEST, timeOfShare } from './survival.ts';
import type { TimePoint, TimesView } from './view.ts';

/** The times of those of `asked` incidents that are known. */
export function viewPoints(found: readonly TimePoint[], asked: number): TimesView {
  const points = found.toSorted(
    (left, right) => left.ms - right.ms || (left.incident < right.incident ? -1 : 1),
  );
  const ended = points.flatMap(({ ms, isOpen }) => (isOpen ? [] : [ms]));
  const open = points.flatMap(({ ms, isOpen }) => (isOpen ? [ms] : []));
  return {
    asked,
    missing: asked - points.length,
    points,
    summary:
      points.length < FEWEST
        ? null
        : { medianMs: timeOfShare(ended, open, 0.5), p90Ms: timeOfShare(ended, open, 0.9) },
  };
}
