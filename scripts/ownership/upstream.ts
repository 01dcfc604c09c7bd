// The step `upstream`: whoever answers for the one failure that explains it, where a service has no team of its own.
import type { OwnerResolution } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Owner } from '../model/owner.ts';
import { CONFIDENCE } from './confidence.ts';
import { surestOf } from './surest.ts';

/** The service that is known and that nobody answers for, not even on purpose; null where somebody is surer. */
export function teamlessService(
  { services }: Organisation,
  resolution: OwnerResolution,
): string | null {
  const { service, confidence, runnersUp } = resolution;
  if (service === null || confidence >= CONFIDENCE.upstream) return null;
  const isUnowned = (services.get(service)?.unowned ?? null) !== null;
  const isTeamless = [resolution, ...runnersUp].some(
    (candidate) =>
      candidate.service === service &&
      candidate.step !== 'triage' &&
      candidate.confidence === CONFIDENCE.triage,
  );
  return isTeamless && !isUnowned ? service : null;
}

/** The same resolution with the owner of what explains it as one more candidate. */
export function withUpstream(
  { settings, services }: Organisation,
  resolution: OwnerResolution,
  root: { readonly service: string; readonly owner: Owner },
): OwnerResolution {
  const { runnersUp, ...winner } = resolution;
  const known = [winner, ...runnersUp];
  const triage = known.find(({ step }) => step === 'triage');
  if (triage === undefined) return resolution;
  const others = known.filter((candidate) => candidate !== triage);
  const upstream = {
    owner: root.owner,
    service: resolution.service,
    confidence: CONFIDENCE.upstream,
    step: 'upstream',
    place: services.get(root.service)?.place ?? null,
    match: root.service,
  } as const;
  return surestOf(settings, [upstream, ...others], { ...triage, service: null });
}
