// The branch of the pull request of a long silence: its name is the key by which it is found again.
import { keyOf } from '../correlation/key.ts';

/** The branch of one wish. What the incident is about may change; whose wish it is does not. */
export function muteBranch(incident: string, wish: string): string {
  return `${PREFIX}${incident}-${keyOf([incident, wish]).slice(0, LENGTH)}`;
}

/** What the branches of an incident's wishes are called; ids hold nothing that means something else here. */
export function muteBranches(incident: string): RegExp {
  return new RegExp(`^${PREFIX}${incident}-[a-z0-9]{${LENGTH}}$`);
}

const PREFIX = 'tocsin/mute/';
const LENGTH = 12;
