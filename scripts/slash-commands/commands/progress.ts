// How far an incident is: taken, understood, calm, over, taken up again, or none.
import { firingWords } from '../../incidents/firing-words.ts';
import { openWord } from '../../incidents/last-word.ts';
import { REOPEN_WITHIN_MS, enterState, mayMove } from '../../incidents/lifecycle.ts';
import type { IncidentEdit } from '../../model/effect.ts';
import { type Incident, isActive, isTaken, MILESTONES } from '../../model/incident.ts';
import { addMs, earlierOf, type Instant } from '../../model/instant.ts';
import { takeAt } from '../../response/acknowledge.ts';
import { set } from '../../response/change.ts';
import { isFaceTouched, sayResolved } from '../../response/face.ts';
import { factsOf } from '../../response/facts.ts';
import { forget, type Milestone, notBefore, reach } from '../../response/milestones.ts';
import { callReopened } from '../../response/notification.ts';
import { writeOwed } from '../../response/owed.ts';
import { gateOf, isReviewed } from '../../postmortems/gate.ts';
import { readable } from '../../postmortems/written.ts';
import { reachHint } from '../call-team.ts';
import { capitalised } from '../../text/capitalised.ts';
import {
  clock,
  line,
  refused,
  type Remark,
  remarks,
  type Result,
  type Situation,
} from '../situation.ts';
import { unseenWords } from '../unseen.ts';
import { typedTime } from '../when.ts';
import { firstWord, hint, quoted, shortWords } from '../words.ts';
import { overWords } from './over.ts';
import { failAgain } from './public-face.ts';

/** `/ack`. */
export function ack(situation: Situation): Result {
  const { incident } = situation;
  if (!isActive(incident)) return refused(overWords(incident, 'ack'));
  const since = incident.handover?.taken ?? incident.at.acknowledged;
  if (since !== undefined && isTaken(incident))
    return refused(
      `It was taken already, ${clock(since)}. Hand it over with \`/delegate @login\`.`,
    );
  return {
    kind: 'done',
    event: 'acknowledged',
    text: `taken by @${situation.speaker.login}${stateChange(incident, afterTaking(incident))}`,
    edits: [...take(situation), line(situation, '[acknowledged] by')],
  };
}

/** `/status`. */
export function status(situation: Situation, argument: string): Result {
  const { incident } = situation;
  const [word, text] = firstWord(argument);
  const state = STATUSES.find((each) => each === word.toLowerCase());
  if (state === undefined)
    return refused(
      word === ''
        ? 'Expected how far you are: `/status identified the pool limit was lowered`.'
        : `Unexpected status ${quoted(word)}. ${hint(word, STATUSES)}`,
    );
  if (!isActive(incident)) return refused(overWords(incident, 'status'));
  if (state === incident.state) return refused(`It is \`${state}\` already.`);
  if (state === 'identified' && text === '')
    return refused('The cause is missing: `/status identified the pool limit was lowered`.');
  return {
    kind: 'done',
    event: state === 'identified' ? 'identified' : state === 'monitoring' ? 'mitigated' : 'changed',
    text: `state \`${incident.state}\` → \`${state}\``,
    edits: [
      enterState(incident, 'progress', state),
      ...settled(situation, state),
      line(situation, `[${state}]`, shortWords(text, MOST_WORDS)),
    ],
  };
}

/** `/mitigated`. */
export function mitigated(situation: Situation, argument: string): Result {
  const { incident, now } = situation;
  if (!isActive(incident)) return refused(overWords(incident, 'mitigated'));
  const since = incident.at.mitigated;
  if (incident.state === 'monitoring' && since !== undefined)
    return refused(
      `That was said already, ${clock(since)}. Correct the time with \`/set mitigated HH:MM\`.`,
    );
  return {
    kind: 'done',
    event: 'mitigated',
    text: `state \`${incident.state}\` → \`monitoring\`, mitigated ${clock(now)}`,
    ...remarks(
      typedTime(argument, 'mitigated', now),
      gaps(incident, ['started']),
      publicHint('monitoring'),
    ),
    edits: [
      enterState(incident, 'progress', 'monitoring'),
      ...settled(situation, 'monitoring'),
      line(situation, '[mitigated]', shortWords(argument, MOST_WORDS)),
    ],
  };
}

