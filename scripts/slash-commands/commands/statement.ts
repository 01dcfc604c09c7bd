// What somebody wants to tell the public: where it stands, the words, and when the public hears more.
import { publicWord } from '../../incidents/last-word.ts';
import {
  type Draft,
  hasEnded,
  type Incident,
  MAINTENANCE_PHASES,
  PUBLIC_STATUSES,
  type PublicStatus,
} from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import { nearest } from '../../text/nearest.ts';
import { checkPublicText } from '../../wording/public-text.ts';
import { hint, quoted } from '../words.ts';
import { readPhase } from './phase.ts';
import { splitPromise } from './promise.ts';

type Statement =
  | { readonly kind: 'read'; readonly value: Pick<Draft, 'status' | 'text' | 'next'> }
  | { readonly kind: 'refused'; readonly text: string };

/** Reads what stands behind `/update`. */
export function readStatement(incident: Incident, argument: string, now: Instant): Statement {
  const isWork = incident.kind === 'maintenance';
  const [own, others]: readonly (readonly Draft['status'][])[] = isWork
    ? [MAINTENANCE_PHASES, PUBLIC_STATUSES]
    : [PUBLIC_STATUSES, MAINTENANCE_PHASES];
  const { word, rest, isMarked } = statusWord(argument);
  const said = word.toLowerCase().replace('-', '_');
  if (others?.some((each) => each === said) === true)
    return {
      kind: 'refused',
      text: `\`${said}\` is said of ${isWork ? 'an incident' : 'a maintenance'}. Of ${isWork ? 'a maintenance' : 'an incident'} say ${own?.map((each) => `\`${each}\``).join(', ') ?? ''}, or nothing before the text.`,
    };
  const named = own?.find((each) => each === said);
  const near = nearest(said, own ?? []);
  // A sentence begins with a capital letter.
  if (named === undefined && near.length > 0 && (isMarked || /^[a-z]/.test(word)))
    return {
      kind: 'refused',
      text: `${quoted(word)} is no status. ${hint(said, own ?? [])} Where it belongs to the text, begin the text with another word or a capital letter.`,
    };
  const standing = readStanding(incident, named, now);
  if (standing.kind === 'refused') return standing;
  const promised = splitPromise(named === undefined ? argument : rest, now);
  if (promised.kind === 'refused') return promised;
  const { body, next } = promised;
  if (body === '')
    return {
      kind: 'refused',
      text: 'The text is missing: `/update identified One in five card payments fails. next 30m`.',
    };
  const checked = checkPublicText(body);
  if (checked.kind === 'refused') return checked;
  return {
    kind: 'read',
    value: { status: standing.value, text: checked.text, next },
  };
}

/** The first word as people set it off: `Resolved:`, `[resolved]`, `**resolved** –`. */
function statusWord(argument: string): {
  readonly word: string;
  readonly rest: string;
  readonly isMarked: boolean;
} {
  const match =
    /^[[(*`]{0,3}([a-z]+(?:[_-][a-z]+)?)([:.,;]?[\])*`]{0,3}[:.,;]?)(?:\s+([-–—]+\s+)?|$)/i.exec(
      argument.trim(),
    );
  if (match === null) return { word: '', rest: argument, isMarked: false };
  return {
    word: match[1] ?? '',
    rest: argument.trim().slice(match[0].length),
    isMarked: match[2] !== '' || match[3] !== undefined,
  };
}

function readStanding(
  incident: Incident,
  named: Draft['status'] | undefined,
  now: Instant,
): ReturnType<typeof readPhase> {
  const phase = MAINTENANCE_PHASES.find((each) => each === named);
  if (incident.kind === 'maintenance') return readPhase(incident, phase, now);
  // Words that say that it fails again must not stand there as the end of it.
  const isOver = hasEnded(incident);
  if (named === undefined && isOver)
    return {
      kind: 'refused',
      text: `It is \`${incident.state}\`, and nothing was published: say \`/update resolved text\` where it is over, or \`/reopen\` first where it fails again.`,
    };
  return { kind: 'read', value: named ?? statusOf(incident) };
}

function statusOf(incident: Incident): PublicStatus {
  const { state, at, public: face } = incident;
  const told = publicWord(incident);
  // Who was told that it works again is told otherwise only by a word that says so.
  if ((told === 'monitoring' || told === 'resolved') && at.mitigated !== undefined) return told;
  return PUBLIC_STATUSES.find((each) => each === state) ?? face?.status ?? 'investigating';
}
