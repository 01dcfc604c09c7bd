// What remains to be done: action items and the post-mortem.
import type { ActionItem } from '../../model/action-item.ts';
import { postmortemPath } from '../../model/history-path.ts';
import type { Incident } from '../../model/incident.ts';
import { isCalendarDay, utcDay } from '../../model/instant.ts';
import { isHidden } from '../../incidents/hidden.ts';
import { isPostmortemDueToBegin, postmortemOwner } from '../../postmortems/duty.ts';
import { closedRequest } from '../../postmortems/pull-request.ts';
import { readable } from '../../postmortems/written.ts';
import { set } from '../../response/change.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { firstWord, quoted } from '../words.ts';
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
      `It is \`closed\`, and a post-mortem is begun before that. Take it up again with \`/reopen\`, or write \`${postmortemPath(incident.id)}\` by pull request.`,
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

function wrong(text: string): { readonly kind: 'refused'; readonly text: string } {
  return { kind: 'refused', text };
}
