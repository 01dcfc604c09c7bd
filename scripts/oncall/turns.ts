// Who is on call over a span: the rotation with its overrides as pieces without holes.
import type { Instant } from '../model/instant.ts';
import type { Schedule } from '../model/schedule.ts';
import { nextHandOver, personOnCall } from './schedule.ts';

/** A piece of time with one person; null where nobody is. */
export type TurnSpan = {
  readonly from: Instant;
  readonly until: Instant;
  readonly person: string | null;
};

/** The pieces from one instant to another; neighbours differ in their person. */
export function turnsBetween(
  schedule: Schedule,
  from: Instant,
  until: Instant,
): readonly TurnSpan[] {
  const pieces: TurnSpan[] = [];
  for (let at = from; at < until;) {
    const end = nextChange(schedule, at, until);
    const person = personOnCall(schedule, at);
    const last = pieces.at(-1);
    if (last?.person === person) pieces.splice(-1, 1, { ...last, until: end });
    else pieces.push({ from: at, until: end, person });
    at = end;
  }
  return pieces;
}

/** The next instant after `at` at which somebody else may be on call. */
function nextChange(schedule: Schedule, at: Instant, until: Instant): Instant {
  const edges = schedule.overrides.flatMap((override) => [override.from, override.until]);
  return [...edges, nextHandOver(schedule, at)]
    .filter((edge) => edge > at)
    .reduce((first, edge) => (edge < first ? edge : first), until);
}
