// What people say of a new incident, as they typed it → facts, or every reason why it is none.
import { withoutThousands } from '../text/without-thousands.ts';
import { INCIDENT_CATEGORIES, type IncidentCategory } from '../model/rule.ts';
import { DAY_MS, type Instant, inUtc, toMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Owner } from '../model/owner.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../model/severity.ts';
import { SIGNAL_SEVERITIES } from '../model/signal.ts';
import type { IncidentBook } from '../response/response.ts';
import { cleanProse } from '../signals/clean-text.ts';
import { nearest } from '../text/nearest.ts';
import { affectedBy } from './affected.ts';
import { readSeverity } from '../slash-commands/severity-word.ts';
import { hint, quoted, shortWords, wordsOf } from '../slash-commands/words.ts';

/** What a form, the command line or a workflow says of a new incident; everything as it was typed. */
export type Declaration = {
  readonly form: (typeof FORMS)[number];
  readonly title: string;
  /**
   * What is affected, the owner's one first. One alone may be any name; of several each must be declared. Names may also
   * stand together in one text, by spaces.
   */
  readonly services?: readonly string[];
  readonly severity?: string | null;
  readonly category?: string | null;
  readonly environment?: string | null;
  /** What is seen, in the words of whoever declares it. */
  readonly description?: string | null;
  /** Customers' ticket: source and number. */
  readonly ticket?: string | null;
  /** How many customers are known to be hit. */
  readonly customers?: string | null;
  readonly started?: Instant | null;
  /** Planned time; maintenance only. */
  readonly window?: { readonly from: Instant; readonly until: Instant } | null;
  /** Id of an earlier incident that came back. */
  readonly recurrenceOf?: string | null;
  /** Whether it is another failure than what is open about the same service: `yes` or `no`. */
  readonly another?: string | null;
  /** Number of the issue in which it was declared; it becomes the room. */
  readonly room?: number | null;
  /** When it was written, where it is heard later. */
  readonly writtenAt?: Instant;
  /** What was typed and could not be read, and what is taken instead, a sentence each. */
  readonly assumed?: readonly string[];
};

/** The forms by which people declare. */
export const FORMS = ['incident', 'security', 'customer-report', 'maintenance'] as const;

/** What a declaration is taken for. */
export type Facts = {
  readonly form: Declaration['form'];
  readonly title: string;
  /** Declared ones. */
  readonly services: readonly string[];
  readonly owner: Owner;
  readonly ownerWords: string;
  /** What was assumed where an answer means nothing, and how to correct it, a sentence each. */
  readonly remarks: readonly string[];
  readonly severity: IncidentSeverity;
  readonly category: IncidentCategory;
  readonly environment: string;
  readonly description: string | null;
  readonly ticket: string | null;
  readonly customers: number | null;
  readonly started: Instant;
  /** Whether somebody said so; else it is when they declared it. */
  readonly isStartSaid: boolean;
  readonly window: { readonly from: Instant; readonly until: Instant } | null;
  readonly recurrenceOf: string | null;
  /** It is said to be another failure than what is open about the same service. */
  readonly isAnother: boolean;
  readonly room: number | null;
};

/** Who declares, when, and under which key. */
export type Declarer = { readonly login: string; readonly now: Instant; readonly key: string };

/** What a declaration says, or why it says nothing that can be. */
export type ReadDeclaration =
  | { readonly kind: 'read'; readonly facts: Facts }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Whether a declared incident is confidential until a manager publishes it: by its kind of failure, whatever form was filled in. */
export function isForFew({ category }: Pick<Facts, 'category'>): boolean {
  return category === 'security';
}

/**
 * Reads a declaration made at an instant. Whoever declares is in a hurry: what means nothing is taken as well as may be, and
 * said. Only planned work, which calls nobody, is refused.
 */
