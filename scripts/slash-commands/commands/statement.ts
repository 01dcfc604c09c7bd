// What somebody wants to tell the public: where it stands, the words, and when the public hears more.
import { currentOccurrence } from '../../maintenance/phase.ts';
import type { Draft, Incident, MaintenancePhase, PublicStatus } from '../../model/incident.ts';
import { addMs, type Instant } from '../../model/instant.ts';
import { checkPublicText } from '../public-text.ts';
import { readDuration, readTime } from '../when.ts';
import { firstWord, quoted } from '../words.ts';

/** Where an incident may stand in the words of the public. */
export const STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
/** Of a maintenance something else is said. */
const PHASES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const;

type Statement =
  | { readonly kind: 'read'; readonly value: Pick<Draft, 'status' | 'text' | 'next'> }
  | { readonly kind: 'refused'; readonly text: string };

/** Reads what stands behind `/update`. */
export function readStatement(incident: Incident, argument: string, now: Instant): Statement {
  const [word, rest] = firstWord(argument);
  const isWork = incident.kind === 'maintenance';
  const [own, others]: readonly (readonly Draft['status'][])[] = isWork
    ? [PHASES, STATUSES]
    : [STATUSES, PHASES];
  const said = word.toLowerCase().replace('-', '_');
  if (others?.some((each) => each === said) === true)
    return {
      kind: 'refused',
      text: `\`${said}\` is said of ${isWork ? 'an incident' : 'a maintenance'}. Of ${isWork ? 'a maintenance' : 'an incident'} say ${own?.map((each) => `\`${each}\``).join(', ') ?? ''}, or nothing before the text.`,
    };
  const named = own?.find((each) => each === said);
  const [body, promise] = splitPromise(named === undefined ? argument : rest);
  const next = promise === null ? null : promised(promise, now);
  if (promise !== null && next === null)
    return {
      kind: 'refused',
      text: `Unexpected ${quoted(`next ${promise}`)}, expected when the public hears more: \`next 30m\` or \`next 14:30\`, later than now.`,
    };
  if (body === '')
    return {
      kind: 'refused',
      text: 'The text is missing: `/update identified One in five card payments fails. next 30m`.',
    };
  const checked = checkPublicText(body);
  if (checked.kind === 'refused') return checked;
  return {
    kind: 'read',
    value: { status: named ?? statusOf(incident, now), text: checked.text, next },
  };
}

/** `… next 30m` at the end is a promise and no part of the text. */
function splitPromise(text: string): readonly [string, string | null] {
  const match = /(?:^|\s)next\s+(\d\S*)\s*$/i.exec(text);
  return match === null ? [text.trim(), null] : [text.slice(0, match.index).trim(), match[1] ?? ''];
}

function promised(text: string, now: Instant): Instant | null {
  const duration = readDuration(text);
  if (duration !== null) return addMs(now, duration);
  const time = readTime(text, now);
  if (time === null || time.rest !== '') return null;
  const at = time.at > now ? time.at : addMs(time.at, 86_400_000);
  return at > now ? at : null;
}

function statusOf(incident: Incident, now: Instant): PublicStatus | MaintenancePhase {
  const { kind, state, at, updates, window, public: face } = incident;
  if (kind === 'maintenance')
    return window === null
      ? 'in_progress'
      : currentOccurrence({ state, at, updates, window }, now).phase;
  if (state === 'resolved' || state === 'closed') return 'resolved';
  return STATUSES.find((each) => each === state) ?? face?.status ?? 'investigating';
}
