// Whether a command gives somebody a right: nobody helps themselves to what another one has the last word on, and two who have
// no part in an incident do not help each other to it.
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { isIn, isSameLogin } from './permission.ts';
import type { Situation } from './situation.ts';
import type { Speaker } from './speaker.ts';

/** What somebody may do in an incident beyond what everybody may who triages. */
export type Right =
  | 'responder'
  | 'manager'
  /** Approves what the public reads, and hands the role of manager on. */
  | 'last word';

/** The rights that somebody has in an incident. */
export function rightsIn(
  organisation: Organisation,
  incident: Incident,
  speaker: Speaker,
): ReadonlySet<Right> {
  const rights = new Set<Right>();
  if (isIn('responder', organisation, incident, speaker)) rights.add('responder');
  if (isIn('manager', organisation, incident, speaker)) rights.add('manager');
  if (hasLastWord(organisation, incident, speaker)) rights.add('last word');
  return rights;
}

/** The manager, the lead of the owning team, and who maintains the repository; never the lead of the work alone. */
export function hasLastWord(
  organisation: Organisation,
  incident: Incident,
  speaker: Speaker,
): boolean {
  return (
    isSameLogin(incident.roles['manager'], speaker.login) ||
    isIn('manager', organisation, { ...incident, roles: {} }, speaker)
  );
}

/**
 * Whether somebody would give themselves a right by what they ask for. Where nobody is manager a responder may take that
 * role, so nothing that follows from it is a gain.
 */
export function isOwnGain(
  { organisation, standing, speaker }: Situation,
  asked: Partial<Pick<Incident, 'owner' | 'roles'>>,
): boolean {
  const before = rightsIn(organisation, standing, speaker);
  if (before.has('responder') && standing.roles['manager'] === undefined) return false;
  const after = rightsIn(organisation, { ...standing, ...asked }, speaker);
  return [...after].some((right) => !before.has(right));
}

/**
 * Whether somebody without a part in an incident that has a manager would give one to another person who has none. What
 * that person may do on GitHub is not known, so it counts as little as a role needs.
 */
export function isStrangersGift(
  { organisation, standing, speaker }: Situation,
  person: string,
): boolean {
  const hasPart = (each: Speaker): boolean => isIn('responder', organisation, standing, each);
  if (standing.roles['manager'] === undefined || hasPart(speaker)) return false;
  return !hasPart({ login: person, permission: 'triage' });
}

/** To whom somebody turns who may not help themselves. */
export function gainWords({ standing }: Situation, what: string, command: string): string {
  const { manager } = standing.roles;
  return manager === undefined
    ? `Nobody but a responder ${what}: whoever may write, and of those who may triage the owning team and people with a role. Have somebody else say \`${command}\`.`
    : `@${manager} is manager, and nobody ${what} who would gain a right by it. Ask @${manager}, or have somebody else say \`${command}\`.`;
}

/** To whom somebody turns who has no part in an incident and names others. */
export function giftWords({ standing }: Situation): string {
  const manager = standing.roles['manager'] ?? '';
  return `@${manager} is manager, and then people outside the owning team are given a role by responders: whoever may write, and of those who may triage the owning team and people with a role. Ask @${manager}, or one of them.`;
}
