// What remains to be done: action items, the post-mortem, silence for signals that tell nothing new.
import type { IncidentEdit } from '../../model/effect.ts';
import type { ActionItem } from '../../model/action-item.ts';
import type { Incident } from '../../model/incident.ts';
import { INCIDENT_SEVERITIES, isWorse } from '../../model/severity.ts';
import { addMs, type Instant, isCalendarDay, utcDay } from '../../model/instant.ts';
import { keyOf } from '../../correlation/key.ts';
import { isHidden } from '../../incidents/hidden.ts';
import { renderFlow } from '../../incidents/front-matter-edit.ts';
import { isPostmortemDueToBegin, postmortemOwner } from '../../postmortems/duty.ts';
import { closedRequest } from '../../postmortems/pull-request.ts';
import { readable } from '../../postmortems/written.ts';
import { set } from '../../response/change.ts';
import { clock, line, refused, remarks, type Result, type Situation } from '../situation.ts';
import { readDuration } from '../when.ts';
import { firstWord, quoted, shortWords } from '../words.ts';
import { readActionLine } from './action-options.ts';
import { findPerson, findTeam, peopleHint } from './people.ts';

/** `/action`. */
export function action(situation: Situation, argument: string): Result {
  const { incident, now } = situation;
  const read = readAction(situation, argument);
  if (read.kind === 'refused') return refused(read.text);
  const { id, title, due, assignee, owner_team: team, type, debt } = read.entry;
  if (due !== undefined && due < utcDay(now)) return refused(`${due} is over.`);
  return {
    kind: 'done',
    event: 'changed',
    text: `proposed ${id}, ${debt === undefined ? type : `${type}, ${debt}`}, for ${assignee === undefined ? team : `@${assignee} of ${team}`}${due === undefined ? '' : ` until ${due}`}: ${quoted(title)}`,
    edits: [
      incident.actions.length === 0
        ? set(['actions'], [read.entry])
        : { kind: 'append', key: 'actions', value: read.entry },
      line(situation, `[action] ${id} by`, title),
    ],
  };
}

/** `/postmortem`. */
export function postmortem(situation: Situation, argument: string): Result {
  const { incident, organisation, speaker, now } = situation;
  const [word, rest] = firstWord(argument);
  const named = word.toLowerCase() === 'owner' ? rest : word;
  const begun = incident.postmortemBegun;
  if (incident.postmortem !== null || situation.postmortem !== null)
    return refused('There is one already: change it by pull request.');
  if (incident.state === 'duplicate' || incident.state === 'declined')
    return refused(`It is \`${incident.state}\`, and nothing is left to be learned here.`);
  if (incident.state === 'closed')
    return refused(
      `It is \`closed\`, and a post-mortem is begun before that. Take it up again with \`/reopen\`, or write \`postmortems/${incident.id.slice(0, 4)}/${incident.id}.md\` by pull request.`,
    );
  const owner =
    named === ''
      ? (findPerson(organisation, incident.roles['manager'] ?? speaker.login) ??
        organisation.teams.get(incident.owner.team)?.lead ??
        null)
      : findPerson(organisation, named);
  if (owner === null)
    return refused(
      named === ''
        ? 'Who writes it is missing: `/postmortem owner @login`.'
        : peopleHint(organisation, named),
    );
  const closed = closedRequest(incident);
  if (begun?.owner === owner && closed === null) return refused(`@${owner} writes it already.`);
  return {
    kind: 'done',
    event: 'changed',
    text: `${begunWords(situation, owner)}${isHidden(incident, organisation) ? HIDDEN_DRAFT : ''}`,
    edits: [
      set(['postmortem_begun'], { at: begun?.at ?? now, owner }),
      ...(closed === null ? [] : [set(['postmortem_closed', 'again'], true)]),
      line(situation, `[postmortem] @${owner} writes it, says`),
    ],
  };
}

