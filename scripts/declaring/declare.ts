// An incident that a person declares: the same file as one that a signal opens, owner by the same map.
import { calledBy } from '../response/called.ts';
import { keyOf } from '../correlation/key.ts';
import { holdsKey } from '../incidents/late-body.ts';
import { type NewIncidentFile, renderIncident } from '../incidents/render.ts';
import type { Effect } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { utcDay } from '../model/instant.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { isMajor } from '../model/severity.ts';
import { componentOf, freeId } from '../response/open.ts';
import { statusOf } from '../response/public-words.ts';
import type { IncidentBook, Response } from '../response/response.ts';
import { capitalised } from '../text/capitalised.ts';
import { plainMarkdown } from '../text/plain-markdown.ts';
import { callTeams, reachWords } from '../slash-commands/call-team.ts';
import {
  type Declaration,
  type Declarer,
  type Facts,
  isForFew,
  readDeclaration,
} from './declaration.ts';
import { failingTeams, owningTeam } from './declared-teams.ts';
import { earlierWords, joinOpen, openAbout } from './join-open.ts';
import { named } from '../slash-commands/situation.ts';

/** What became of a declaration. */
export type Declared =
  | {
      readonly kind: 'declared';
      readonly incident: string;
      /** Whom it calls, in words; null where nobody is. */
      readonly told: string | null;
      /** What was assumed, and how to correct it, a sentence each. */
      readonly remarks: readonly string[];
    }
  | {
      /** It is open already: what was said stands there now. */
      readonly kind: 'joined';
      readonly incident: string;
      readonly room: number | null;
      readonly told: string | null;
      /** Which one it is, how to say that this is another one, and what was assumed. */
      readonly remarks: readonly string[];
    }
  /** It was declared before under the same key. */
  | { readonly kind: 'known'; readonly incident: string }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Opens the incident of a declaration. Asked again with the same key it changes nothing. */
export function declare(
  organisation: Organisation,
  book: IncidentBook,
  declaration: Declaration,
  by: Declarer,
): Response<Declared> {
  const known = book.incidents.find((incident) => holdsKey(incident, by.key));
  if (known !== undefined) return { outcome: { kind: 'known', incident: known.id }, effects: [] };
  const read = readDeclaration(organisation, book, declaration, by.now);
  if (read.kind === 'refused') return { outcome: read, effects: [] };
  const { facts } = read;
  const noted = joinedBy(book, by.key);
  // Whoever read that it joined one may still say that it is another failure.
  if (noted !== null && !facts.isAnother)
    return { outcome: joinedOutcome(noted, null, []), effects: [] };
  const open = openAbout(book, facts);
  if (open !== null && !facts.isAnother) {
    const { told, effects } = joinOpen(organisation, open, facts, { ...by, key: joinKey(by.key) });
    const earlier = earlierWords(open, facts);
    const remarks = [...facts.remarks, ...(earlier === null ? [] : [earlier])];
    return { outcome: joinedOutcome(open, told, remarks), effects };
  }
  const id = freeId(`${utcDay(by.now)}-${facts.services[0] ?? `unowned-${facts.form}`}`, book.ids);
  const teams = [
    ...owningTeam(organisation, facts),
    ...failingTeams(organisation, facts, facts.services),
  ];
  const subject = { organisation, incident: { id, severity: facts.severity }, now: by.now };
  const call = callTeams(subject, teams, 'declared', by.key);
  const calls = call?.effects ?? [];
  const file: Effect = {
    kind: 'open_incident',
    id,
    text: renderIncident(fileOf(organisation, facts, by, calledBy(calls))),
  };
  return {
    outcome: {
      kind: 'declared',
      incident: id,
      told: call?.told ?? null,
      remarks: [...(open === null ? [] : [besideWords(open)]), ...facts.remarks],
    },
    effects: [file, ...calls],
  };
}

/** Whom a declaration would call, in words; null where nobody is. */
export function toldBy(
  organisation: Organisation,
  book: IncidentBook,
  declaration: Declaration,
  now: Instant,
): string | null {
  const by = { login: 'nobody', now, key: 'nobody' };
  const { outcome } = declare(organisation, book, declaration, by);
  return 'told' in outcome ? outcome.told : null;
}

/** The incident that a declaration joined under a key; null where it joined none. */
export function joinedBy(book: IncidentBook, key: string): Incident | null {
  return book.incidents.find((incident) => holdsKey(incident, joinKey(key))) ?? null;
}

/** A declaration that joined an incident can be told from one that opened it. */
function joinKey(key: string): string {
  return `${key}-joined`;
}

function joinedOutcome(
  incident: Incident,
  told: string | null,
  remarks: readonly string[],
): Declared {
  const called = told === null ? 'Nobody is called again' : capitalised(reachWords(told));
  return {
    kind: 'joined',
    incident: incident.id,
    room: incident.room,
    told,
    remarks: [
      `${named(incident)} is open about the same, and what you wrote is on its timeline. ${called}. Go on there. Where this is another failure, declare it again and say so: \`Another one\` in the form, \`--another\` at the command line.`,
      ...remarks,
    ],
  };
}

function besideWords(open: Incident): string {
  return `${named(open)} is open beside it about the same service. Where both are one after all, \`/duplicate ${open.id}\` makes them one.`;
}

function fileOf(
  organisation: Organisation,
  facts: Facts,
  { login, now, key }: Declarer,
  called: readonly string[],
): NewIncidentFile {
  const { form, severity, owner, services, environment } = facts;
  const components = services.flatMap(
    (service) => componentOf(organisation, service, environment)?.id ?? [],
  );
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
      services: services.length === 0 ? undefined : services,
      components:
        components.length === 0 || status === null
          ? undefined
          : Object.fromEntries(components.map((id) => [id, status])),
      at: isMaintenance
        ? { declared: now }
        : { started: facts.started, detected: now, declared: now },
      window: facts.window ?? undefined,
      impact: facts.customers === null ? undefined : { customers: facts.customers },
      tickets: facts.ticket === null ? undefined : [facts.ticket],
      called: called.length === 0 ? undefined : called,
      relations: facts.recurrenceOf === null ? undefined : { recurrence_of: facts.recurrenceOf },
      public: isForFew(facts) ? { visibility: 'restricted' } : undefined,
      room: facts.room ?? undefined,
    },
    updates: [],
    timeline: {
      at: now,
      text: `[declared] by @${plainMarkdown(login)}: ${severity}, owner ${plainMarkdown(facts.ownerWords.replaceAll('`', ''))}${facts.remarks.map((remark) => `. ${plainMarkdown(remark.replaceAll('`', ''))}`).join('')}`,
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
