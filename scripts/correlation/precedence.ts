// Which of several failures counts as the cause: the same choice in every order of arrival.
import type { Problem } from '../model/problem.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import type { StandingProblem } from '../model/standing.ts';

/** The more severe failure first, then the earlier one. */
export function worstFirst(left: StandingProblem, right: StandingProblem): number {
  return rank(left) - rank(right) || earliestFirst(left.problem, right.problem);
}

/** The earlier failure first, at one instant that with the lesser id. */
export function earliestFirst(left: Problem, right: Problem): number {
  if (left.since !== right.since) return left.since < right.since ? -1 : 1;
  return left.id < right.id ? -1 : left.id === right.id ? 0 : 1;
}

function rank({ facts: { severity } }: StandingProblem): number {
  return severity === 'none' ? INCIDENT_SEVERITIES.length : INCIDENT_SEVERITIES.indexOf(severity);
}
