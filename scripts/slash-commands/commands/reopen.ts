// An incident that was over is taken up again.
import { enterState, mayMove, REOPEN_WITHIN_MS } from '../../incidents/lifecycle.ts';
import type { IncidentEdit } from '../../model/effect.ts';
import type { Incident } from '../../model/incident.ts';
import { addMs, type Instant, inUtc } from '../../model/instant.ts';
import { askToTake } from '../../response/acknowledge.ts';
import { set } from '../../response/change.ts';
import { forget } from '../../response/milestones.ts';
import { callReopened } from '../../response/notification.ts';
import { reachHint } from '../call-team.ts';
import { line, refused, remarks, type Result, type Situation } from '../situation.ts';
import { MOST_WORDS, shortWords } from '../words.ts';
import { reviewHint } from './left-undone.ts';
import { overWords } from './over.ts';
import { failAgain } from './public-face.ts';

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
      `It was ${incident.state === 'declined' ? 'declined' : 'resolved'} ${inUtc(ended)}, more than 7 days ago. Declare a new incident and name this one there: \`relations: {recurrence_of: ${incident.id}}\`.`,
    );
  const before = resolved === undefined ? '' : `resolved ${inUtc(resolved)} before`;
  const isSeen = incident.public?.visibility === 'public';
  const { organisation, book, key } = situation;
  const calls =
    incident.kind === 'maintenance'
      ? []
      : callReopened(organisation, book, incident, { about: [key], now });
  return {
    kind: 'done',
    event: 'reopened',
    text: `state \`${incident.state}\` → \`investigating\`${resolved === undefined ? '' : `, ${before}`}${incident.kind === 'maintenance' ? '' : '; the clock for `/ack` starts again'}`,
    ...remarks(
      reachHint(calls),
      isSeen ? 'Customers see it as open again: tell them with `/update investigating …`.' : '',
      reviewHint(situation),
    ),
    edits: [
      enterState(incident, 'reopen', 'investigating'),
      ...forget(incident, ['mitigated', 'resolved', 'closed']),
      ...sufferAgain(incident, now),
      ...(incident.kind === 'maintenance' ? [] : [askToTake(now)]),
      line(
        situation,
        `[reopened] ${resolved === undefined ? '' : `${before}, `}by`,
        shortWords(argument, MOST_WORDS),
      ),
    ],
    effects: calls,
  };
}

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
