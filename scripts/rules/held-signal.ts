// What has to be remembered of a signal that a gate holds back, so that it can be decided about again.
import type { Observation } from '../correlation/problem.ts';
import type { GateReason } from '../model/decision.ts';
import type { Signal } from '../model/signal.ts';
import { type ProblemFacts, RELEASING_GATES } from '../model/standing.ts';

/** The signal with its gate; nothing where no gate lets go by itself, or where nothing would be opened in any case. */
export function heldBy(
  gatedBy: GateReason | null,
  echoOf: string | null,
  { source, signal, receivedAt, isFirst }: Observation & { readonly isFirst: boolean },
): Pick<ProblemFacts, 'held'> {
  const kind = RELEASING_GATES.find((releasing) => releasing === gatedBy?.kind);
  if (gatedBy === null || kind === undefined || echoOf !== null) return {};
  if (signal.kind === 'deployment' || signal.action !== 'trigger') return {};
  const dated = { ...signal, occurredAt: signal.occurredAt ?? receivedAt };
  const { id, team } = gatedBy;
  return { held: { source, signal: bounded(dated), isFirst, by: { kind, id, team } } };
}

function bounded(signal: Signal): Signal {
  const links = signal.links.reduce((sum, link) => sum + link.length, 0);
  const description = signal.description?.length ?? 0;
  return description + links <= MOST_TEXT ? signal : { ...signal, description: null, links: [] };
}

const MOST_TEXT = 8000;
