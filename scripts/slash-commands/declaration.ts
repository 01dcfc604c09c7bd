// What people say of a new incident, as they typed it → facts, or every reason why it is none.
import { INCIDENT_CATEGORIES, type IncidentCategory } from '../model/rule.ts';
import type { OwnerResolution } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Owner } from '../model/owner.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../model/severity.ts';
import type { Signal } from '../model/signal.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { subjectSignal } from '../ownership/subject.ts';
import type { IncidentBook } from '../response/response.ts';
import { cleanProse } from '../signals/clean-text.ts';
import { clock } from './situation.ts';
import { hint, quoted, wordsOf } from './words.ts';

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
};

/** The forms by which people declare. */
export const FORMS = ['incident', 'security', 'customer-report', 'maintenance'] as const;

/** A declaration that means something. */
export type Facts = {
  readonly form: Declaration['form'];
  readonly title: string;
  /** Declared ones. */
  readonly services: readonly string[];
  readonly owner: Owner;
  readonly ownerWords: string;
  /** That nothing has the name that was given, with the nearest one and what to say; null where it is known. */
  readonly remark: string | null;
  readonly severity: IncidentSeverity;
  readonly category: IncidentCategory;
  readonly environment: string;
  readonly description: string | null;
  readonly ticket: string | null;
  readonly customers: number | null;
  readonly started: Instant;
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

/** Reads a declaration made at an instant. */
export function readDeclaration(
  organisation: Organisation,
  book: IncidentBook,
  declaration: Declaration,
  now: Instant,
): ReadDeclaration {
  const { form, room = null, window = null, started = null } = declaration;
  const title = wordsOf(declaration.title) ?? '';
  const environment =
    wordsOf(declaration.environment ?? '') ?? organisation.settings.defaultEnvironment;
  const customers = wordsOf(declaration.customers ?? '');
  const ticket = wordsOf(declaration.ticket ?? '');
  const recurrenceOf = wordsOf(declaration.recurrenceOf ?? '');
  const severity = severityOf(declaration);
  const category = categoryOf(declaration);
  const affected = affectedBy(organisation, declaration.services ?? [], now);
  const reasons = [
    ...(title.length < 8 || title.length > 120
      ? [`The title has ${title.length} characters, expected 8 to 120: what fails for whom.`]
      : []),
    ...(severity === null
      ? [unexpected('severity', declaration.severity ?? '', INCIDENT_SEVERITIES)]
      : []),
    ...(category === null
      ? [unexpected('category', declaration.category ?? '', INCIDENT_CATEGORIES)]
      : []),
    ...(organisation.settings.environments.includes(environment)
      ? []
      : [unexpected('environment', environment, organisation.settings.environments)]),
    ...(ticket === null || TICKET.test(ticket)
      ? []
      : [
          `Unexpected ticket ${quoted(ticket)}, expected a source and a number such as \`zendesk 35436\`; never who wrote it.`,
        ]),
    ...(customers === null || COUNT.test(customers)
      ? []
      : [`Unexpected customers ${quoted(customers)}, expected a whole number.`]),
    ...(recurrenceOf === null || book.ids.has(recurrenceOf)
      ? []
      : [`No incident is called ${quoted(recurrenceOf)}. ${hint(recurrenceOf, book.ids)}`]),
    ...(started !== null && started > now
      ? [`It cannot have started ${clock(started)}, which lies ahead.`]
      : []),
    ...affected.reasons,
    ...windowReasons(form, window),
  ];
  if (severity === null || category === null || reasons.length > 0)
    return { kind: 'refused', reasons };
  const facts: Facts = {
    form,
    title,
    services: affected.services,
    owner: affected.owner,
    ownerWords: affected.ownerWords,
    remark: affected.remark,
    severity,
    category,
    environment,
    description: cleanProse(declaration.description ?? '')?.slice(0, MOST_DESCRIPTION) ?? null,
    ticket,
    customers: customers === null ? null : Number(customers),
    started: started ?? now,
    window,
    recurrenceOf,
    // Whoever names the earlier one that came back knows which one it is.
    isAnother: isYes(declaration.another) || recurrenceOf !== null,
    room,
  };
  return { kind: 'read', facts };
}

function isYes(answer: string | null | undefined): boolean {
  return /^(?:yes|true)\b/i.test(answer?.trim() ?? '');
}

function unexpected(what: string, word: string, allowed: Iterable<string>): string {
  return `Unexpected ${what} ${quoted(word)}. ${hint(word, allowed)}`;
}

type Affected = Pick<Facts, 'services' | 'owner' | 'ownerWords' | 'remark'> & {
  readonly reasons: readonly string[];
};

/** Whoever answers for the first one owns the incident. A single unknown name goes to triage; among several it is a mistake. */
function affectedBy(organisation: Organisation, typed: readonly string[], now: Instant): Affected {
  const names = namesOf(organisation, typed);
  const resolve = (signal: Signal): OwnerResolution =>
    resolveOwner(organisation, signal, { source: null, told: new Set(), now });
  const found = names.map((name) => ({
    name,
    resolution: resolve(subjectSignal('service', name, null)),
  }));
  const [first] = found;
  const resolution = first?.resolution ?? resolve(subjectSignal('path', '', null));
  const unknown = found.filter(({ resolution: { service } }) => service === null);
  const isUnowned = names.length === 1 && unknown.length === 1;
  const nobody = isUnowned ? `; nothing is called ${quoted(names[0] ?? '')}` : '';
  return {
    services: [...new Set(found.flatMap(({ resolution: { service } }) => service ?? []))],
    owner: resolution.owner,
    ownerWords: `${resolution.owner.team} by ${evidenceOf(resolution)}${nobody}`,
    remark: isUnowned
      ? `Nothing is called ${quoted(names[0] ?? '')}, so it went to ${resolution.owner.team}. ${hint(names[0] ?? '', organisation.services.keys())} Hand it to whom it belongs with \`/delegate team\`.`
      : null,
    reasons: isUnowned
      ? []
      : unknown.map(
          ({ name }) =>
            `No service is called ${quoted(name)}. ${hint(name, organisation.services.keys())}`,
        ),
  };
}

/** Spaces part names where one of the words is a service; elsewhere they belong to a name. */
function namesOf({ services }: Organisation, typed: readonly string[]): readonly string[] {
  const names = typed.flatMap((text) => {
    const name = wordsOf(text);
    const words = name?.split(' ') ?? [];
    return name === null || words.some((word) => services.has(word)) ? words : [name];
  });
  return [...new Set(names)];
}

const MOST_DESCRIPTION = 20_000;
const COUNT = /^\d{1,9}$/;
const TICKET = /^[a-z](-?[a-z0-9])* [A-Za-z0-9_-]{1,40}$/;

/** `2`, `sev2` and `SEV-2` are the same. */
function severityOf({ form, severity }: Declaration): IncidentSeverity | null {
  const word = wordsOf(severity ?? '');
  if (word === null) return form === 'maintenance' ? 'sev4' : form === 'security' ? 'sev2' : 'sev3';
  const number = /^(?:sev-?)?([1-4])\b/i.exec(word)?.[1];
  return INCIDENT_SEVERITIES.find((each) => each === `sev${number ?? ''}`) ?? null;
}

function categoryOf({ form, category }: Declaration): IncidentCategory | null {
  if (form === 'security') return 'security';
  const word = wordsOf(category ?? '');
  return word === null
    ? 'other'
    : (INCIDENT_CATEGORIES.find((each) => each === word.toLowerCase()) ?? null);
}

function windowReasons(form: Declaration['form'], window: Facts['window']): readonly string[] {
  if (form === 'maintenance' && window === null)
    return ['From when until when the maintenance is planned is missing.'];
  if (form !== 'maintenance' && window !== null) return ['Only a maintenance has a planned time.'];
  return window !== null && window.until <= window.from
    ? ['The maintenance ends before it begins.']
    : [];
}
