// Which firing problems wait for a gate to let go, by that gate. Part of the standing, which alone changes it.
import type { HeldSignal, StandingProblem } from '../model/standing.ts';

/** Problems that a gate holds back. */
export type HeldByGate = { readonly by: HeldSignal['by']; readonly problems: Set<string> };

/** All problems that are held back, the one that was heard of longest ago first. */
export type HeldProblems = {
  readonly gateOf: Map<string, string>;
  readonly gates: Map<string, HeldByGate>;
};

/** Nothing is held back. */
export function startHeld(): HeldProblems {
  return { gateOf: new Map(), gates: new Map() };
}

/** The signal to decide about again; null when nothing of the problem waits for a gate. */
export function heldSignal({ problem, facts }: StandingProblem): HeldSignal | null {
  return problem.state === 'firing' ? (facts.held ?? null) : null;
}

/** Takes over what is known of a problem now, and says which one there is no room for any more. */
export function noteHeld(held: HeldProblems, known: StandingProblem): string | null {
  const { id } = known.problem;
  forgetHeld(held, id);
  const signal = heldSignal(known);
  if (signal === null) return null;
  const { kind, id: gateId, team } = signal.by;
  const key = `${kind} ${team ?? ''}/${gateId}`;
  const gate = held.gates.get(key) ?? { by: signal.by, problems: new Set() };
  held.gates.set(key, gate);
  gate.problems.add(id);
  held.gateOf.set(id, key);
  return held.gateOf.size > MOST_HELD ? leastMissed(held) : null;
}

/** The oldest one whose team only tries its rules, else the oldest: a trial makes nobody miss what was to be announced. */
function leastMissed({ gateOf, gates }: HeldProblems): string | null {
  const tried = [...gates.values()].find(({ by }) => by.kind === 'shadow');
  const [oldest] = tried === undefined ? gateOf.keys() : tried.problems;
  return oldest ?? null;
}

/** Lets go of a problem. */
export function forgetHeld({ gateOf, gates }: HeldProblems, id: string): void {
  const key = gateOf.get(id);
  if (key === undefined) return;
  gateOf.delete(id);
  const gate = gates.get(key);
  gate?.problems.delete(id);
  if (gate?.problems.size === 0) gates.delete(key);
}

/** More are not remembered; the newest ones are. */
const MOST_HELD = 5000;