export function readDeclaration(
  organisation: Organisation,
  book: IncidentBook,
  declaration: Declaration,
  now: Instant,
): ReadDeclaration {
  const { form, room = null, window = null } = declaration;
  const isPlanned = form === 'maintenance';
  const affected = affectedBy(organisation, declaration.services ?? [], now);
  const read = {
    title: titleOf(declaration),
    severity: severityOf(declaration),
    category: categoryOf(declaration),
    environment: environmentOf(organisation, declaration),
    started: startedOf(declaration, now),
    ticket: fitting(
      'ticket',
      declaration.ticket,
      TICKET,
      'a source and a number such as `zendesk 35436`; never who wrote it. It is left out.',
    ),
    customers: fitting(
      'customers',
      withoutThousands(declaration.customers ?? ''),
      COUNT,
      'a whole number. It is left out; say `/impact customers=12`.',
    ),
    recurrenceOf: earlierOf(book, declaration.recurrenceOf),
  };
  const assumed = [
    ...(declaration.assumed ?? []),
    ...Object.values(read).flatMap(({ remark }) => remark ?? []),
    ...(isPlanned || window === null
      ? []
      : ['Only a maintenance has a planned time: it is left out.']),
  ];
  const reasons = isPlanned ? [...assumed, ...affected.unknown, ...windowReasons(window, now)] : [];
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const facts: Facts = {
    form,
    title: read.title.value,
    services: affected.services,
    owner: affected.owner,
    ownerWords: affected.ownerWords,
    remarks: [...assumed, ...affected.unknown, ...affected.remarks],
    severity: read.severity.value,
    category: read.category.value,
    environment: read.environment.value,
    description: cleanProse(declaration.description ?? '')?.slice(0, MOST_DESCRIPTION) ?? null,
    ticket: read.ticket.value,
    customers: read.customers.value === null ? null : Number(read.customers.value),
    started: read.started.value,
    isStartSaid: (declaration.started ?? null) !== null,
    window: isPlanned ? window : null,
    recurrenceOf: read.recurrenceOf.value,
    // Whoever names the earlier one that came back knows which one it is.
    isAnother: isYes(declaration.another) || read.recurrenceOf.value !== null,
    room,
  };
  return { kind: 'read', facts };
}

/** What an answer is taken for, and what is said of it where it means something else or nothing. */
type Reading<Value> = { readonly value: Value; readonly remark: string | null };

function sure<Value>(value: Value): Reading<Value> {
  return { value, remark: null };
}

function titleOf({ form, title: typed, description }: Declaration): Reading<string> {
  const title = wordsOf(typed) ?? '';
  if (title.length >= 8 && title.length <= MOST_TITLE) return sure(title);
  const what = form === 'maintenance' ? 'Maintenance' : 'Incident';
  const own = title === '' ? shortWords(description ?? '', 60) : title;
  const value = shortWords(
    title.length > MOST_TITLE ? title : `${what}: ${own === '' ? 'nobody said yet what' : own}`,
    MOST_TITLE,
  );
  return {
    value,
    remark: `The title has ${title.length} characters, expected 8 to ${MOST_TITLE}: it is taken as ${quoted(value)}. Say what fails for whom with \`/set title …\`.`,
  };
}

function environmentOf(
  { settings: { environments, defaultEnvironment } }: Organisation,
  { environment }: Declaration,
): Reading<string> {
  const word = wordsOf(environment ?? '');
  if (word === null) return sure(defaultEnvironment);
  const typed = word.toLowerCase();
  const exact = environments.find((each) => each.toLowerCase() === typed);
  if (exact !== undefined) return sure(exact);
  const begun = environments.filter((each) => each.toLowerCase().startsWith(typed));
  const [close] = begun.length === 1 ? begun : nearest(word, environments, 1);
  const value = close ?? defaultEnvironment;
  return {
    value,
    remark: `${unexpected('environment', word, environments)} It is taken as \`${value}\`.`,
  };
}

