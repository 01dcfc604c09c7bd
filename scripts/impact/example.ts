import type { Destination, TraceEntry } from '../model/decision.ts';
import type { ReplayedSignal } from '../simulation/replay.ts';
import { nameOfTarget, opens } from './destination.ts';
import type { ImpactExample, ImpactSide } from './impact.ts';

/** A signal with what both sides say of it, and the lines that decided what differs. */
export function exampleOf(old: ReplayedSignal, now: ReplayedSignal): ImpactExample {
  const { signal, source, receivedAt, resolution } = now.decision;
  return {
    receivedAt,
    source,
    service: resolution.service ?? signal.service,
    title: signal.title,
    base: sideOf(old, now),
    head: sideOf(now, old),
  };
}

function sideOf(own: ReplayedSignal, other: ReplayedSignal): ImpactSide {
  const others = new Map(other.decision.trace.map((entry) => [entry.stage, entry]));
  const differing = own.decision.trace.filter((entry) => isOther(entry, others.get(entry.stage)));
  const stages = differing.filter(({ stage }) => stage !== 'identity');
  return {
    summary: summaryOf(own),
    because: mostTelling(stages).map(({ stage, result, by }) => ({
      stage,
      // Not who is on call at that hour: a preview is about rules.
      result: stage === 'notify' ? namesOf(own.decision.destinations) : result,
      rule: by?.id ?? null,
      place: by?.place ?? null,
    })),
  };
}

const MOST_STAGES = 3;

/** In their order; who is called is never left out, and what nothing written decided is the first to go. */
function mostTelling(stages: readonly TraceEntry[]): readonly TraceEntry[] {
  const ranked = stages.toSorted((left, right) => rankOf(left) - rankOf(right));
  const kept = new Set(ranked.slice(0, MOST_STAGES));
  return stages.filter((entry) => kept.has(entry));
}

function rankOf({ stage, by }: TraceEntry): number {
  if (stage === 'notify') return 0;
  return by === null ? 2 : 1;
}

/** Another answer or another rule; a rule that only moved within its file is the same. */
function isOther(entry: TraceEntry, other: TraceEntry | undefined): boolean {
  return (
    other === undefined ||
    entry.result !== other.result ||
    entry.by?.id !== other.by?.id ||
    entry.by?.place.file !== other.by?.place.file
  );
}

function summaryOf({ decision, opened, outcome, told }: ReplayedSignal): string {
  const { severity, resolution } = decision;
  const start = `${severity === 'none' ? 'no severity' : severity}, ${resolution.owner.team}`;
  if (told.length > 0 || opened !== null)
    return `${start}, ${opened === null ? 'tells' : 'opens an incident and tells'} ${namesOf(told)}`;
  if (!opens(decision)) return `${start}, is only recorded`;
  return `${start}, ${outcome.kind === 'ignored' || outcome.kind === 'gated' ? 'is only recorded' : 'joins an incident that is open'}`;
}

function namesOf(destinations: readonly Destination[]): string {
  return destinations.length === 0 ? 'nobody' : destinations.map(nameOfTarget).join(', ');
}
