// Which teams a declaration calls: as for signals, whoever owns something of what fails.
import type { Organisation } from '../model/organisation.ts';
import type { Team } from '../model/ownership.ts';
import { ownerOfService } from '../response/policy.ts';
import { type Facts, isForFew } from './declaration.ts';

/** The owner's team; nobody for planned work. */
export function owningTeam(
  organisation: Organisation,
  { form, owner }: Pick<Facts, 'form' | 'owner'>,
): readonly Team[] {
  const team = organisation.teams.get(owner.team);
  return form === 'maintenance' || team === undefined ? [] : [team];
}

/**
 * The teams of services that somebody says fail. A customer names at best what they see, and what is confidential goes to
 * its owner alone.
 */
export function failingTeams(
  organisation: Organisation,
  facts: Pick<Facts, 'form' | 'category'>,
  services: readonly string[],
): readonly Team[] {
  if (facts.form !== 'incident' || isForFew(facts)) return [];
  return services.flatMap((service) => {
    const owner = ownerOfService(organisation, service);
    return organisation.teams.get(owner?.team ?? '') ?? [];
  });
}
