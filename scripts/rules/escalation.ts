// Whom else to call, and when, as an escalation policy says at one instant.
import type { EscalationStep, TraceEntry } from '../model/decision.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { resolveDestinations } from './destinations.ts';
import { lengthOf } from './length.ts';

/** The steps of a policy with everybody looked up, and what the trace says of them. */
export type Escalation = {
  readonly steps: readonly EscalationStep[];
  readonly trace: readonly TraceEntry[];
};

/** Resolves the policy of that id for the owning team, each step to whoever is on call then; none without a policy. */
export function resolveEscalation(
  organisation: Organisation,
  id: string | null,
  team: string,
  at: Instant,
): Escalation {
  const policy = id === null ? undefined : organisation.escalations.get(id);
  if (policy === undefined) return { steps: [], trace: [] };
  const resolved = policy.steps.map(({ afterMs, to }) => ({
    afterMs,
    ...resolveDestinations(organisation, to, team, addMs(at, afterMs)),
  }));
  const words = resolved.map(({ afterMs, told }) => `after ${lengthOf(afterMs)} ${told}`);
  return {
    steps: resolved.map((step) => ({ afterMs: step.afterMs, destinations: step.resolved })),
    trace: [
      {
        stage: 'escalate',
        result: `unless acknowledged, ${words.join('; ')}`,
        by: { id: policy.id, place: policy.place },
        others: [],
      },
    ],
  };
}