/** Nothing has begun in the future: whoever types local time is an hour ahead. */
function startedOf({ started = null, writtenAt }: Declaration, now: Instant): Reading<Instant> {
  const latest = writtenAt ?? now;
  if (started === null) return sure(latest);
  if (started <= latest) return sure(started);
  return {
    value: latest,
    remark: `It cannot have started ${inUtc(started)}, which lies ahead: it is taken as ${inUtc(latest)}. Say \`/set started 09:02\`, in UTC.`,
  };
}

function fitting(
  what: string,
  typed: string | null | undefined,
  pattern: RegExp,
  expected: string,
): Reading<string | null> {
  const words = wordsOf(typed ?? '');
  return words === null || pattern.test(words)
    ? sure(words)
    : { value: null, remark: `Unexpected ${what} ${quoted(words)}, expected ${expected}` };
}

function earlierOf(book: IncidentBook, typed: string | null | undefined): Reading<string | null> {
  const id = wordsOf(typed ?? '');
  return id === null || book.ids.has(id)
    ? sure(id)
    : {
        value: null,
        remark: `No incident is called ${quoted(id)}. ${hint(id, book.ids)} It is left out.`,
      };
}

function isYes(answer: string | null | undefined): boolean {
  return /^(?:yes|true)\b/i.test(answer?.trim() ?? '');
}

function unexpected(what: string, word: string, allowed: Iterable<string>): string {
  return `Unexpected ${what} ${quoted(word)}. ${hint(word, allowed)}`;
}

const MOST_DESCRIPTION = 20_000;
const MOST_TITLE = 120;
const COUNT = /^\d{1,9}$/;
const TICKET = /^[a-z](-?[a-z0-9])* [A-Za-z0-9_-]{1,40}$/;

/** A number as people write severities, or what tools say of signals. */
function severityOf({ form, severity }: Declaration): Reading<IncidentSeverity> {
  const word = wordsOf(severity ?? '');
  const usual = form === 'maintenance' ? 'sev4' : form === 'security' ? 'sev2' : 'sev3';
  if (word === null) return sure(usual);
  const grade = SIGNAL_SEVERITIES.findIndex((each) => each === word.toLowerCase());
  const found = readSeverity(word)?.severity ?? INCIDENT_SEVERITIES[grade];
  if (found !== undefined) return sure(found);
  return {
    value: usual,
    remark: `${unexpected('severity', word, INCIDENT_SEVERITIES)} It is taken as ${usual}; say \`/sev 1\` if it is worse.`,
  };
}

function categoryOf({ form, category }: Declaration): Reading<IncidentCategory> {
  const word = wordsOf(category ?? '')?.toLowerCase() ?? null;
  if (form === 'security' || word === null) return sure(form === 'security' ? 'security' : 'other');
  const found = INCIDENT_CATEGORIES.find((each) => each === word);
  if (found !== undefined) return sure(found);
  const [value = 'other'] = INCIDENT_CATEGORIES.filter((each) =>
    nearest(word, INCIDENT_CATEGORIES, 1).includes(each),
  );
  return {
    value,
    remark: `${unexpected('category', word, INCIDENT_CATEGORIES)} It is taken as \`${value}\`; say \`/set category …\`.`,
  };
}

/** A mistyped year plans work that is over, or work for years in which nobody hears of a failure. */
function windowReasons(window: Facts['window'], now: Instant): readonly string[] {
  if (window === null) return ['From when until when the maintenance is planned is missing.'];
  const { from, until } = window;
  if (until <= from) return ['The maintenance ends before it begins.'];
  if (until <= now) return [`The maintenance is over: it ends ${until}, and it is ${now}.`];
  const days = Math.ceil((toMs(until) - toMs(from)) / DAY_MS);
  return days > MOST_DAYS
    ? [
        `The maintenance lasts ${days} days, expected ${MOST_DAYS} or less: what fails meanwhile calls nobody, so plan longer work in parts.`,
      ]
    : [];
}

const MOST_DAYS = 31;