/** What was begun by itself has an owner already. */
function begunWords({ incident, organisation }: Situation, owner: string): string {
  const closed = closedRequest(incident);
  if (closed !== null) return `another post-mortem is begun; @${owner} writes it`;
  if (!isPostmortemDueToBegin(organisation, incident))
    return `the post-mortem is begun; @${owner} writes it`;
  const before = postmortemOwner(organisation, incident);
  return before === null || before === owner
    ? `post-mortem: @${owner} writes it`
    : `post-mortem: @${before} → @${owner}`;
}

const HIDDEN_DRAFT =
  ', with `tocsin postmortem draft`: nothing of this incident is shown on GitHub, so no pull request is opened for it';

/** `/mute`. */
export function mute(situation: Situation, argument: string): Result {
  const { incident, now, key, organisation } = situation;
  const [word, rest] = firstWord(argument);
  const duration = readDuration(word);
  const why = shortWords(rest, MOST_REASON);
  if (duration === null)
    return refused(
      `Unexpected duration ${quoted(word)}, expected such as \`30m\`, \`4h\` or \`7d\`: \`/mute 4h provider restarts\`.`,
    );
  if (duration > MOST_MS) return refused('A silence ends after 30 days at the latest.');
  if (why === '') return refused('Why is missing: `/mute 4h provider restarts`.');
  const when = conditionsOf(incident);
  if (when === null) return refused('No signal stands behind it, so there is nothing to silence.');
  const until = addMs(now, duration);
  const isLong = duration > DAY_MS;
  const id = silenceId(incident, key);
  if (isLong && isHidden(incident, organisation))
    return refused(
      'Longer than a day is by pull request, and nothing of this incident is shown on GitHub. Say `/mute 24h` with the reason, and again tomorrow, or commit a file below `rules/silences/`.',
    );
  if (isLong && waitingMutes(incident.mutes, now).length >= MOST_WAITING)
    return refused(
      `${MOST_WAITING} silences of more than a day wait for their pull requests, and more may not. Merge or close one of them, or say \`/mute 24h\` with the reason, and again tomorrow.`,
    );
  return {
    kind: 'done',
    event: 'muted',
    text: `${silencedWords(incident)} until ${clock(until)}${isLong ? ', once the pull request for it is merged' : ''}; ${incident.severity === 'sev1' ? '' : 'what is worse still calls, and '}recoveries still count`,
    ...remarks(
      isLong ? '' : `It ends before that where \`rules/silences/${id}.yaml\` is taken away.`,
    ),
    edits: [
      ...(isLong ? [muteEdit(incident, now, { key, from: now, until, reason: why })] : []),
      line(situation, `[muted] until ${clock(until)} by`, why),
    ],
    effects: isLong
      ? []
      : [
          {
            kind: 'add_silence',
            id,
            incident: incident.id,
            text: renderSilence({ reason: why, when, from: now, until }),
          },
        ],
  };
}

/** All that the silence holds back, which is more than what fired so far. */
function silencedWords({ services, environment, severity }: Incident): string {
  const all = services.length === 0 ? 'its sources' : services.map((id) => `\`${id}\``).join(', ');
  const what = `everything of ${all} in ${environment}`;
  return severity === 'sev1'
    ? `${what} is silent, however bad,`
    : `${what} up to ${severity} is silent`;
}

/** The file of a silence. */
export function renderSilence(silence: {
  readonly reason: string;
  readonly when: Readonly<Record<string, string | readonly string[]>>;
  readonly from: Instant;
  readonly until: Instant;
}): string {
  const when = Object.entries(silence.when).map(
    ([name, value]) => `  ${name}: ${renderFlow(value)}\n`,
  );
  return [
    'schema: tocsin/silence@1\n',
    `reason: ${renderFlow(silence.reason)}\n`,
    'when:\n',
    ...when,
    `from: ${silence.from}\n`,
    `until: ${silence.until}\n`,
  ].join('');
}

/** The id of the silence that a command made: short, and the same each time. */
export function silenceId(incident: Incident, key: string): string {
  const name = incident.services[0] ?? 'unowned';
  return `mute-${name.slice(0, 40)}-${keyOf([incident.id, key])
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 8)}`;
}

