// Who has it, who does what, who else is called.
import type { IncidentEdit } from '../../model/effect.ts';
import { type Incident, isActive } from '../../model/incident.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Team } from '../../model/ownership.ts';
import { askToTake } from '../../response/acknowledge.ts';
import { set } from '../../response/change.ts';
import { callTeam, reachWords } from '../call-team.ts';
import { gainWords, giftWords, hasLastWord, isOwnGain, isStrangersGift } from '../own-gain.ts';
import { isSameLogin } from '../permission.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { firstWord, hint, quoted } from '../words.ts';
import { overWords } from './over.ts';

/** `/delegate`. */
export function delegate(situation: Situation, argument: string): Result {
  const { incident, organisation } = situation;
  const [word] = firstWord(argument);
  if (!isActive(incident)) return refused(overWords(incident, 'delegate'));
  if (word === '')
    return refused('To whom is missing: `/delegate @login` or `/delegate payments`.');
  const team = findTeam(organisation, word);
  const person = team === null ? findPerson(organisation, word) : null;
  if (team !== null) return delegateToTeam(situation, team);
  if (person !== null) return delegateToPerson(situation, person);
  return refused(strangerWords(organisation, word));
}

/** `/role`. */
export function role(situation: Situation, argument: string): Result {
  const { incident, organisation } = situation;
  const [word, rest] = firstWord(argument);
  const [who] = firstWord(rest);
  const name = ROLES.find((each) => each === word.toLowerCase());
  if (name === undefined) return refused(`Unexpected role ${quoted(word)}. ${hint(word, ROLES)}`);
  const before = incident.roles[name];
  if (who === 'none') {
    if (before === undefined) return refused(`Nobody is ${name}.`);
    if (name === 'manager' && !mayReplaceManager(situation)) return refused(replaceWords(before));
    return {
      kind: 'done',
      event: 'changed',
      text: `${name} @${before} → nobody`,
      edits: [
        { kind: 'unset', path: ['roles', name] },
        line(situation, `[role] ${name}: @${before} → nobody, by`),
      ],
    };
  }
  const person =
    who.toLowerCase() === '@me'
      ? findPerson(organisation, situation.speaker.login)
      : findPerson(organisation, who);
  if (person === null)
    return refused(
      who === '' ? `Who is missing: \`/role ${name} @login\`.` : peopleHint(organisation, who),
    );
  if (isSameLogin(before, person)) return refused(`@${person} is ${name} already.`);
  if (isTakenByOneself(situation, name, person)) {
    if (name === 'manager' && before !== undefined) return refused(replaceWords(before));
    return refused(gainWords(situation, `makes themselves ${name}`, `/role ${name} @${person}`));
  }
  if (isStrangersGift(situation, person)) return refused(giftWords(situation));
  const from = before === undefined ? 'nobody' : `@${before}`;
  return {
    kind: 'done',
    event: 'changed',
    text: `${name} ${from} → @${person}`,
    edits: [
      set(['roles', name], person),
      line(situation, `[role] ${name}: ${from} → @${person}, by`),
    ],
  };
}

/** `/page`. */
export function page(situation: Situation, argument: string): Result {
  const { incident, organisation, key } = situation;
  const [word] = firstWord(argument);
  if (!isActive(incident)) return refused(overWords(incident, 'page'));
  if (word === '') return refused('Whom is missing: `/page data-platform` or `/page database`.');
  const team = findTeam(organisation, word) ?? teamOfFunction(organisation, incident, word);
  if (team === null) return refused(nobodyToPage(organisation, word));
  const call = callTeam(situation, team, 'paged', key);
  return {
    kind: 'done',
    event: 'paged',
    text: `${team.name}: ${reachWords(call.told)}`,
    edits: [
      ...(team.id === incident.owner.team ? [] : joins(incident, team.id)),
      line(situation, `[paged] ${team.id} (${call.told}) by`),
    ],
    effects: call.effects,
  };
}

/** Teams are called, and their schedule says who answers; of a person it is said which team to call. */
function nobodyToPage(organisation: Organisation, word: string): string {
  const person = findPerson(organisation, word);
  if (person !== null) {
    const ways = [...organisation.teams.values()]
      .filter(({ members }) => members.includes(person))
      .map(({ id }) => `\`/page ${id}\``);
    return `\`/page\` calls whoever is on call for a team, and @${person} is a person. Say ${ways.join(' or ')}, or \`/delegate @${person}\` to hand it to that person.`;
  }
  const names = [...organisation.teams.keys(), ...organisation.functions.map(({ id }) => id)];
  const fix =
    hint(word, names) ||
    `Teams: ${shown([...organisation.teams.keys()])}. Functions: ${shown(organisation.functions.map(({ id }) => id))}.`;
  return `Nothing is called ${quoted(word)}. ${fix} \`/who service\` says who answers for something.`;
}

/** As many names as somebody reads in the middle of an incident. */
function shown(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).map((name) => `\`${name}\``);
  return names.length > MOST_NAMES
    ? `${first.join(', ')} and ${names.length - MOST_NAMES} more`
    : first.join(', ');
}

const MOST_NAMES = 12;

/** A person of the organisation; null for everybody else. */
export function findPerson(organisation: Organisation, word: string): string | null {
  const login = word.replace(/^@/, '');
  for (const { members } of organisation.teams.values())
    for (const member of members) if (isSameLogin(member, login)) return member;
  return null;
}

