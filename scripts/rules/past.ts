// What earlier signals tell of the one that is decided about.
import { occurredAt, type Observation } from '../correlation/problem.ts';
import type { Standing } from '../correlation/standing.ts';
import { addMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { StandingProblem } from '../model/standing.ts';
import type { PastFields } from './fields.ts';

/** Where to look: the problem as it was before the signal, and the place. */
export type PastQuery = {
  readonly observation: Observation;
  readonly known: StandingProblem | null;
  readonly service: string | null;
  readonly environment: string;
};

/** The fields that need what is known of the past. */
export function pastFields(
  organisation: Organisation,
  standing: Standing,
  query: PastQuery,
): PastFields {
  return {
    first_seen: query.known === null,
    regression: isRegression(query),
    deployment: wasDeployed(organisation, standing, query),
  };
}

function isRegression({ observation, known }: PastQuery): boolean {
  const { signal } = observation;
  const recoveredAt = known?.facts.recoveredAt ?? null;
  const words = [signal.status, signal.labels['substatus']];
  const saysTool = words.some((word) => /^regress/i.test(word ?? ''));
  return saysTool || (recoveredAt !== null && recoveredAt < occurredAt(observation));
}

/** Known of whatever rules read as a declared service. A deployment that states no environment may be in any. */
function wasDeployed(
  { settings, services }: Organisation,
  { deployments }: Standing,
  { observation, service, environment }: PastQuery,
): boolean | null {
  const named = service ?? observation.signal.service;
  if (named === null || !services.has(named)) return null;
  const known = deployments.get(named);
  if (known === undefined) return false;
  const at = occurredAt(observation);
  const since = addMs(at, -settings.suspectWindowMs);
  return known.some(
    (each) =>
      (each.environment ?? environment) === environment && each.begunAt <= at && each.at >= since,
  );
}