/**
 * Which signals are silenced with an incident: those of its services, else of its sources, that are no worse than it is;
 * null where there are none.
 */
export function conditionsOf(
  incident: Incident,
): Readonly<Record<string, string | readonly string[]>> | null {
  const { services, environment, problems, severity } = incident;
  const sources = [...new Set(Object.keys(problems).map((id) => id.split('/')[0] ?? ''))];
  const mild = INCIDENT_SEVERITIES.filter((each) => !isWorse(each, severity));
  const isAll = mild.length === INCIDENT_SEVERITIES.length;
  const rest = { environment, ...(isAll ? {} : { incident_severity: mild }) };
  if (services.length > 0) return { service: services, ...rest };
  return sources.length > 0 ? { source: sources, ...rest } : null;
}

const DAY_MS = 86_400_000;
const MOST_MS = 30 * DAY_MS;
const MOST_REASON = 200;
const MOST_WAITING = 20;
/** How many the file holds at most, those that are over among them. */
const MOST_MUTES = 100;
type ActionEntry = {
  readonly id: string;
  readonly title: string;
  readonly type: ActionItem['type'];
  readonly debt?: 'hotfix' | 'definitive';
  readonly status: 'proposed';
  readonly owner_team: string;
  readonly assignee?: string;
  readonly due?: string;
};

type ReadAction =
  | { readonly kind: 'read'; readonly entry: ActionEntry & { readonly [key: string]: string } }
  | { readonly kind: 'refused'; readonly text: string };

function readAction(
  { incident, organisation, postmortem: written }: Situation,
  argument: string,
): ReadAction {
  const read = readActionLine(argument);
  if (read.kind === 'refused') return read;
  const { title, type, debt, due, owner = incident.owner.team } = read.line;
  if (due !== undefined && !isCalendarDay(due))
    return wrong(`Unexpected day ${quoted(due)}, expected such as \`due:2026-12-01\`.`);
  const team = findTeam(organisation, owner)?.id;
  const assignee = team === undefined ? findPerson(organisation, owner) : null;
  const home = team ?? (assignee === null ? undefined : homeOf(organisation, incident, assignee));
  if (home === undefined) return wrong(peopleHint(organisation, owner));
  const number = nextNumber([...incident.actions, ...(readable(written)?.actionItems ?? [])]);
  if (number > 99) return wrong('There are 99 action items already.');
  const entry = {
    id: `A${number}`,
    title,
    type,
    ...(debt === 'none' ? {} : { debt }),
    status: 'proposed' as const,
    owner_team: home,
    ...(assignee === null ? {} : { assignee }),
    ...(due === undefined ? {} : { due }),
  };
  return { kind: 'read', entry };
}

/** The owning team where the person is in it, else the person's first one. */
function homeOf(
  { teams }: Situation['organisation'],
  incident: Incident,
  person: string,
): string | undefined {
  const own = [...teams.values()]
    .filter(({ members }) => members.includes(person))
    .map(({ id }) => id);
  return own.includes(incident.owner.team) ? incident.owner.team : own[0];
}

function nextNumber(items: readonly Pick<ActionItem, 'id'>[]): number {
  return 1 + Math.max(0, ...items.map(({ id }) => Number(id.slice(1)) || 0));
}

/** A wish whose time is over makes room where nobody takes it away: without a room on GitHub nothing follows it. */
function muteEdit(
  { mutes }: Incident,
  now: Instant,
  value: { readonly [key: string]: string },
): IncidentEdit {
  if (mutes.length === 0) return set(['mutes'], [value]);
  if (mutes.length < MOST_MUTES) return { kind: 'append', key: 'mutes', value };
  return set(['mutes'], [...waitingMutes(mutes, now).map((each) => ({ ...each })), value]);
}

function waitingMutes(mutes: Incident['mutes'], now: Instant): Incident['mutes'] {
  return mutes.filter(({ until }) => until > now);
}

function wrong(text: string): { readonly kind: 'refused'; readonly text: string } {
  return { kind: 'refused', text };
}