/** `/resolve`. */
export function resolve(situation: Situation, argument: string): Result {
  const { incident, now } = situation;
  if (!isActive(incident)) return refused(overWords(incident, 'resolve'));
  const { window } = incident;
  if (window !== null && now < window.from)
    return refused(
      `It begins ${clock(window.from)}, so nothing is done yet. Call it off with \`/decline why\`.`,
    );
  const spoken = ownEnd(situation);
  const unseen = unseenWords(situation);
  return {
    kind: 'done',
    event: 'resolved',
    text: `state \`${incident.state}\` → \`resolved\`${spoken.length === 0 ? '' : ', and customers were told so'}`,
    ...remarks(
      typedTime(argument, 'resolved', now),
      gaps(incident, ['started', 'identified', 'mitigated']),
      stillFiring(situation),
      unseen === '' ? '' : `${unseen}.`,
      publicHint('resolved'),
      reviewHint(situation),
    ),
    edits: [
      enterState(incident, 'resolve', 'resolved'),
      ...taken(situation),
      ...reach(incident, 'resolved', now),
      ...writeOwed(situation.organisation, incident),
      ...spoken,
      line(situation, '[resolved]', shortWords(argument, MOST_WORDS)),
    ],
  };
}

/** What nobody reported as over: people may be in the wrong room, or too early. */
function stillFiring({ incident, now, organisation }: Situation): string {
  const words = firingWords(incident);
  const from = addMs(now, organisation.settings.quietPeriodMs);
  return words === null
    ? ''
    : `${capitalised(words)}: make sure that it is over. What is still reported from ${clock(from)} on takes it up again and calls.`;
}

/** `/close`. */
export function close(situation: Situation): Result {
  const { incident, now, organisation, postmortem } = situation;
  if (!mayMove('close', incident.state, 'closed'))
    return refused(
      isActive(incident)
        ? 'Only what is resolved is closed. Say `/resolve` first.'
        : overWords(incident, 'close'),
    );
  const held = gateOf(organisation, incident, postmortem, now);
  if (held.kind === 'held')
    return refused(
      `It stays \`resolved\`:\n${held.reasons.map((reason) => `- ${reason}`).join('\n')}`,
    );
  return {
    kind: 'done',
    event: 'closed',
    text: 'state `resolved` → `closed`',
    edits: [
      enterState(incident, 'close', 'closed'),
      ...reach(incident, 'closed', now),
      line(situation, '[closed]'),
    ],
  };
}

/** `/reopen`. */
export function reopen(situation: Situation, argument: string): Result {
  const { incident, now } = situation;
  if (!mayMove('reopen', incident.state, 'investigating'))
    return refused(
      incident.state === 'duplicate'
        ? overWords(incident, 'reopen')
        : `It is \`${incident.state}\`, so there is nothing to take up again.`,
    );
  const { resolved } = incident.at;
  const ended = endSaid(situation);
  if (ended !== null && now >= addMs(ended, REOPEN_WITHIN_MS))
    return refused(
      `It was ${incident.state === 'declined' ? 'declined' : 'resolved'} ${clock(ended)}, more than 7 days ago. Declare a new incident and name this one there: \`relations: {recurrence_of: ${incident.id}}\`.`,
    );
  const before = resolved === undefined ? '' : `resolved ${clock(resolved)} before`;
  const isSeen = incident.public?.visibility === 'public';
  const { organisation, book, key } = situation;
  const calls =
    incident.kind === 'maintenance'
      ? []
      : callReopened(organisation, book, incident, { about: [key], now });
  return {
    kind: 'done',
    event: 'reopened',
    text: `state \`${incident.state}\` → \`investigating\`${resolved === undefined ? '' : `, ${before}`}`,
    ...remarks(
      reachHint(calls),
      isSeen ? 'Customers see it as open again: tell them with `/update investigating …`.' : '',
      reviewHint(situation),
    ),
    edits: [
      enterState(incident, 'reopen', 'investigating'),
      ...forget(incident, ['mitigated', 'resolved', 'closed']),
      ...sufferAgain(incident, now),
      line(
        situation,
        `[reopened] ${resolved === undefined ? '' : `${before}, `}by`,
        shortWords(argument, MOST_WORDS),
      ),
    ],
    effects: calls,
  };
}

/** `/decline`. */
export function decline(situation: Situation, argument: string): Result {
  const { incident } = situation;
  const why = shortWords(argument, MOST_WORDS);
  if (!mayMove('decline', incident.state, 'declined'))
    return refused(
      isActive(incident)
        ? `It is \`${incident.state}\`, so people have worked on it. Say \`/resolve\`.`
        : overWords(incident, 'decline'),
    );
  if (incident.postmortemOwed)
    return refused(
      'It owes a post-mortem since it was resolved, or by a repeat of it, so it was an incident. Say `/resolve`.',
    );
  if (why === '') return refused('Why is missing: `/decline load test`.');
  // Calendars and the page keep a maintenance that was called off, and say so.
  if (incident.public?.visibility === 'public' && incident.kind !== 'maintenance')
    return refused(
      'Customers see it. Take it back with a last word first: `/unpublish It was a drill.`',
    );
  return {
    kind: 'done',
    event: 'declined',
    text: `state \`${incident.state}\` → \`declined\``,
    edits: [
      enterState(incident, 'decline', 'declined'),
      ...reach(incident, 'closed', situation.now),
      line(situation, '[declined] by', why),
    ],
  };
}

