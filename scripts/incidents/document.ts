// An incident's file → an Incident. Front matter was accepted by its schema before; the body is read here.
import type { Located } from '../config/document-set.ts';
import type { IncidentDocument } from '../config/markdown-documents.ts';
import { durationMs } from '../config/duration.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import {
  type ComponentBefore,
  type Incident,
  type IncidentProblem,
  type Milestones,
  type Mute,
  type PublicFace,
  type Translation,
  MILESTONES,
} from '../model/incident.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { type Language, LANGUAGES } from '../model/page.ts';
import { type IncidentSeverity, worse } from '../model/severity.ts';
import { toActionItem } from './action-item.ts';
import { type IncidentBody, readBody } from './body.ts';
import { toldSeverity } from './told-severity.ts';

/** An incident, with findings about its body. */
type ReadIncident = { readonly incident: Incident; readonly diagnostics: readonly Diagnostic[] };

/** Reads an incident whose front matter fits the schema; the same one again costs nothing. */
export function readIncident(located: Located<IncidentDocument>): ReadIncident {
  const read = READ.get(located) ?? toIncident(located);
  READ.set(located, read);
  return read;
}

/** Checks and whoever loads the files read the same documents, and Markdown costs the most to read. */
const READ = new WeakMap<Located<IncidentDocument>, ReadIncident>();

function toIncident(located: Located<IncidentDocument>): ReadIncident {
  const body = readBody(located);
  const told = toldSeverity(located.text, located.bodyStart);
  const incident = incidentOf(located.id, located.document, { ...saidIn(body), told });
  return { incident, diagnostics: body.diagnostics };
}

/** What the body of an incident says beside its front matter. */
export type Said = Pick<Incident, 'updates' | 'drafts' | 'keys'>;

/** What belongs to the incident of a body: what it says, and the worst severity that it tells. */
type Body = Said & { readonly told: IncidentSeverity | null };

/** Takes from a body what belongs to the incident. */
export function saidIn({ updates, drafts, timeline }: IncidentBody): Said {
  const keys = new Set(timeline.flatMap(({ key }) => (key === null ? [] : [key])));
  return { updates, drafts, keys };
}

/** The incident of a front matter that fits its schema, with what its body says. */
export function incidentOf(
  id: string,
  document: IncidentDocument,
  { updates, drafts, keys, told }: Body,
): Incident {
  return {
    id,
    kind: document.kind ?? 'incident',
    title: document.title,
    state: document.state,
    severity: document.severity,
    severityMax: worstOf(document, told),
    category: document.category,
    environment: document.environment,
    group: document.group ?? null,
    owner: {
      team: document.owner.team,
      function: document.owner.function,
      product: document.owner.product ?? null,
    },
    services: document.services ?? [],
    components: document.components ?? {},
    componentsBefore: (document.components_before ?? []).flatMap(toBefore),
    roles: document.roles ?? {},
    at: toMilestones(document.at),
    takenBy: document.taken_by ?? null,
    handover: toHandover(document.handover),
    window: toWindow(document.window),
    problems: toProblems(document.problems ?? {}),
    tickets: document.tickets ?? [],
    called: document.called ?? [],
    change: document.change ?? null,
    relations: {
      causedBy: document.relations?.caused_by ?? [],
      ...(document.relations?.duplicate_of === undefined
        ? {}
        : { duplicateOf: document.relations.duplicate_of }),
      ...(document.relations?.recurrence_of === undefined
        ? {}
        : { recurrenceOf: document.relations.recurrence_of }),
      ...(document.relations?.moved === undefined ? {} : { moved: document.relations.moved }),
    },
    public: toFace(document.public),
    postmortem: document.postmortem ?? null,
    postmortemBegun: document.postmortem_begun ?? null,
    postmortemClosed: toClosed(document.postmortem_closed),
    postmortemDraft: toDrafted(document.postmortem_draft),
    postmortemOwed: document.postmortem_owed ?? false,
    contributors: document.contributors ?? [],
    impact: document.impact ?? null,
    mutes: (document.mutes ?? []).flatMap(toMute),
    drafts,
    actions: (document.actions ?? []).map(toActionItem),
    room: document.room ?? null,
    updates,
    keys,
  };
}

