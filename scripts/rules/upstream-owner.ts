// A service without a team for what is called, explained by exactly one failure: whoever answers for that one.
import type { Standing } from '../correlation/standing.ts';
import type { OwnerResolution } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Owner } from '../model/owner.ts';
import type { Problem } from '../model/problem.ts';
import type { StandingProblem } from '../model/standing.ts';
import { teamlessService, withUpstream } from '../ownership/upstream.ts';
import { failingRoots } from './roots.ts';

/** What failures above a service are looked for with. */
type UpstreamQuery = {
  readonly standing: Standing;
  readonly problem: Problem;
  readonly environment: string;
};

/** The owner of a firing problem with the one of its only cause as a candidate; as it was where nothing is to add. */
export function resolveUpstream(
  organisation: Organisation,
  resolution: OwnerResolution,
  query: UpstreamQuery,
): OwnerResolution {
  if (query.problem.state !== 'firing') return resolution;
  const service = teamlessService(organisation, resolution);
  if (service === null) return resolution;
  const [only, ...others] = failingRoots({ organisation, ...query }, service);
  if (only === undefined || others.length > 0) return resolution;
  const owner = ownerOf(organisation, only.root);
  return owner === null
    ? resolution
    : withUpstream(organisation, resolution, { service: only.service, owner });
}

/** Who was found to answer for a failure; null where that was nobody but triage. */
function ownerOf(
  { teams, settings, functions }: Organisation,
  { facts: { fields } }: StandingProblem,
): Owner | null {
  const team = fields['team'];
  if (team === undefined || team === settings.triage || !teams.has(team)) return null;
  const discipline = fields['function'] ?? functions[0]?.id;
  return discipline === undefined
    ? null
    : { team, function: discipline, product: fields['product'] ?? null };
}
