// Whether a command gives its own speaker a right: nobody helps themselves to what another one has the last word on.
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

/** To whom somebody turns who may not help themselves. */
export function gainWords({ standing }: Situation, what: string, command: string): string {
  const { manager } = standing.roles;
  return manager === undefined
    ? `Nobody but a responder ${what}: whoever may write, and of those who may triage the owning team and people with a role. Have somebody else say \`${command}\`.`
    : `@${manager} is manager, and nobody ${what} who would gain a right by it. Ask @${manager}, or have somebody else say \`${command}\`.`;
}
