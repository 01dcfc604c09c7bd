// An incident that a person declares: the same file as one that a signal opens, owner by the same map.
import { keyOf } from '../correlation/key.ts';
import { type NewIncidentFile, renderIncident } from '../incidents/render.ts';
import type { Effect } from '../model/effect.ts';
import { type Instant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Owner } from '../model/owner.ts';
import { INCIDENT_CATEGORIES, type IncidentCategory } from '../model/rule.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity, isMajor } from '../model/severity.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { subjectSignal } from '../ownership/subject.ts';
import { componentOf, freeId } from '../response/open.ts';
import { statusOf } from '../response/public-words.ts';
import type { IncidentBook, Response } from '../response/response.ts';
import { plainMarkdown } from '../text/plain-markdown.ts';
import { cleanProse } from '../signals/clean-text.ts';
import { callTeam } from './call-team.ts';
import { clock } from './situation.ts';
import { hint, quoted, wordsOf } from './words.ts';

/** What a form, the command line or a workflow says of a new incident; everything as it was typed. */
export type Declaration = {
  readonly form: (typeof FORMS)[number];
  readonly title: string;
  readonly service?: string | null;
  readonly severity?: string | null;
  readonly category?: string | null;
  readonly environment?: string | null;
  /** What is seen, in the words of whoever declares it. */
  readonly description?: string | null;
  /** Customers' ticket: source and number. */
  readonly ticket?: string | null;
  readonly started?: Instant | null;
  /** Planned time; maintenance only. */
  readonly window?: { readonly from: Instant; readonly until: Instant } | null;
  /** Id of an earlier incident that came back. */
  readonly recurrenceOf?: string | null;
  /** Number of the issue in which it was declared; it becomes the room. */
  readonly room?: number | null;
};

/** The forms by which people declare. */
export const FORMS = ['incident', 'security', 'customer-report', 'maintenance'] as const;

/** What became of a declaration. */
export type Declared =
  | { readonly kind: 'declared'; readonly incident: string; readonly told: string }
  /** It was declared before under the same key. */
  | { readonly kind: 'known'; readonly incident: string }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Who declares, when, and under which key. */
export type Declarer = { readonly login: string; readonly now: Instant; readonly key: string };

/** Opens the incident of a declaration. Asked again with the same key it changes nothing. */
export function declare(
  organisation: Organisation,
  book: IncidentBook,
  declaration: Declaration,
  by: Declarer,
): Response<Declared> {
  const known = book.incidents.find(({ keys }) => keys.has(by.key));
  if (known !== undefined) return { outcome: { kind: 'known', incident: known.id }, effects: [] };
  const read = readDeclaration(organisation, book, declaration, by);
  if (read.kind === 'refused') return { outcome: read, effects: [] };
  const { facts } = read;
  const id = freeId(`${utcDay(by.now)}-${facts.service ?? `unowned-${facts.form}`}`, book.ids);
  const team = organisation.teams.get(facts.owner.team);
  const isCalled = facts.form !== 'maintenance' && team !== undefined;
  const subject = { organisation, incident: { id, severity: facts.severity }, now: by.now };
  const call = isCalled
    ? callTeam(subject, team, 'declared', by.key)
    : { told: 'nobody', effects: [] };
  const file: Effect = {
    kind: 'open_incident',
    id,
    text: renderIncident(fileOf(organisation, facts, by)),
  };
  return {
    outcome: { kind: 'declared', incident: id, told: call.told },
    effects: [file, ...call.effects],
  };
}

type Facts = {
  readonly form: Declaration['form'];
  readonly title: string;
  readonly service: string | null;
  readonly owner: Owner;
  readonly ownerWords: string;
  readonly severity: IncidentSeverity;
  readonly category: IncidentCategory;
  readonly environment: string;
  readonly description: string | null;
  readonly ticket: string | null;
  readonly started: Instant;
  readonly window: { readonly from: Instant; readonly until: Instant } | null;
  readonly recurrenceOf: string | null;
  readonly room: number | null;
};

type Read =
  | { readonly kind: 'read'; readonly facts: Facts }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

