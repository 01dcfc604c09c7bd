// The problems of a simulation: what the gateway keeps in its store.
import type { Decision } from '../model/decision.ts';
import type { Problem } from '../model/problem.ts';
import type { ProblemStore, SignalOutcome } from '../response/response.ts';

/** Remembers problems and the incidents that they were counted to. */
export type ProblemMemory = ProblemStore & {
  readonly known: (id: string) => Problem | null;
  readonly remember: (decision: Decision, outcome: SignalOutcome) => void;
};

/** An empty memory. */
export function createProblemMemory(): ProblemMemory {
  const problems = new Map<string, Problem & { readonly incident: string | null }>();
  const firing = new Map<string, Set<string>>();
  return {
    known: (id) => problems.get(id) ?? null,
    find: (id) => problems.get(id) ?? null,
    firingIn: (incident) => firing.get(incident) ?? [],
    remember: ({ problem }, outcome) => {
      const before = problems.get(problem.id)?.incident ?? null;
      const counted =
        outcome.kind === 'applied' || outcome.kind === 'collapsed' ? outcome.incident : null;
      const incident = counted ?? before;
      problems.set(problem.id, { ...problem, incident });
      if (before !== null) firing.get(before)?.delete(problem.id);
      if (incident === null || problem.state !== 'firing') return;
      const members = firing.get(incident) ?? new Set();
      firing.set(incident, members.add(problem.id));
    },
  };
}
