// Destinations as a preview names them: by schedule or role, so that a change of shift is no change of rules.
import { type Decision, type Destination, opens } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';

/** Whether a person is called; a channel wakes nobody. */
export function isPage(destination: Destination): boolean {
  return destination.kind !== 'channel';
}

/** A destination in words that name no person. */
export function nameOfTarget(destination: Destination): string {
  switch (destination.kind) {
    case 'channel':
      return destination.channel;
    case 'lead':
      return `lead of ${destination.team}`;
    case 'person':
      return `on call ${destination.schedule}`;
  }
}

/** The team that a destination belongs to; null for a channel of nobody's. */
export function teamOfTarget({ teams }: Organisation, destination: Destination): string | null {
  if (destination.kind !== 'channel') return destination.team;
  const owners = [...teams.values()].filter((team) => team.channel === destination.channel);
  return owners[0]?.id ?? null;
}

/** Whom a decision would tell, in words and in alphabetical order; nobody where it opens nothing. */
export function toldTargets(decision: Decision): string {
  return opens(decision) ? decision.destinations.map(nameOfTarget).toSorted().join(', ') : '';
}
