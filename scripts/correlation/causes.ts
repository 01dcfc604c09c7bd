// Which failures of the standing explain others.
import type { Instant } from '../model/instant.ts';
import type { StandingProblem } from '../model/standing.ts';
import { worstFirst } from './precedence.ts';
import { placeKey, type Standing } from './standing.ts';

/** The failure of a service in an environment that counts as a cause: the worst one, then the earliest. */
export function causeOf(
  standing: Standing,
  environment: string,
  service: string,
): StandingProblem | null {
  const key = placeKey(environment, service);
  const known = standing.causes.get(key);
  if (known !== undefined) return known;
  let cause: StandingProblem | null = null;
  for (const id of standing.failing.get(key) ?? []) {
    const candidate = standing.problems.get(id);
    if (candidate === undefined || !mayExplain(standing, candidate)) continue;
    if (cause === null || worstFirst(candidate, cause) < 0) cause = candidate;
  }
  standing.causes.set(key, cause);
  return cause;
}

/** Whether a failure that counts as a cause began at an instant or later. */
export function hasFailedSince(
  standing: Standing,
  [environment, service]: readonly [string, string],
  from: Instant,
): boolean {
  for (const id of standing.failing.get(placeKey(environment, service)) ?? []) {
    const known = standing.problems.get(id);
    if (known !== undefined && known.problem.since >= from && mayExplain(standing, known))
      return true;
  }
  return false;
}

/** Whether a problem fires, somebody was called for it, and its incident goes on. */
export function mayExplain(
  { ended }: Standing,
  { problem, facts, incident }: StandingProblem,
): boolean {
  const isOver = incident !== null && ended.has(incident);
  return problem.state === 'firing' && facts.isLive && !isOver;
}
