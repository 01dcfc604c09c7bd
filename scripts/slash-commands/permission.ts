// Who may give which command: what GitHub lets people do, what they are in the incident, and what the organisation's
// files say of them. The group that somebody's comment carries on GitHub is never asked.
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { COMMANDS, type CommandAudience, type CommandName } from './catalogue.ts';
import { isAtLeast } from '../model/permission.ts';
import type { Speaker } from './speaker.ts';

/** Whether a command may be given; a refusal says the rule and the fix. */
export type Permit =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Whether somebody may give a command in an incident. */
export function permit(
  organisation: Organisation,
  incident: Incident,
  speaker: Speaker,
  name: CommandName,
): Permit {
  const audience = audienceOf(name);
  if (isIn(audience, organisation, incident, speaker)) return ALLOWED;
  return {
    kind: 'refused',
    reason: `\`/${name}\` is for ${RULES[audience]}. ${fixFor(audience, incident, organisation)}`,
  };
}

/** Who may give a command. */
export function audienceOf(name: CommandName): CommandAudience {
  return COMMANDS.find((command) => command.name === name)?.audience ?? 'manager';
}

/** Whether somebody belongs to a group, as the catalogue defines it. */
export function isIn(
  audience: CommandAudience,
  organisation: Organisation,
  incident: Incident,
  speaker: Speaker,
): boolean {
  const { permission, login } = speaker;
  const mayRead = isAtLeast(permission, 'read');
  const mayTriage = isAtLeast(permission, 'triage');
  if (isBot(speaker)) return false;
  switch (audience) {
    case 'reader':
      return organisation.settings.repository === 'private'
        ? mayRead
        : mayTriage || (mayRead && isMember(organisation, login));
    case 'participant':
      return mayTriage || (mayRead && isMember(organisation, login));
    case 'triager':
      return mayTriage;
    case 'responder':
      return (
        isAtLeast(permission, 'write') || (mayTriage && isInvolved(organisation, incident, login))
      );
    case 'manager':
      return (
        isAtLeast(permission, 'maintain') ||
        (isIn('responder', organisation, incident, speaker) && leads(organisation, incident, login))
      );
  }
}

/** Whether somebody may declare an incident. */
export function mayDeclare(organisation: Organisation, { login, permission }: Speaker): boolean {
  return (
    !isBot({ login }) &&
    (isAtLeast(permission, 'triage') ||
      (isAtLeast(permission, 'read') && isMember(organisation, login)))
  );
}

/** Whether somebody is no person. */
export function isBot({ login }: Pick<Speaker, 'login'>): boolean {
  return login.endsWith('[bot]');
}

/** Whether two logins are the same to GitHub. */
export function isSameLogin(left: string | undefined, right: string): boolean {
  return left?.toLowerCase() === right.toLowerCase();
}

const ALLOWED: Permit = { kind: 'allowed' };

/** Whether somebody is in a team of the organisation. */
export function isMember({ teams }: Organisation, login: string): boolean {
  return [...teams.values()].some(({ members }) =>
    members.some((member) => isSameLogin(member, login)),
  );
}

function isInvolved(organisation: Organisation, incident: Incident, login: string): boolean {
  const owners = organisation.teams.get(incident.owner.team)?.members ?? [];
  return [...owners, ...Object.values(incident.roles)].some((each) => isSameLogin(each, login));
}

function leads(organisation: Organisation, { roles, owner }: Incident, login: string): boolean {
  const team = organisation.teams.get(owner.team);
  return [roles['manager'], roles['lead'], team?.lead].some((each) => isSameLogin(each, login));
}

const RULES: Readonly<Record<CommandAudience, string>> = {
  reader: 'people who may read the repository',
  participant: "members of the organisation's teams and whoever may triage",
  triager: 'whoever may triage issues',
  responder:
    'responders: whoever may write, and of those who may triage the owning team and people with a role',
  manager:
    "the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository",
};

function fixFor(audience: CommandAudience, incident: Incident, organisation: Organisation): string {
  const { manager } = incident.roles;
  const lead = organisation.teams.get(incident.owner.team)?.lead;
  const who = manager ?? lead;
  switch (audience) {
    case 'reader':
    case 'participant':
      return 'Ask for the role Triage in the repository, or to be listed in the file of your team.';
    case 'triager':
      return 'Ask for the role Triage in the repository.';
    case 'responder':
      return `Ask a responder to give you a role with \`/role\`, or a member of ${incident.owner.team} to do it.`;
    case 'manager':
      return who === undefined
        ? 'Name a manager with `/role manager @login` first.'
        : `Ask @${who}, or have a manager named with \`/role manager @login\`.`;
  }
}
