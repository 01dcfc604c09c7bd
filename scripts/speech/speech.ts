// One language's words, numbers and times. Every text of the public pages, of feeds, calendars, badges and the widget
// comes from here; times are UTC and absolute, so that a stored page does not become a lie.
import type { ComponentStatus } from '../model/component.ts';
import type { MaintenancePhase, PublicStatus } from '../model/incident.ts';
import { toMs, utcDay, type Instant } from '../model/instant.ts';
import type { Language } from '../model/page.ts';
import ar from './messages/ar.json' with { type: 'json' };
import de from './messages/de.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import { type Phrase, type Said, textOf, weave } from './phrase.ts';

/** The message files; each has every key that English has, which the compiler and a test demand. */
export const MESSAGES: Readonly<Record<Language, typeof en>> = { en, de, ar };

/** Where an incident or a maintenance stands for customers. */
export type Progress = PublicStatus | MaintenancePhase | 'cancelled' | 'withdrawn';

/** A time for a `<time>` element: what people read and what machines read; `until` ends a span. */
export type Time = { readonly text: string; readonly machine: string; readonly until?: string };

type Key = keyof typeof en;
type CountKey = Extract<Key, `count.${string}` | 'list.more'>;
type TextKey = Exclude<Key, CountKey>;
type Values = Readonly<Record<string, string>>;

/** What a page needs to speak one language. */
export type Speech = {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  /** The language that people write titles and updates in. */
  readonly source: Language;
  readonly say: (key: TextKey, values?: Values) => string;
  /** A number with its noun in the right form. */
  readonly count: (key: CountKey, number: number) => string;
  readonly list: (parts: readonly string[]) => string;
  /** Names as a phrase; a few of many when `most` is given. */
  readonly listNames: (names: readonly Said[], most?: number) => Phrase;
  readonly status: (status: ComponentStatus) => string;
  readonly progress: (status: Progress) => string;
  readonly percentage: (share: number) => string;
  readonly clock: (instant: Instant) => Time;
  readonly moment: (instant: Instant) => Time;
  /** The clock time when it is on `day`, otherwise the date as well. */
  readonly momentSeenFrom: (day: string, instant: Instant) => Time;
  readonly longDay: (day: string) => Time;
  readonly shortDay: (day: string) => Time;
  readonly weekday: (day: string) => Time;
  readonly monthName: (month: string) => Time;
  /** A span as seen from `day`, whose date need not be said; null says all dates. */
  readonly span: (from: Instant, until: Instant, day?: string) => Time;
  readonly minutes: (minutes: number) => string;
  readonly duration: (from: Instant, until: Instant) => string;
};

const REGIONS: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', ar: 'ar-u-nu-latn' };
const known = new Map<string, Speech>();

/** The speech of a language, where people write in `source`. */
export function speechOf(language: Language, source: Language = language): Speech {
  const key = `${language} ${source}`;
  const speech = known.get(key) ?? createSpeech(language, source);
  known.set(key, speech);
  return speech;
}

/** One speech for each language of a page, of which the first is the one that people write in. */
export function speechesOf(languages: readonly Language[]): readonly Speech[] {
  return languages.map((language) => speechOf(language, languages[0]));
}

function createSpeech(language: Language, source: Language): Speech {
  const words = createWords(language);
  return {
    language,
    source,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    ...words,
    ...createTimes(language, words),
  };
}

type Words = Pick<
  Speech,
  'say' | 'count' | 'list' | 'listNames' | 'status' | 'progress' | 'percentage'
>;

function createWords(language: Language): Words {
  const messages = MESSAGES[language];
  const plurals = new Intl.PluralRules(language);
  const percent = new Intl.NumberFormat(REGIONS[language], {
    style: 'percent',
    minimumFractionDigits: 2,
  });
  const say: Speech['say'] = (key, values = {}) => fill(messages[key], values);
  const count: Speech['count'] = (key, number) => {
    const forms: Readonly<Record<string, string>> = messages[key];
    return fill(forms[plurals.select(number)] ?? messages[key].other, { n: String(number) });
  };
  const join = (parts: Phrase, most = parts.length): Phrase => {
    const shown = parts.length > most ? parts.slice(0, most - 1) : parts.slice(0, -1);
    const rest = parts.length - shown.length;
    const last = parts.length > most ? [count('list.more', rest)] : parts.slice(-1);
    const before = shown.flatMap((part, index) =>
      index === 0 ? [part] : [messages['list.between'], part],
    );
    return before.length === 0 ? last : weave(messages['list.last'], { before, last });
  };
  return {
    say,
    count,
    list: (parts) => textOf(join(parts)),
    listNames: join,
    status: (status) => say(`status.${status}`),
    progress: (status) => say(`progress.${status}`),
    // Rounded down: only a component without any outage reads 100 %.
    percentage: (share) =>
      share >= 1
        ? percent.format(1).replace(/[.,٫]00/, '')
        : percent.format(Math.floor(share * 10_000 + 1e-6) / 10_000),
  };
}

type Times = Omit<Speech, keyof Words | 'language' | 'source' | 'direction'>;

function createTimes(language: Language, { say, count }: Words): Times {
  const day = formatter(language, { day: 'numeric', month: 'long', year: 'numeric' });
  const short = formatter(language, { day: 'numeric', month: 'long' });
  const week = formatter(language, { weekday: 'short', day: 'numeric', month: 'short' });
  const month = formatter(language, { month: 'long', year: 'numeric' });
  const bare = (seenFrom: string | undefined, instant: Instant): string =>
    utcDay(instant) === seenFrom
      ? instant.slice(11, 16)
      : say('time.moment', { day: day(utcDay(instant)), clock: instant.slice(11, 16) });
  const utc = (text: string): string => say('time.clock', { clock: text });
  const moment = (instant: Instant): Time => ({
    text: utc(bare(undefined, instant)),
    machine: instant,
  });
  const minutes = (total: number): string => {
    if (total < 1) return say('time.short');
    const days = Math.floor(total / 1440);
    const hours = Math.floor((total % 1440) / 60);
    const rest = Math.floor(total % 60);
    const parts = [
      days > 0 ? count('count.days', days) : '',
      hours > 0 ? count('count.hours', hours) : '',
      days === 0 && rest > 0 ? count('count.minutes', rest) : '',
    ];
    return parts.filter((part) => part !== '').join(' ');
  };
  return {
    clock: (instant) => ({ text: utc(instant.slice(11, 16)), machine: instant }),
    moment,
    momentSeenFrom: (seenFrom, instant) => ({
      text: utc(bare(seenFrom, instant)),
      machine: instant,
    }),
    longDay: (text) => ({ text: day(text), machine: text }),
    shortDay: (text) => ({ text: short(text), machine: text }),
    weekday: (text) => ({ text: week(text).replace(',', ''), machine: text }),
    monthName: (text) => ({ text: month(`${text}-01`), machine: text }),
    span: (from, until, seenFrom) => ({
      text: utc(say('time.span', { from: bare(seenFrom, from), until: bare(utcDay(from), until) })),
      machine: from,
      until,
    }),
    minutes,
    duration: (from, until) => minutes(Math.floor((toMs(until) - toMs(from)) / 60_000)),
  };
}

function formatter(
  language: Language,
  options: Intl.DateTimeFormatOptions,
): (day: string) => string {
  const format = new Intl.DateTimeFormat(REGIONS[language], { ...options, timeZone: 'UTC' });
  return (day) => format.format(new Date(`${day}T00:00:00Z`));
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