/** Whatever says that it was worse counts: nothing that people leave out or take back makes it milder. */
function worstOf(
  { severity, severity_max: stated }: IncidentDocument,
  told: IncidentSeverity | null,
): IncidentSeverity {
  return worse(worse(severity, stated ?? severity), told ?? severity);
}

function toMilestones(at: Readonly<Record<string, string>>): Milestones {
  const known: { -readonly [Name in keyof Milestones]: Instant } = {};
  for (const name of MILESTONES) {
    const instant = parseInstant(at[name] ?? '');
    if (instant !== null) known[name] = instant;
  }
  return known;
}

function toClosed(entry: IncidentDocument['postmortem_closed']): Incident['postmortemClosed'] {
  return entry === undefined
    ? null
    : { pullRequest: entry.pull_request, again: entry.again ?? false };
}

function toDrafted(entry: IncidentDocument['postmortem_draft']): Incident['postmortemDraft'] {
  return entry === undefined
    ? null
    : { due: entry.due, meeting: parseInstant(entry.meeting ?? '') };
}

function toHandover(entry: IncidentDocument['handover']): Incident['handover'] {
  const at = parseInstant(entry?.at ?? '');
  return at === null ? null : { at, taken: parseInstant(entry?.taken ?? '') };
}

function toBefore({
  until,
  ...rest
}: NonNullable<IncidentDocument['components_before']>[number]): readonly ComponentBefore[] {
  const instant = parseInstant(until);
  return instant === null ? [] : [{ ...rest, until: instant }];
}

function toFace(face: IncidentDocument['public']): PublicFace | null {
  if (face === undefined) return null;
  const { next_update_due: due, translations, ...rest } = face;
  const nextUpdateDue = parseInstant(due ?? '');
  return {
    ...rest,
    ...(nextUpdateDue === null ? {} : { nextUpdateDue }),
    ...(translations === undefined ? {} : { translations: toTranslations(translations) }),
  };
}

function toTranslations(
  entries: NonNullable<NonNullable<IncidentDocument['public']>['translations']>,
): NonNullable<PublicFace['translations']> {
  const known: { -readonly [Name in Language]?: Translation } = {};
  for (const language of LANGUAGES) {
    const entry = entries[language];
    if (entry === undefined) continue;
    const updates = Object.entries(entry.updates ?? {}).flatMap(
      ([at, text]): [Instant, string][] => {
        const instant = parseInstant(at);
        return instant === null ? [] : [[instant, text]];
      },
    );
    known[language] = { title: entry.title ?? null, updates: Object.fromEntries(updates) };
  }
  return known;
}

function toMute(mute: Mute): readonly Mute[] {
  const from = parseInstant(mute.from);
  const until = parseInstant(mute.until);
  return from === null || until === null ? [] : [{ ...mute, from, until }];
}

function toWindow(window: IncidentDocument['window']): Incident['window'] {
  const from = parseInstant(window?.from ?? '');
  const until = parseInstant(window?.until ?? '');
  if (window === undefined || from === null || until === null) return null;
  const { recurs, zone, except = [], remind = [] } = window;
  return {
    from,
    until,
    ...(recurs === undefined ? {} : { recurs: { rule: recurs, zone: zone ?? 'UTC', except } }),
    ...(remind.length === 0 ? {} : { remindMs: remind.map(durationMs) }),
  };
}

function toProblems(problems: Readonly<Record<string, IncidentProblem>>): Incident['problems'] {
  return Object.fromEntries(
    Object.entries(problems).flatMap(([id, problem]) => {
      const since = parseInstant(problem.since);
      const at = parseInstant(problem.at);
      return since === null || at === null ? [] : [[id, { ...problem, since, at }]];
    }),
  );
}
