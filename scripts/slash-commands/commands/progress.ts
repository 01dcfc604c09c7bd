// How far an incident is: taken, understood, calm, over, or none.
import { openWord } from '../../incidents/last-word.ts';
import { enterState, mayMove } from '../../incidents/lifecycle.ts';
import type { IncidentEdit } from '../../model/effect.ts';
import {
  type Incident,
  isActive,
  isTaken,
  MILESTONES,
  PUBLIC_STATUSES,
} from '../../model/incident.ts';
import { earlierOf, inUtc } from '../../model/instant.ts';
import { takeAt } from '../../response/acknowledge.ts';
import { isFaceTouched, sayResolved } from '../../response/face.ts';
import { factsOf } from '../../response/facts.ts';
import { forget, type Milestone, notBefore, reach } from '../../response/milestones.ts';
import { writeOwed } from '../../response/owed.ts';
import { gateOf } from '../../postmortems/gate.ts';
import { line, refused, remarks, type Result, type Situation } from '../situation.ts';
import { unseenWords } from '../unseen.ts';
import { typedTime } from '../when.ts';
import { firstWord, hint, MOST_WORDS, quoted, shortWords } from '../words.ts';
import { gaps, publicHint, reviewHint, stillFiring } from './left-undone.ts';
import { overWords } from './over.ts';

/** `/ack`. */
export function ack(situation: Situation): Result {
  const { incident } = situation;
  if (!isActive(incident)) return refused(overWords(incident, 'ack'));
  const since = incident.handover?.taken ?? incident.at.acknowledged;
  if (since !== undefined && isTaken(incident))
    return refused(
      `It was taken already, ${inUtc(since)}. Hand it over with \`/delegate @login\`.`,
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
      `That was said already, ${inUtc(since)}. Correct the time with \`/set mitigated HH:MM\`.`,
    );
  return {
    kind: 'done',
    event: 'mitigated',
    text: `state \`${incident.state}\` → \`monitoring\`, mitigated ${inUtc(now)}`,
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
      `It begins ${inUtc(window.from)}, so nothing is done yet. Call it off with \`/decline why\`.`,
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

/** A resolution has a command of its own. */
const STATUSES = PUBLIC_STATUSES.filter((each) => each !== 'resolved');

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

function afterTaking({ state }: Incident): Incident['state'] {
  return state === 'triage' ? 'investigating' : state;
}

function stateChange({ state }: Incident, next: Incident['state']): string {
  return state === next ? '' : `; state \`${state}\` → \`${next}\``;
}

/** Where no person spoke, the components that speak by themselves say the end as well. */
function ownEnd({ organisation, incident, now }: Situation): readonly IncidentEdit[] {
  const isLeft = openWord(incident) !== null && !isFaceTouched(organisation, incident);
  return isLeft && factsOf(incident).firing.size === 0
    ? sayResolved(organisation, incident, now)
    : [];
}