/** That somebody took it, where nobody had: instants behind it bound the time. */
export function take(situation: Situation): readonly IncidentEdit[] {
  const { incident } = situation;
  return [
    ...taken(situation),
    ...(incident.state === 'triage' ? [enterState(incident, 'acknowledge', 'investigating')] : []),
  ];
}

const MOST_WORDS = 1000;
const STATUSES = ['investigating', 'identified', 'monitoring'] as const;

/** Customers see what they saw before it was over; in between they suffered nothing. */
function sufferAgain(incident: Incident, now: Instant): readonly IncidentEdit[] {
  if (incident.kind === 'maintenance') return [];
  const ended = incident.at.mitigated ?? incident.at.resolved ?? now;
  const isTold = incident.public?.visibility === 'public' && incident.public.status !== undefined;
  return [
    ...failAgain(incident, { state: 'investigating', ended, now }),
    ...(isTold ? [set(['public', 'status'], 'investigating')] : []),
  ];
}

function taken({ incident, now, speaker }: Situation): readonly IncidentEdit[] {
  if (isTaken(incident)) return [];
  if (incident.at.acknowledged !== undefined) return takeAt(incident, now, speaker.login);
  const later = MILESTONES.slice(MILESTONES.indexOf('acknowledged') + 1);
  const bound = later.reduce((first, name) => earlierOf(first, incident.at[name] ?? first), now);
  return takeAt(incident, notBefore(incident, 'acknowledged', bound), speaker.login);
}

/** The instants that a state stands for; those of a state that people went back from hold no more. */
function settled(situation: Situation, state: (typeof STATUSES)[number]): readonly IncidentEdit[] {
  const { incident, now } = situation;
  const edits = taken(situation);
  const gone: Readonly<Record<typeof state, readonly Milestone[]>> = {
    investigating: ['identified', 'mitigated'],
    identified: ['mitigated'],
    monitoring: [],
  };
  const back = forget(incident, gone[state]);
  if (state === 'investigating') return [...edits, ...back];
  const name = state === 'identified' ? 'identified' : 'mitigated';
  if (incident.at[name] !== undefined) return [...edits, ...back];
  const ahead =
    back.length === 0 ? incident : { ...incident, at: { ...incident.at, mitigated: now } };
  return [...edits, ...back, ...reach(ahead, name, now)];
}

/** When it was said that it is over: `/set resolved` corrects when that was so, not until when it is taken up again. */
function endSaid({ incident, timeline }: Situation): Instant | null {
  const { resolved, closed } = incident.at;
  if (resolved === undefined) return closed ?? null;
  const said = timeline().filter(({ text }) => RESOLVED.test(text));
  return (
    said.reduce<Instant | null>((last, { at }) => (last === null || at > last ? at : last), null) ??
    resolved
  );
}

/** Corrections of the time show two times behind the same word. */
const RESOLVED = /^\[resolved\](?! \d{4}-\d\d-\d\d \d\d:\d\d UTC → )/;

function afterTaking({ state }: Incident): Incident['state'] {
  return state === 'triage' ? 'investigating' : state;
}

function stateChange({ state }: Incident, next: Incident['state']): string {
  return state === next ? '' : `; state \`${state}\` → \`${next}\``;
}

function gaps(incident: Incident, names: readonly Milestone[]): string {
  const missing = names.filter((name) => incident.at[name] === undefined);
  // Planned work has a window in their place.
  if (incident.kind === 'maintenance') return '';
  if (missing.length === 0) return '';
  return `Not known yet: ${missing.map((name) => `\`/set ${name} HH:MM\``).join(', ')}.`;
}

/** What customers still read when everything of the comment was done. */
function publicHint(word: 'monitoring' | 'resolved'): Remark {
  return (end) => {
    const said = openWord(end);
    return said === null || said === word
      ? ''
      : `Customers still read \`${said}\`: tell them with \`/update ${word} …\`.`;
  };
}

/** What is reviewed before an incident ends was written about a failure before this one. */
function reviewHint({ postmortem }: Situation): string {
  const written = readable(postmortem);
  return written !== null && isReviewed(written.state)
    ? 'The post-mortem is reviewed already and knows nothing of what came after: add that by pull request.'
    : '';
}

/** Where no person spoke, the components that speak by themselves say the end as well. */
function ownEnd({ organisation, incident, now }: Situation): readonly IncidentEdit[] {
  const isLeft = openWord(incident) !== null && !isFaceTouched(organisation, incident);
  return isLeft && factsOf(incident).firing.size === 0
    ? sayResolved(organisation, incident, now)
    : [];
}
