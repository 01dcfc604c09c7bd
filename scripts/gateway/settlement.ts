// What came of requests → what the inbox keeps of it: counts, problems and every hop of the way.
import type { OutcomeCounts, Settlement, StoredProblem } from '../inbox/inbox.ts';
import type { StandingProblem } from '../model/standing.ts';
import { entered, type SignalOutcome } from '../response/response.ts';
import type { Outcome } from '../signals/adapter.ts';
import type { Hop, Interpretation } from './interpret.ts';
import { sightingOf } from './suspicion.ts';

/** Settlements by request. Outcomes stand in the order of the decisions; each request takes as many as it has. */
export function settlementsOf(
  interpretations: readonly Interpretation[],
  outcomes: readonly SignalOutcome[],
): readonly (readonly [number, Settlement])[] {
  let next = 0;
  return interpretations.map((interpretation) => {
    const own = outcomes.slice(next, (next += interpretation.decisions.length));
    return [interpretation.request.id, settlementOf(interpretation, own)];
  });
}

/** What a request means that was worked on in vain. */
export function quarantined(reason: string): Outcome {
  return {
    kind: 'rejected',
    problems: [{ code: 'unusable', pointer: '', message: reason }],
  };
}

function settlementOf(
  interpretation: Interpretation,
  outcomes: readonly SignalOutcome[],
): Settlement {
  const { decisions, changes, counts, hops, recordings } = interpretation;
  const incidents = decisions.map((decision, index) => entered(decision, outcomes[index]));
  return {
    outcomes: counts === 'signals' ? countOutcomes(outcomes) : { ...NONE, [counts]: 1 },
    problems: latest(
      changes.flatMap(({ problems }, index) =>
        problems.map((problem) => toStored(problem, incidents[index] ?? null)),
      ),
    ),
    counts: changes.flatMap((change) => change.counts),
    silences: changes.flatMap((change) => change.silences),
    hops: JSON.stringify([
      ...firstOf(hops),
      ...firstOf(outcomes.map((outcome) => ({ stage: 'respond', result: describe(outcome) }))),
    ]),
    deployments: decisions.flatMap(({ deployment }) => deployment ?? []),
    sightings: decisions.flatMap((decision) => sightingOf(decision) ?? []),
    recordings,
  };
}

/** Of a very large delivery only the first hops are kept; its signals are all counted. */
function firstOf(hops: readonly Hop[]): readonly Hop[] {
  if (hops.length <= MOST_HOPS) return hops;
  const rest = { stage: 'more', result: `${hops.length - MOST_HOPS} further ones are not shown` };
  return [...hops.slice(0, MOST_HOPS), rest];
}

const MOST_HOPS = 50;

const NONE: OutcomeCounts = { applied: 0, collapsed: 0, gated: 0, ignored: 0, quarantined: 0 };

function countOutcomes(outcomes: readonly SignalOutcome[]): OutcomeCounts {
  return outcomes.reduce(
    (counts, outcome) => ({ ...counts, [outcome.kind]: counts[outcome.kind] + 1 }),
    NONE,
  );
}

/** A problem as the inbox keeps it, with the incident that it came into now, else before; what waits came into none. */
export function toStored(
  { problem, incident, facts }: StandingProblem,
  now: string | null,
): StoredProblem {
  return { ...problem, incident: facts.heldBy === null ? (now ?? incident) : incident, facts };
}

function latest(problems: readonly StoredProblem[]): readonly StoredProblem[] {
  return [...new Map(problems.map((problem) => [problem.id, problem])).values()];
}

function describe(outcome: SignalOutcome): string {
  if (outcome.kind === 'applied' || outcome.kind === 'collapsed') {
    return `${outcome.kind}${outcome.incident === null ? '' : ` in ${outcome.incident}`}`;
  }
  return `${outcome.kind}: ${outcome.reason}`;
}
