// How an incident stands to others: the same, led to by another, or two that were taken for one.
import { isConfidential, isHidden, withoutHidden } from '../../incidents/hidden.ts';
import { nameOf, type Telling } from '../../incidents/shown-names.ts';
import { enterState, mayMove } from '../../incidents/lifecycle.ts';
import type { Effect, IncidentEdit, Notification } from '../../model/effect.ts';
import { type Incident, type IncidentProblem, isActive, serviceOf } from '../../model/incident.ts';
import { keyOf } from '../../correlation/key.ts';
import { type IncidentSeverity, isWorse, worse } from '../../model/severity.ts';
import { leaveTriage, set, union } from '../../response/change.ts';
import { linkTo, originalOf, rememberMoved } from '../../response/links.ts';
import { callRaised } from '../../response/notification.ts';
import { reachHint } from '../call-team.ts';
import { line, named, refused, remarks, type Result, type Situation } from '../situation.ts';
import { namesRepository, roomNumber } from '../pasted.ts';
import { firstWord, hint, quoted } from '../words.ts';
import { dutyFor, repeatRefusal } from './repeat.ts';

/** `/duplicate`. */
export function duplicate(situation: Situation, argument: string): Result {
  const { incident, book } = situation;
  const found = findIncident(situation, argument, '/duplicate #139');
  if (found.kind === 'refused') return refused(found.text);
  const target = originalOf(book, found.incident);
  if (isHidden(target, situation.organisation)) return refused(notFound(situation, argument));
  if (target.id === incident.id)
    return refused(
      found.incident.id === incident.id
        ? 'An incident is no duplicate of itself.'
        : `${named(found.incident)} is a duplicate of this one: say \`/unduplicate\` there first.`,
    );
  if (!mayMove('duplicate', incident.state, 'duplicate'))
    return refused(
      incident.state === 'duplicate' && incident.relations.duplicateOf !== undefined
        ? `It is a duplicate of ${nameOf(tellingOf(situation), incident.relations.duplicateOf)} already. Say \`/unduplicate\` first.`
        : `It is \`${incident.state}\`, which stays as it is.`,
    );
  if (target.state === 'declined')
    return refused(`${named(target)} was declined: there is nothing to repeat.`);
  if (isConfidential(incident) && !isKeptBy(incident, target))
    return refused(
      `This incident is confidential and ${named(target)} is not: everybody would read there what belongs to this one. Make that one \`visibility: restricted\` in its file first.`,
    );
  const refusal = repeatRefusal(situation, target);
  if (refusal !== null) return refused(refusal);
  const received = receive(situation, target);
  return {
    kind: 'done',
    event: 'duplicated',
    text: `state \`${incident.state}\` → \`duplicate\` of ${named(target)}; ${movedWords(incident)}${raiseWords(incident, target)}`,
    ...remarks(reachHint(received.calls), waitingHint(incident, target)),
    edits: [
      enterState(incident, 'duplicate', 'duplicate'),
      set(['relations', 'duplicate_of'], target.id),
      ...rememberMoved(incident, target),
      { kind: 'unset', path: ['problems'] },
      line(situation, `[duplicate] of ${linkTo(target.id)} by`),
    ],
    effects: [...followers(situation, target), received.note, ...received.calls],
  };
}

/** Whether what is confidential here stays so there; what is only confidential by its category may become everybody's by a command. */
function isKeptBy(incident: Incident, target: Incident): boolean {
  return incident.public?.visibility === 'restricted'
    ? target.public?.visibility === 'restricted'
    : isConfidential(target);
}

/** `/caused-by`. */
export function causedBy(situation: Situation, argument: string): Result {
  const { incident, book } = situation;
  const found = findIncident(situation, argument, '/caused-by #139');
  if (found.kind === 'refused') return refused(found.text);
  const cause = originalOf(book, found.incident);
  if (isHidden(cause, situation.organisation)) return refused(notFound(situation, argument));
  if (cause.id === incident.id) return refused('An incident is not its own cause.');
  if (incident.relations.causedBy.includes(cause.id))
    return refused(`${named(cause)} is named already.`);
  if (cause.relations.causedBy.includes(incident.id))
    return refused(
      `${named(cause)} names this one as its cause. One of the two is the other way round.`,
    );
  return {
    kind: 'done',
    event: 'linked',
    text: `caused by ${named(cause)}`,
    edits: [
      set(['relations', 'caused_by'], [...incident.relations.causedBy, cause.id]),
      line(situation, `[linked] caused by ${linkTo(cause.id)}, says`),
    ],
    effects: [
      note(situation, cause, { event: 'linked', text: `[linked] led to ${linkTo(incident.id)}` }),
    ],
  };
}

type Found =
  | { readonly kind: 'found'; readonly incident: Incident }
  | { readonly kind: 'refused'; readonly text: string };

/** An incident by its id or the number of its room. */
function findIncident(situation: Situation, argument: string, example: string): Found {
  const [word] = firstWord(argument);
  const { book, organisation, issueUrl } = situation;
  const number = roomNumber(word, issueUrl);
  const incident = withoutHidden(book.incidents, organisation).find(({ id, room }) =>
    number === null ? id === word.toLowerCase() : room === number,
  );
  if (incident !== undefined) return { kind: 'found', incident };
  if (word === '') return { kind: 'refused', text: `Which one is missing: \`${example}\`.` };
  return { kind: 'refused', text: notFound(situation, argument) };
}

/** What a name of another incident is told in. */
export function tellingOf({ organisation, incident, book }: Situation): Telling {
  return { organisation, incident, incidents: book.incidents };
}

