// How sure each step of owner resolution is. Fixed numbers, so that people can reason about them.
import type { OwnerDoubt, OwnerStep } from '../model/decision.ts';

/** The confidence of each step; `upstream` is given by a cascade, `history` only when somebody asks for it. */
export const CONFIDENCE: Readonly<Record<OwnerStep, number>> = {
  explicit: 1,
  project: 0.97,
  service: 0.95,
  alias: 0.85,
  endpoint: 0.8,
  transaction: 0.75,
  path: 0.7,
  convention: 0.6,
  upstream: 0.5,
  history: 0.4,
  fallback: 0.3,
  triage: 0.1,
};

/** What resolves at least this surely counts as covered by the map. */
export const COVERED = 0.7;

/** The confidence of a step with doubts taken off. */
export function confidenceOf(step: OwnerStep, doubts: readonly OwnerDoubt[]): number {
  if (doubts.length === 0) return CONFIDENCE[step];
  const less = doubts.reduce((sum, doubt) => sum + TAKEN_OFF[doubt], 0);
  return Math.round((CONFIDENCE[step] - less) * 100) / 100;
}

const TAKEN_OFF: Readonly<Record<OwnerDoubt, number>> = {
  ambiguous: 0.2,
  outranked: 0.2,
  stale: 0.1,
  unowned: 0,
  misspelt: 0.9,
};
