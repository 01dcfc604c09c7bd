// Planned work as calendars (RFC 5545). Each time is an event of its own in UTC, so no reader has to know our zones or
// rules; its UID stays, its SEQUENCE counts up with each statement, and what is called off stays as cancelled.
import { type Instant, laterOf } from '../model/instant.ts';
import { nameOf, titleOf, updateOf } from '../publication/said.ts';
import type { IncidentView } from '../publication/view.ts';
import type { Speech } from '../speech/speech.ts';
import { folderOf, hostOf, postAddress, publicAddress } from '../publication/addresses.ts';
import { plainLines } from './plain-lines.ts';
import { type Post, POST_LIMIT, postsOfIncident } from './posts.ts';
import { withoutControls } from './xml.ts';

/** What a calendar is made of. */
export type CalendarInput = {
  readonly name: string;
  readonly speech: Speech;
  readonly pageUrl: string;
  /** Where the calendar itself stands. */
  readonly address: string;
  readonly works: readonly IncidentView[];
  /** Whether an incident has a page that an event may name. */
  readonly hasPage: (id: string) => boolean;
  readonly now: Instant;
};

/** The calendar: what is to come first, then what was, fifty events at most. */
export function renderCalendar(input: CalendarInput): string {
  const { name, speech, address, works, now } = input;
  const posts = works.flatMap(postsOfIncident).filter((post) => post.window !== null);
  const coming = posts.filter((post) => endOf(post) > now).toSorted(soonestFirst);
  const past = posts
    .filter((post) => endOf(post) <= now)
    .toSorted(soonestFirst)
    .toReversed();
  const shown = [...coming, ...past].slice(0, POST_LIMIT).toSorted(soonestFirst);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Tocsin//Maintenance//${speech.language.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    text('NAME', name),
    text('X-WR-CALNAME', name),
    `SOURCE;VALUE=URI:${address}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...shown.flatMap((post) => event(post, input)),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

function event(post: Post, { speech, pageUrl, hasPage }: CalendarInput): readonly string[] {
  const { view, window, status } = post;
  if (window === null) return [];
  const title = titleOf(view, speech).text;
  const names = view.components.map((component) => nameOf(component, speech).text);
  const home = publicAddress(pageUrl, folderOf(speech));
  return [
    'BEGIN:VEVENT',
    text('UID', `${post.key.replace('/', '-')}@${hostOf(pageUrl)}`),
    `DTSTAMP:${stamp(post.updatedAt)}`,
    `CREATED:${stamp(post.createdAt)}`,
    `LAST-MODIFIED:${stamp(post.updatedAt)}`,
    `SEQUENCE:${post.revision}`,
    `DTSTART:${stamp(post.startedAt)}`,
    `DTEND:${stamp(endOf(post))}`,
    text('SUMMARY', title),
    text('DESCRIPTION', describe(post, names, speech)),
    ...(names.length === 0 ? [] : [`CATEGORIES:${names.map(escape).join(',')}`]),
    ...(hasPage(view.id) ? [`URL:${postAddress(home, post.key)}`] : []),
    `STATUS:${status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    ...(status === 'cancelled'
      ? []
      : (view.schedule?.reminders ?? []).flatMap((each) => reminder(each, title))),
    'END:VEVENT',
  ];
}

function reminder(minutes: number, title: string): readonly string[] {
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER:-PT${minutes}M`,
    text('DESCRIPTION', title),
    'END:VALARM',
  ];
}

function describe(
  { status, updates, view }: Post,
  names: readonly string[],
  speech: Speech,
): string {
  const { say, progress } = speech;
  const said = updates
    .filter((update) => update.isOwn)
    .map((update) => {
      const { text: html, foreign } = updateOf(view, update, speech);
      const mark = foreign === null ? '' : ` (${say(`foreign.${foreign}`)})`;
      return `${update.at.slice(0, 16)}Z ${progress(update.status)}: ${plainLines(html)}${mark}`;
    });
  return [
    status === 'cancelled' ? say('calendar.off') : '',
    names.length === 0 ? '' : say('calendar.affected', { components: speech.list(names) }),
    ...said,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** What goes on past its end lasts at least until the last word on it. */
function endOf({ window, startedAt, endedAt, status, updatedAt }: Post): Instant {
  const until = window?.until ?? '';
  if (endedAt !== null && status !== 'cancelled') return endedAt > startedAt ? endedAt : until;
  return status === 'in_progress' || status === 'verifying' ? laterOf(until, updatedAt) : until;
}

function soonestFirst(left: Post, right: Post): number {
  if (left.startedAt !== right.startedAt) return left.startedAt < right.startedAt ? -1 : 1;
  return left.key < right.key ? -1 : 1;
}

/** `20261121T091800Z` */
function stamp(instant: Instant): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function text(name: string, value: string): string {
  return `${name}:${escape(value)}`;
}

function escape(value: string): string {
  return withoutControls(value)
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n');
}

/** Lines hold at most 75 bytes; the next one begins with a blank. Characters are not cut. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (length + size > 75) {
      parts.push(part);
      part = ' ';
      length = 1;
    }
    part += character;
    length += size;
  }
  return [...parts, part].join('\r\n');
}