/** What is not there and what is not shown are answered alike. */
function notFound(situation: Situation, argument: string): string {
  const { book, incident, organisation, issueUrl } = situation;
  const [word] = firstWord(argument);
  if (roomNumber(word, issueUrl) !== null)
    return `No incident has the room ${quoted(word)}. Name its id instead.`;
  const ways = 'Name it by its number, such as `#139`, or by its id';
  if (namesRepository(word))
    return issueUrl === undefined
      ? `Whose rooms ${quoted(word)} may be is not known here. ${ways}; with \`--repository OWNER/NAME\` addresses of that repository are known.`
      : `${quoted(word)} is the address of no room here. ${ways}.`;
  const ids = withoutHidden(book.incidents, organisation)
    .map(({ id }) => id)
    .filter((id) => id !== incident.id);
  return `No incident is called ${quoted(word)}. ${hint(word, ids)}`;
}

function movedWords({ problems, tickets }: Incident): string {
  const count = Object.keys(problems).length;
  const firing = count === 1 ? '1 problem' : `${count} problems`;
  return `${firing} and ${tickets.length === 1 ? '1 ticket' : `${tickets.length} tickets`} count there now`;
}

/** Nobody approves an update in a duplicate. */
function waitingHint({ drafts }: Incident, target: Incident): string {
  if (drafts.length === 0) return '';
  const [waited, them] =
    drafts.length === 1
      ? ['1 update waited and is', 'it']
      : [`${drafts.length} updates waited and are`, 'them'];
  return `${waited} not published: say ${them} in ${named(target)} where customers should read ${them}.`;
}

/** Duplicates of a duplicate would be a chain: they become duplicates of the incident that it stands for. */
function followers({ incident, book, key, now }: Situation, target: Incident): readonly Effect[] {
  return book.incidents
    .filter(
      ({ state, relations }) => state === 'duplicate' && relations.duplicateOf === incident.id,
    )
    .map((each): Effect => ({
      kind: 'edit_incident',
      id: each.id,
      event: 'duplicated',
      edits: [
        set(['relations', 'duplicate_of'], target.id),
        {
          kind: 'timeline',
          at: now,
          text: `[duplicate] of ${linkTo(target.id)}, as ${linkTo(incident.id)} is`,
          key: keyOf([key, each.id, 'duplicate']),
        },
      ],
    }));
}

/** How bad the other incident is with this one; null where that makes it no worse. */
function raisedSeverity(incident: Incident, target: Incident): IncidentSeverity | null {
  return isActive(target) && isWorse(incident.severity, target.severity) ? incident.severity : null;
}

function raiseWords(incident: Incident, target: Incident): string {
  const severity = raisedSeverity(incident, target);
  return severity === null ? '' : `, which makes it \`${target.severity}\` → \`${severity}\``;
}

/** What the other incident gets, and whom its people call where it is worse with that. */
function receive(
  situation: Situation,
  target: Incident,
): { readonly note: Effect; readonly calls: readonly Notification[] } {
  const { incident, organisation, book, now, key } = situation;
  const severity = raisedSeverity(incident, target);
  const edits: readonly IncidentEdit[] = [
    ...problemsFor(target, incident),
    ...union(['services'], target.services, incident.services),
    ...union(['tickets'], target.tickets, incident.tickets),
    ...(severity === null ? [] : raising(situation, target, severity)),
    ...dutyFor(situation, target),
    ...withoutCause(target, incident.id),
  ];
  const calls =
    severity === null
      ? []
      : callRaised(organisation, book, target, { severity, about: [key, incident.id], now });
  const text = `[duplicate] ${linkTo(incident.id)} is the same; ${movedWords(incident)}`;
  return { note: note(situation, target, { event: 'adopted', text, edits }), calls };
}

function raising(
  { incident, key, now }: Situation,
  target: Incident,
  severity: IncidentSeverity,
): readonly IncidentEdit[] {
  return [
    ...leaveTriage(target, severity),
    set(['severity'], severity),
    set(['severity_max'], worse(severity, target.severityMax)),
    {
      kind: 'timeline',
      at: now,
      text: `[raised] ${target.severity} → ${severity}, since ${linkTo(incident.id)} is the same`,
      key: keyOf([key, target.id, 'raised']),
    },
  ];
}

/** Nothing is led to by what is the same. */
function withoutCause({ relations }: Incident, id: string): readonly IncidentEdit[] {
  const left = relations.causedBy.filter((each) => each !== id);
  if (left.length === relations.causedBy.length) return [];
  const path = ['relations', 'caused_by'];
  return [left.length === 0 ? { kind: 'unset', path } : set(path, left)];
}

/** What both know of keeps its newest change. */
function problemsFor(target: Incident, incident: Incident): readonly IncidentEdit[] {
  return Object.entries(incident.problems).flatMap(([id, problem]) => {
    const known = target.problems[id];
    if (known !== undefined && known.at >= problem.at) return [];
    const service = serviceOf(incident, problem);
    const moved: IncidentProblem = {
      ...problem,
      severity: problem.severity ?? incident.severity,
      ...(service === null ? {} : { service }),
    };
    return [set(['problems', id], { ...moved })];
  });
}

type OtherSide = {
  readonly event: 'linked' | 'adopted' | 'changed';
  readonly text: string;
  readonly edits?: readonly IncidentEdit[];
};

/** The other incident's side of what was said, with its own line. */
export function note(
  { key, now }: Situation,
  other: Incident,
  { event, text, edits = [] }: OtherSide,
): Effect {
  return {
    kind: 'edit_incident',
    id: other.id,
    event,
    edits: [...edits, { kind: 'timeline', at: now, text, key: keyOf([key, other.id, event]) }],
  };
}
