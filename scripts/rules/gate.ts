import type { Observation } from '../correlation/problem.ts';
import type { Standing } from '../correlation/standing.ts';
import type { GateReason, TraceEntry } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Problem } from '../model/problem.ts';
import type { Place } from '../model/place.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { FieldReader } from './match.ts';

/** What the gates are asked about. */
export type GateQuery = {
  readonly organisation: Organisation;
  readonly standing: Standing;
  readonly observation: Observation;
  readonly problem: Problem;
  readonly service: string | null;
  readonly environment: string;
  readonly team: string;
  readonly severity: IncidentSeverity | 'none';
  /** The incident's group, since thresholds count in groups. */
  readonly group: string;
  readonly read: FieldReader;
  /** Whether somebody wants to know what each gate has to say. */
  readonly trace: boolean;
};

/** What one kind of gate has to say. */
export type GateAnswer = {
  /** Why it holds the signal back; null when it does not. */
  readonly reason: GateReason | null;
  readonly because?: string | undefined;
  /** What people should know of it, whether it decides or not. */
  readonly notes: TraceEntry['others'];
};

/** A remark of a gate; put into words only where somebody wants to know. */
export function remark(
  { trace }: Pick<GateQuery, 'trace'>,
  place: Place,
  words: () => string,
): GateAnswer['notes'] {
  return trace ? [{ text: words(), place }] : [];
}
