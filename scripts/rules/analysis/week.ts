// Named parts of the week as minutes on the wall, so that they can be compared whatever they are called.
import type { Interval } from '../../model/interval.ts';
import { coversMinute } from '../../oncall/interval.ts';

/** Whether one part lies in another; of different zones nothing is known. */
export function isPartOf(strict: Interval, wide: Interval): boolean {
  if (strict.id === wide.id && strict.isInverse === wide.isInverse) return true;
  if (strict.zone !== wide.zone) return false;
  return remembered(parts, strict, wide, () => {
    const outer = minutesOf(wide);
    return minutesOf(strict).every((isInside, minute) => !isInside || outer[minute] === true);
  });
}

const parts: Pairs<boolean> = new WeakMap();

/** Whether two parts have no minute in common; of different zones nothing is known. */
export function neverMeet(left: Interval, right: Interval): boolean {
  return left.zone === right.zone && isPartOf(left, opposite(right));
}

/** The time outside a part. */
export function opposite(interval: Interval): Interval {
  const known = opposites.get(interval);
  if (known !== undefined) return known;
  const made = { ...interval, isInverse: !interval.isInverse };
  opposites.set(interval, made);
  return made;
}

const opposites = new WeakMap<Interval, Interval>();

/** What two parts of one zone have in common; null when nothing, or when their zones differ. */
export function inBoth(left: Interval, right: Interval): Interval | null {
  if (left.zone !== right.zone) return null;
  return remembered(commons, left, right, () => meet(left, right));
}

const commons: Pairs<Interval | null> = new WeakMap();

function meet(left: Interval, right: Interval): Interval | null {
  const other = minutesOf(right);
  const common = minutesOf(left).map((isInside, minute) => isInside && other[minute] === true);
  if (!common.includes(true)) return null;
  const made: Interval = {
    ...left,
    id: `${nameOf(left)} and ${nameOf(right)}`,
    isInverse: false,
    entries: [],
  };
  weeks.set(made, common);
  return made;
}

function nameOf({ id, isInverse }: Interval): string {
  return isInverse ? `not ${id}` : id;
}

/** Where a part of the week first begins, such as `Mon 22:00`, by the clocks of its zone; null when it holds no minute. */
export function beginningOf(interval: Interval): string | null {
  const minutes = minutesOf(interval);
  const begins = minutes.findIndex((isInside, at) => isInside && minutes.at(at - 1) === false);
  const first = begins < 0 ? minutes.indexOf(true) : begins;
  if (first < 0) return null;
  const time = [Math.trunc(first / 60) % 24, first % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${WEEKDAYS[Math.trunc(first / MINUTES.length)] ?? ''} ${time.join(':')}`;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Many rules ask for the same few intervals. */
type Pairs<Answer> = WeakMap<Interval, WeakMap<Interval, Answer>>;

function remembered<Answer>(
  pairs: Pairs<Answer>,
  left: Interval,
  right: Interval,
  ask: () => Answer,
): Answer {
  const answers = pairs.get(left) ?? new WeakMap<Interval, Answer>();
  pairs.set(left, answers);
  const known = answers.get(right);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(right, answer);
  return answer;
}

const weeks = new WeakMap<Interval, readonly boolean[]>();

function minutesOf(interval: Interval): readonly boolean[] {
  const known = weeks.get(interval);
  if (known !== undefined) return known;
  const minutes = DAYS.flatMap((day) =>
    MINUTES.map((minute) => coversMinute(interval, day, minute)),
  );
  weeks.set(interval, minutes);
  return minutes;
}

const DAYS = Array.from({ length: 7 }, (_, index) => index + 1);
const MINUTES = Array.from({ length: 24 * 60 }, (_, index) => index);