function readDeclaration(
  organisation: Organisation,
  book: IncidentBook,
  declaration: Declaration,
  { now }: Declarer,
): Read {
  const { form, room = null, window = null } = declaration;
  const title = wordsOf(declaration.title) ?? '';
  const service = wordsOf(declaration.service ?? '');
  const severity = severityOf(declaration);
  const category = categoryOf(declaration);
  const environment =
    wordsOf(declaration.environment ?? '') ?? organisation.settings.defaultEnvironment;
  const ticket = wordsOf(declaration.ticket ?? '');
  const recurrenceOf = wordsOf(declaration.recurrenceOf ?? '');
  const started = declaration.started ?? now;
  const signal =
    service === null ? subjectSignal('path', '', null) : subjectSignal('service', service, null);
  const resolution = resolveOwner(organisation, signal, { source: null, told: new Set(), now });
  const reasons = [
    ...(title.length < 8 || title.length > 120
      ? [`The title has ${title.length} characters, expected 8 to 120: what fails for whom.`]
      : []),
    ...(severity === null
      ? [
          `Unexpected severity ${quoted(declaration.severity ?? '')}. ${hint(declaration.severity ?? '', INCIDENT_SEVERITIES)}`,
        ]
      : []),
    ...(category === null
      ? [
          `Unexpected category ${quoted(declaration.category ?? '')}. ${hint(declaration.category ?? '', INCIDENT_CATEGORIES)}`,
        ]
      : []),
    ...(organisation.settings.environments.includes(environment)
      ? []
      : [
          `Unexpected environment ${quoted(environment)}. ${hint(environment, organisation.settings.environments)}`,
        ]),
    ...(ticket === null || TICKET.test(ticket)
      ? []
      : [
          `Unexpected ticket ${quoted(ticket)}, expected a source and a number such as \`zendesk 35436\`; never who wrote it.`,
        ]),
    ...(recurrenceOf === null || book.ids.has(recurrenceOf)
      ? []
      : [`No incident is called ${quoted(recurrenceOf)}. ${hint(recurrenceOf, book.ids)}`]),
    ...(started > now ? [`It cannot have started ${clock(started)}, which lies ahead.`] : []),
    ...windowReasons(form, window),
  ];
  if (severity === null || category === null || reasons.length > 0)
    return { kind: 'refused', reasons };
  const facts: Facts = {
    form,
    title,
    service: resolution.service,
    owner: resolution.owner,
    ownerWords: `${resolution.owner.team} by ${evidenceOf(resolution)}${resolution.service === null && service !== null ? `; nothing is called ${quoted(service)}` : ''}`,
    severity,
    category,
    environment,
    description: cleanProse(declaration.description ?? '')?.slice(0, MOST_DESCRIPTION) ?? null,
    ticket,
    started,
    window,
    recurrenceOf,
    room,
  };
  return { kind: 'read', facts };
}

const MOST_DESCRIPTION = 20_000;
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

function fileOf(
  organisation: Organisation,
  facts: Facts,
  { login, now, key }: Declarer,
): NewIncidentFile {
  const { form, severity, owner, service, environment } = facts;
  const component = componentOf(organisation, service, environment);
  const status = form === 'maintenance' ? 'maintenance' : statusOf(severity);
  const isMaintenance = form === 'maintenance';
  return {
    frontMatter: {
      kind: isMaintenance ? 'maintenance' : undefined,
      title: facts.title,
      state: isMajor(severity) ? 'investigating' : 'triage',
      severity,
      category: facts.category,
      environment,
      owner: {
        team: owner.team,
        function: owner.function,
        ...(owner.product === null ? {} : { product: owner.product }),
      },
      services: service === null ? undefined : [service],
      components: component === null || status === null ? undefined : { [component.id]: status },
      at: isMaintenance
        ? { declared: now }
        : { started: facts.started, detected: now, declared: now },
      window: facts.window ?? undefined,
      tickets: facts.ticket === null ? undefined : [facts.ticket],
      relations: facts.recurrenceOf === null ? undefined : { recurrence_of: facts.recurrenceOf },
      public: form === 'security' ? { visibility: 'restricted' } : undefined,
      room: facts.room ?? undefined,
    },
    updates: [],
    timeline: {
      at: now,
      text: `[declared] by @${plainMarkdown(login)}: ${severity}, owner ${plainMarkdown(facts.ownerWords.replaceAll('`', ''))}`,
      key,
    },
    signal: facts.description ?? `declared by ${login}`,
    trace: `owner     ${facts.ownerWords}\ndeclared  by ${login} as ${form}`,
  };
}

/** The key of a declaration that was not made in an issue. */
export function declarationKey(parts: readonly string[]): string {
  return `dc-${keyOf(parts)}`;
}
