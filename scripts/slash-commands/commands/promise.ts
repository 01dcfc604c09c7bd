// When the public hears more: the promise at the end of a text, however people write it, and none within its words.
import type { NextUpdate } from '../../model/incident.ts';
import { addMs, type Instant, inUtc } from '../../model/instant.ts';
import { readDuration, readTime } from '../when.ts';
import { quoted } from '../words.ts';

/** A text with its promise, or the rule where one is not understood. */
export type Promised =
  | { readonly kind: 'read'; readonly body: string; readonly next: NextUpdate | null }
  | { readonly kind: 'refused'; readonly text: string };

/** Takes the promise from the end of a text: `next 30m`, `next update in 30 minutes`, `next 14:30 UTC`. */
export function splitPromise(text: string, now: Instant): Promised {
  const match = AT_END.exec(text);
  const when = match?.groups?.['when'];
  const body = (match === null || when === undefined ? text : text.slice(0, match.index)).trim();
  const within = WITHIN.exec(body)?.[0].trim();
  if (within !== undefined)
    return {
      kind: 'refused',
      text: `${quoted(within)} stands within the text. Put it at the very end, and once: \`next 30m\` or \`next 14:30\`.`,
    };
  if (when === undefined) return { kind: 'read', body, next: null };
  const next = readNext(when, now);
  return next === null
    ? {
        kind: 'refused',
        text: `Unexpected ${quoted(match?.[0].trim() ?? when)}, expected when the public hears more: \`next 30m\` or \`next 14:30\`, later than now.`,
      }
    : { kind: 'read', body, next };
}

/** Until when the public hears more, of what is published at an instant; null where that has passed. */
export function promisedAt(next: NextUpdate, published: Instant): Instant | null {
  if (next.kind === 'within') return addMs(published, next.ms);
  return next.at > published ? next.at : null;
}

/** What an update that waits promises, as a sentence. */
export function promiseSentence(next: NextUpdate, now: Instant): string {
  if (next.kind === 'within')
    return `It promises the next update within ${inWords(next.ms)} of its publication.`;
  return promisedAt(next, now) === null
    ? `It promised the next update until ${inUtc(next.at)}. That has passed: it is published without.`
    : `It promises the next update until ${inUtc(next.at)}.`;
}

function inWords(ms: number): string {
  const [name, unit] = UNITS.find((each) => ms % each[1] === 0) ?? SMALLEST;
  const count = ms / unit;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const SMALLEST = ['minute', 60_000] as const;
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], SMALLEST] as const;

/** `within the next 30 minutes` tells of something else. */
const LEAD = String.raw`(?:next\s+(?:public\s+)?(?:update|news|word)|(?<!\b(?:the|over|within|for|during)\s+)next)\s*:?\s*(?:(?:is|due|in|at|by|until|within|about)\s+)*`;
const AT_END = new RegExp(String.raw`(?:^|\s)\(?${LEAD}(?<when>\d[^\n]{0,30}?)[\s.!)]*$`, 'i');
/** What can only be meant so; `the next 5 customers` is words. */
const WITHIN = new RegExp(
  String.raw`(?:^|(?<=[\s(]))${LEAD}(?:\d{1,4}\s*(?:m|min|mins|minutes?|h|hrs?|hours?)\b|\d{1,2}:\d{2})`,
  'i',
);

function readNext(text: string, now: Instant): NextUpdate | null {
  const words = text.trim().toLowerCase();
  const match = /^(\d{1,4})\s*(m|h|d)(?:in|ins|inutes?|r|rs|ours?|ays?)?$/.exec(words);
  const duration = match === null ? null : readDuration(`${match[1] ?? ''}${match[2] ?? ''}`);
  if (duration !== null) return { kind: 'within', ms: duration };
  const time = readTime(text.trim().replace(/\s+(?:utc|gmt)$/i, ' UTC'), now);
  if (time === null || time.rest !== '') return null;
  const at = time.at > now ? time.at : addMs(time.at, 86_400_000);
  return at > now ? { kind: 'until', at } : null;
}
