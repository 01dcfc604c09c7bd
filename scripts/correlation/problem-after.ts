// What one decision more makes of a problem in the standing.
import type { Decision } from '../model/decision.ts';
import { BEGINNING, earlierOf, type Instant } from '../model/instant.ts';
import { isWorse } from '../model/severity.ts';
import type { ProblemFacts, StandingProblem } from '../model/standing.ts';
import { occurredAt, problemId } from './problem.ts';
import { saidAfter, worstSaid } from './said.ts';

/** A problem with one decision more. */
export function problemAfter(
  before: StandingProblem | undefined,
  decision: Decision,
): StandingProblem {
  const { problem, memory, signal } = decision;
  const isTrigger = signal.action === 'trigger';
  const isNewest = isTrigger && problem.key === decision.key;
  const recoveredAt = firstRecovery(before?.facts, decision);
  // What has no severity opens nothing, and what is over brings only others along: nothing waits any less for it.
  const isSaid = decision.severities[problem.id] !== undefined;
  const passes = isTrigger && decision.gatedBy === null && isSaid;
  const wasLive = before?.problem.state === 'firing' && before.facts.isLive;
  const incident = decision.change === 'fires' ? null : (before?.incident ?? null);
  const isWaiting = !passes && !wasLive && incident === null;
  const isLive = wasLive || (isNewest && reaches(decision));
  const wasExplained = before?.problem.state === 'firing' && before.facts.isExplained === true;
  const isExplained = !isLive && (isNewest ? mayReach(decision) : wasExplained);
  const facts: ProblemFacts = {
    ...withoutHeld(isNewest || before === undefined ? memory.facts : before.facts),
    isLive,
    ...(isExplained ? { isExplained } : {}),
    heldBy: isWaiting ? (memory.facts.heldBy ?? before?.facts.heldBy ?? null) : null,
    ...passedAfter(before, decision),
    recoveredAt,
    ...saidAfter(before?.facts, decision),
    ...ownIdsAfter(before?.facts, decision),
  };
  const held = isNewest ? memory.facts.held : before?.facts.held;
  const isNews = isWaiting || (!passes && worsens(before, decision));
  const isHeld = held !== undefined && isNews && problem.state === 'firing';
  return { problem, incident, facts: isHeld ? { ...facts, held } : facts };
}

/** What a threshold held back has passed it now as well; what fired anew since waits on. */
export function carriedBy(
  problems: ReadonlyMap<string, StandingProblem>,
  decision: Decision,
): readonly StandingProblem[] {
  const isLive = reaches(decision);
  return decision.carries.flatMap(({ id, state }) => {
    const known = problems.get(id);
    return known === undefined || known.problem.state !== state
      ? []
      : [{ ...known, facts: { ...known.facts, isLive, heldBy: null, hasPassed: true } }];
  });
}

/** Whether something of a problem passed the gates; until then it is new to the thresholds that ask for that. */
export function hasPassed({ incident, facts }: StandingProblem): boolean {
  return facts.hasPassed === true || facts.isLive || incident !== null;
}

function passedAfter(
  before: StandingProblem | undefined,
  { signal, gatedBy, memory }: Decision,
): Pick<ProblemFacts, 'hasPassed'> {
  const passes =
    signal.action === 'trigger' && gatedBy === null && memory.facts.severity !== 'none';
  return passes || (before !== undefined && hasPassed(before)) ? { hasPassed: true } : {};
}

/** Whether a decision leads to somebody being called. */
export function reaches(decision: Decision): boolean {
  return mayReach(decision) && (decision.cascade === null || decision.cascade.callsChild);
}

/** Whether somebody would be called for it if nothing explained it. */
function mayReach({ gatedBy, severity, destinations, mode }: Decision): boolean {
  return gatedBy === null && severity !== 'none' && mode === 'live' && destinations.length > 0;
}

/** Whether a problem that people know of is worse than they heard; once it waits for that it goes on waiting. */
function worsens(before: StandingProblem | undefined, { memory }: Decision): boolean {
  const { severity } = memory.facts;
  if (before === undefined || severity === 'none') return false;
  const heard = worstSaid(before.facts, BEGINNING) ?? before.facts.severity;
  return before.facts.held !== undefined || heard === 'none' || isWorse(severity, heard);
}

function withoutHeld({
  held: _held,
  isExplained: _explained,
  ...facts
}: ProblemFacts): ProblemFacts {
  return facts;
}

const MOST_OWN_IDS = 20;

function ownIdsAfter(
  before: ProblemFacts | undefined,
  { problem, source, signal }: Decision,
): Pick<ProblemFacts, 'ownIds'> {
  const own = problemId(source, signal.dedupKey);
  const known = before?.ownIds ?? [];
  if (own === problem.id) return known.length === 0 ? {} : { ownIds: known };
  return { ownIds: [...known.filter((id) => id !== own), own].slice(-MOST_OWN_IDS) };
}

function firstRecovery(before: ProblemFacts | undefined, decision: Decision): Instant | null {
  const known = before?.recoveredAt ?? null;
  if (decision.signal.action !== 'resolve') return known;
  const at = occurredAt(decision);
  return known === null ? at : earlierOf(known, at);
}