/** A team by its id, its name on GitHub or its channel, as cards and answers name it. */
export function findTeam(organisation: Organisation, word: string): Team | null {
  const name = word.replace(/^@/, '').toLowerCase();
  const teams = [...organisation.teams.values()];
  const slug = /^[a-z0-9-]+\/([^/]+)$/.exec(name)?.[1];
  const mentioned = slug === undefined ? undefined : organisation.teams.get(slug);
  const [own, ...others] = teams.filter(({ channel }) => channel?.toLowerCase() === name);
  return (
    organisation.teams.get(name) ??
    teams.find(({ github }) => github?.toLowerCase() === name) ??
    // A team whose file names it on GitHub is called so there and not otherwise.
    (mentioned?.github === null ? mentioned : undefined) ??
    (others.length === 0 ? own : undefined) ??
    null
  );
}

/** That nobody of the organisation is called so. */
export function peopleHint(organisation: Organisation, word: string): string {
  const close = hint(
    word.replace(/^@/, ''),
    [...organisation.teams.values()].flatMap(({ members }) => members),
  );
  const fix = close.startsWith('Did') ? close : 'Add the person to the members of a team first.';
  return `${quoted(word)} is in no team of the organisation. ${fix}`;
}

const ROLES = ['manager', 'lead', 'scribe', 'liaison'] as const;

/** Whoever may triage gives others a role; themselves only where they gain no right by it. */
function isTakenByOneself(
  situation: Situation,
  name: (typeof ROLES)[number],
  person: string,
): boolean {
  return (
    isSameLogin(person, situation.speaker.login) &&
    isOwnGain(situation, { roles: { ...situation.standing.roles, [name]: person } })
  );
}

/** The last word is handed over by whoever has it. */
function mayReplaceManager({ organisation, standing, speaker }: Situation): boolean {
  return hasLastWord(organisation, standing, speaker);
}

function replaceWords(manager: string): string {
  return `@${manager} is manager, and nobody takes that away or to themselves but the manager, the lead of the owning team, and whoever maintains the repository. Ask @${manager}, or have somebody else named with \`/role manager @login\`.`;
}

function strangerWords(organisation: Organisation, word: string): string {
  const people = [...organisation.teams.values()].flatMap(({ members }) => members);
  const close = hint(word.replace(/^@/, ''), [...people, ...organisation.teams.keys()]);
  const fix = close.startsWith('Did') ? close : 'Expected a person of a team, or a team.';
  return `${quoted(word)} is neither a team of the organisation nor a member of one. ${fix}`;
}

function delegateToTeam(situation: Situation, team: Team): Result {
  const { incident, key } = situation;
  const before = incident.owner.team;
  if (team.id === before)
    return refused(`${team.name} has it already. Name a person: \`/delegate @login\`.`);
  if (isOwnGain(situation, { owner: { ...incident.owner, team: team.id } }))
    return refused(
      gainWords(situation, 'hands an incident to their own team', `/delegate ${team.id}`),
    );
  const call = callTeam(situation, team, 'delegated', key);
  return {
    kind: 'done',
    event: 'delegated',
    text: `owner \`${before}\` → \`${team.id}\`; ${reachWords(call.told)}${clockWords(incident)}`,
    edits: [
      set(['owner', 'team'], team.id),
      ...joins(incident, before),
      ...restartClock(situation),
      line(situation, `[delegated] ${before} → ${team.id} by`),
    ],
    effects: call.effects,
  };
}

function delegateToPerson(situation: Situation, person: string): Result {
  const { incident } = situation;
  const before = incident.roles['lead'];
  if (isSameLogin(before, person)) return refused(`@${person} has it already.`);
  if (isTakenByOneself(situation, 'lead', person))
    return refused(gainWords(situation, 'makes themselves lead', `/delegate @${person}`));
  if (isStrangersGift(situation, person)) return refused(giftWords(situation));
  const from = before === undefined ? 'nobody' : `@${before}`;
  return {
    kind: 'done',
    event: 'delegated',
    text: `lead ${from} → @${person}${clockWords(incident)}`,
    edits: [
      set(['roles', 'lead'], person),
      ...restartClock(situation),
      line(situation, `[delegated] ${from} → @${person} by`),
    ],
  };
}

/** Who is handed something has to take it; once the cause is known the clock stands. */
function restartClock({ incident, now }: Situation): readonly IncidentEdit[] {
  return isBeforeCause(incident) ? [askToTake(now)] : [];
}

function clockWords(incident: Incident): string {
  return isBeforeCause(incident) ? '; the clock for `/ack` starts again' : '';
}

/** Planned work has no clock to take it by. */
function isBeforeCause({ at, kind }: Incident): boolean {
  return kind === 'incident' && at.identified === undefined && at.mitigated === undefined;
}

/** Notes a team beside the owner. */
function joins(incident: Incident, team: string): readonly IncidentEdit[] {
  if (incident.contributors.includes(team)) return [];
  return [set(['contributors'], [...incident.contributors, team])];
}

function teamOfFunction(organisation: Organisation, incident: Incident, word: string): Team | null {
  const discipline = organisation.functions.find(({ id }) => id === word.toLowerCase());
  if (discipline === undefined) return null;
  const services = incident.services.flatMap((id) => organisation.services.get(id) ?? []);
  const ids = [
    ...services.map(({ teams }) => teams[discipline.id]),
    ...organisation.products
      .filter(({ id }) => id === incident.owner.product)
      .map(({ fallback }) => fallback[discipline.id]),
    ...organisation.products.map(({ fallback }) => fallback[discipline.id]),
  ];
  const id = ids.find((each) => each !== undefined);
  return id === undefined ? null : (organisation.teams.get(id) ?? null);
}
