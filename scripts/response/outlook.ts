// What a response would do, told before it is done: which incident a signal opens, joins or leaves alone, and whom it tells.
import type { Destination, TraceEntry } from '../model/decision.ts';
import type { Effect, IncidentEvent, Notification } from '../model/effect.ts';
import { nameOf } from '../rules/destinations.ts';
import type { IncidentBook, Response } from './response.ts';

/** What would become of a signal. */
export type Outlook = {
  /** The incident that it would be a part of; null where it has none. */
  readonly incident: string | null;
  /** What would happen to the incident; null where its file stays as it is. */
  readonly event: IncidentEvent | null;
  /** Whom it would tell, each once. */
  readonly tells: readonly string[];
  /** The answer in words, as the last line of the decision's trace. */
  readonly trace: TraceEntry;
};

/** Reads off a response what it would do. `before` and `after` are the incidents without and with its effects. */
export function outlookOf(response: Response, before: IncidentBook, after: IncidentBook): Outlook {
  const { outcome, effects } = response;
  const incident = 'incident' in outcome ? outcome.incident : null;
  const event = eventIn(effects, incident);
  const calls = effects.flatMap((effect) => (effect.kind === 'notify' ? [effect] : []));
  const made = calls.filter(({ isExplained }) => isExplained !== true);
  const tells = namesOf(made.flatMap(({ destinations }) => destinations));
  const result =
    'reason' in outcome
      ? `none: ${outcome.reason}`
      : incident === null
        ? 'none: something newer is known of it'
        : inWords({ incident, event, before, after, calls: made });
  return { incident, event, tells, trace: { stage: 'incident', result, by: null, others: [] } };
}

function eventIn(effects: readonly Effect[], incident: string | null): IncidentEvent | null {
  const [own] = effects.flatMap((effect): readonly IncidentEvent[] => {
    if (effect.kind === 'open_incident') return effect.id === incident ? ['opened'] : [];
    return effect.kind === 'edit_incident' && effect.id === incident ? [effect.event] : [];
  });
  return own ?? null;
}

type Change = {
  readonly incident: string;
  readonly event: IncidentEvent | null;
  readonly before: IncidentBook;
  readonly after: IncidentBook;
  readonly calls: readonly Notification[];
};

function inWords(change: Change): string {
  const { incident, event, before, after } = change;
  const was = before.incidents.find(({ id }) => id === incident);
  const is = after.incidents.find(({ id }) => id === incident);
  const count = Object.keys(is?.problems ?? {}).length;
  const isListed = count > Object.keys(was?.problems ?? {}).length;
  const number = isListed ? `, ${ordinal(count)} problem` : '';
  const severity =
    was === undefined || is === undefined || was.severity === is.severity
      ? ''
      : `, ${was.severity} → ${is.severity}`;
  const told = toldWords(change);
  switch (event) {
    case null:
      return `${incident} has it already: nothing changes`;
    case 'opened':
      return `opens ${incident}${told}`;
    case 'joined':
      return `joins ${incident}${number}${severity}${told}`;
    case 'impacted':
      return `joins ${incident}, which explains it${number}${severity}${told}`;
    case 'reopened':
      return `reopens ${incident}${severity}${told}`;
    case 'recurred':
      return `fires again in ${incident}${severity}${told}`;
    case 'raised':
      return `gets worse in ${incident}${severity}${told}`;
    case 'acknowledged':
      return `acknowledges ${incident}`;
    case 'recovered':
      return was?.state !== is?.state && is?.state === 'monitoring'
        ? `ends the last problem of ${incident}, which is watched from then on`
        : `ends a problem of ${incident}`;
    case 'flapping':
      return `flaps in ${incident}${told}`;
    default:
      return `is noted in ${incident}${told}`;
  }
}

function toldWords({ event, calls }: Change): string {
  const names = namesOf(calls.flatMap(({ destinations }) => destinations));
  if (names.length === 0) return event === 'opened' ? ', tells nobody' : ', tells nobody new';
  const isDigest = calls.every(({ mode }) => mode === 'digest');
  return `, tells ${names.join(', ')}${isDigest ? ' in a digest' : ''}`;
}

function namesOf(destinations: readonly Destination[]): readonly string[] {
  return [...new Set(destinations.map(nameOf))];
}

function ordinal(count: number): string {
  const word = FIRST_ONES[count - 1];
  if (word !== undefined) return word;
  const isTeen = count % 100 > 10 && count % 100 < 14;
  return `${count}${(isTeen ? undefined : ENDINGS[count % 10]) ?? 'th'}`;
}

const FIRST_ONES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const ENDINGS: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
