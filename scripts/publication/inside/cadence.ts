// How regularly customers were told: each silence between two public updates, held against what the level promises.
import { type Incident, isActive } from '../../model/incident.ts';
import { addMs, type Instant, earlierOf } from '../../model/instant.ts';

/** The silences of one incident. */
export type Silences = {
  readonly kept: number;
  readonly late: number;
  /** Those that go on, over the limit and within it. */
  readonly past: number;
  readonly pending: number;
};

/** A silence begins with each public update that leaves the incident open, and ends with the next one or the resolution. */
export function silencesOf(incident: Incident, limitMs: number, now: Instant): Silences {
  const end = isActive(incident) ? null : (incident.at.resolved ?? incident.at.closed ?? null);
  const found = { kept: 0, late: 0, past: 0, pending: 0 };
  for (const [index, { at, status }] of incident.updates.entries()) {
    if (status === 'resolved' || at > now || (end !== null && at >= end)) continue;
    const next = incident.updates[index + 1]?.at ?? null;
    const told = next === null || next > now ? null : next;
    const until = told === null || end === null ? (told ?? end) : earlierOf(told, end);
    const isOver = (until ?? now) > addMs(at, limitMs);
    found[until === null ? (isOver ? 'past' : 'pending') : isOver ? 'late' : 'kept'] += 1;
  }
  return found;
}
