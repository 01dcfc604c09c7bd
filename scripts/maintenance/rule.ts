// An RRULE's text → its parts, or one sentence on why it cannot be used. What a rule may say is bounded:
// at most one beginning a day, so that no text can make anybody compute for long.
import { parseInstant } from '../model/instant.ts';

/** A rule that was accepted. */
export type Rule = {
  /** What repeats, without `COUNT` and `UNTIL`. */
  readonly pattern: string;
  readonly count: number | null;
  /** As written: a day of the zone (`20261231`) or an instant (`20261231T230000Z`). */
  readonly until: string | null;
};

/** What reading a rule gives. */
export type ReadRule =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'refused'; readonly sentence: string; readonly hint: string };

/** Longest rule that is read. */
export const LONGEST_RULE = 200;
/** The most occurrences that `COUNT` may ask for. */
export const MOST_COUNTED = 100;

/** Reads the text of an RRULE, without `RRULE:`. */
export function readRule(text: string): ReadRule {
  if (text.length > LONGEST_RULE)
    return refuse(`a rule of ${text.length} characters, expected at most ${LONGEST_RULE}`, EXAMPLE);
  const parts = new Map<string, string>();
  for (const piece of text.split(';')) {
    const match = /^([A-Z]+)=([A-Z0-9,+-]+)$/.exec(piece);
    const [, name = '', value = ''] = match ?? [];
    if (match === null) return refuse(`\`${piece}\` in a rule, expected NAME=VALUE`, EXAMPLE);
    const refusal = parts.has(name) ? `a second ${name}, expected one` : refusalOf(name, value);
    if (refusal !== null) return refuse(refusal, HINTS[name] ?? EXAMPLE);
    parts.set(name, value);
  }
  return combine(parts);
}

const EXAMPLE = 'write for example `FREQ=WEEKLY;BYDAY=TU` or `FREQ=MONTHLY;BYDAY=1SU`';
const HINTS: Readonly<Record<string, string>> = {
  BYHOUR: 'the hour is that of `window.from`: leave it out',
  BYMINUTE: 'the minute is that of `window.from`: leave it out',
  BYSECOND: 'the second is that of `window.from`: leave it out',
  DTSTART: 'the first time is `window.from`: leave it out',
  TZID: 'name the zone in `window.zone`: leave it out',
};
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const NAMES = [
  'FREQ',
  'INTERVAL',
  'BYDAY',
  'BYMONTHDAY',
  'BYMONTH',
  'BYSETPOS',
  'COUNT',
  'UNTIL',
  'WKST',
];

/** Why one part cannot be used; null when it can. */
function refusalOf(name: string, value: string): string | null {
  switch (name) {
    case 'FREQ':
      return FREQUENCIES.some((each) => each === value)
        ? null
        : `FREQ=${value}, expected ${oneOf(FREQUENCIES)}`;
    case 'INTERVAL':
      return isWithin(value, 1, 1000) ? null : `INTERVAL=${value}, expected 1 to 1000`;
    case 'COUNT':
      return isWithin(value, 1, MOST_COUNTED)
        ? null
        : `COUNT=${value}, expected 1 to ${MOST_COUNTED}`;
    case 'UNTIL':
      return isUntil(value)
        ? null
        : `UNTIL=${value}, expected a day like 20261231 or an instant like 20261231T230000Z`;
    case 'WKST':
      return isWeekday(value) ? null : `WKST=${value}, expected ${oneOf(WEEKDAYS)}`;
    case 'BYDAY':
      return every(value, (day) => isWeekday(day.slice(-2)) && isOrdinal(day.slice(0, -2)))
        ? null
        : `BYDAY=${value}, expected days like TU, 1SU or -1FR`;
    case 'BYMONTHDAY':
      return every(value, (day) => isWithin(day.replace(/^-/, ''), 1, 31))
        ? null
        : `BYMONTHDAY=${value}, expected days from 1 to 31, or -1 for the last`;
    case 'BYMONTH':
      return every(value, (month) => isWithin(month, 1, 12))
        ? null
        : `BYMONTH=${value}, expected months from 1 to 12`;
    case 'BYSETPOS':
      return every(value, (position) => isWithin(position.replace(/^-/, ''), 1, 366))
        ? null
        : `BYSETPOS=${value}, expected positions like 1 or -1`;
    default:
      return `${name} in a rule, expected ${oneOf(NAMES)}`;
  }
}

function combine(parts: ReadonlyMap<string, string>): ReadRule {
  const frequency = FREQUENCIES.find((each) => each === parts.get('FREQ'));
  if (frequency === undefined) return refuse('a rule without FREQ, expected one', EXAMPLE);
  if (parts.has('COUNT') && parts.has('UNTIL'))
    return refuse('COUNT beside UNTIL, expected one of them', 'remove one');
  const hasOrdinals = /\d/.test(parts.get('BYDAY') ?? '');
  if (hasOrdinals && (frequency === 'DAILY' || frequency === 'WEEKLY'))
    return refuse(
      `a counted day in BYDAY with FREQ=${frequency}, expected one with MONTHLY or YEARLY`,
      'write the days without numbers, or `FREQ=MONTHLY`',
    );
  if (frequency === 'WEEKLY' && parts.has('BYMONTHDAY'))
    return refuse('BYMONTHDAY with FREQ=WEEKLY, expected BYDAY', 'write for example `BYDAY=TU`');
  return {
    kind: 'rule',
    rule: {
      pattern: [...parts]
        .filter(([name]) => name !== 'COUNT' && name !== 'UNTIL')
        .map((part) => part.join('='))
        .join(';'),
      count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
      until: parts.get('UNTIL') ?? null,
    },
  };
}

function refuse(unexpected: string, hint: string): ReadRule {
  return { kind: 'refused', sentence: `unexpected ${unexpected}`, hint };
}

function every(value: string, fits: (each: string) => boolean): boolean {
  return value.split(',').every(fits);
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function isUntil(text: string): boolean {
  const [, year, month, day, time = '000000'] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{6})Z)?$/.exec(text) ?? [];
  const clock = time.replace(/^(..)(..)(..)$/, '$1:$2:$3');
  return parseInstant(`${year}-${month}-${day}T${clock}Z`) !== null;
}

function isOrdinal(text: string): boolean {
  return text === '' || isWithin(text.replace(/^[+-]/, ''), 1, 53);
}

function isWeekday(text: string): boolean {
  return WEEKDAYS.some((each) => each === text);
}

function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
