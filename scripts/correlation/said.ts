// How bad a problem was said to be since it fires: a fold, so that the order of arrival does not matter.
import type { Decision } from '../model/decision.ts';
import { type Instant, laterOf } from '../model/instant.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../model/severity.ts';
import type { ProblemFacts } from '../model/standing.ts';
import { occurredAt } from './problem.ts';

/** What was said of a problem's severity, and when it ended last. */
export type Said = Pick<ProblemFacts, 'said' | 'endedAt'>;

/** What was said, with one decision more. What another gate than a threshold holds back was not heard. */
export function saidAfter(before: Said | undefined, decision: Decision): Said {
  const { signal, gatedBy, memory } = decision;
  const at = occurredAt(decision);
  const known: Said = {
    ...(before?.said === undefined ? {} : { said: before.said }),
    ...(before?.endedAt === undefined ? {} : { endedAt: before.endedAt }),
  };
  if (signal.action === 'resolve') return { ...known, endedAt: laterOf(known.endedAt ?? at, at) };
  const isHeard = gatedBy === null || gatedBy.kind === 'threshold';
  return signal.action === 'trigger' && isHeard
    ? withSeverity(known, memory.facts.severity, at)
    : known;
}

/** The same, with a severity at an instant. */
export function withSeverity(
  { said, endedAt }: Said,
  severity: IncidentSeverity | 'none',
  at: Instant,
): Said {
  const ended = endedAt === undefined ? {} : { endedAt };
  if (severity === 'none') return said === undefined ? ended : { said, ...ended };
  return { said: { ...said, [severity]: laterOf(said?.[severity] ?? at, at) }, ...ended };
}

/** Whether a problem ended at an instant or after it, so that what was said then is over. */
export function isOver({ endedAt }: Said, at: Instant): boolean {
  return endedAt !== undefined && at <= endedAt;
}

/** The worst that was said from an instant on, after the last recovery; null for nothing. */
export function worstSaid(known: Said, from: Instant): IncidentSeverity | null {
  return (
    INCIDENT_SEVERITIES.find((severity) => {
      const at = known.said?.[severity];
      return at !== undefined && at >= from && !isOver(known, at);
    }) ?? null
  );
}
