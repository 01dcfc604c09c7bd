// One incident as customers may see it. This file is the allow-list: what it does not copy cannot be published.
import { hash } from 'node:crypto';
import { promisedUpdate } from '../incidents/promised-update.ts';
import { publicWord } from '../incidents/last-word.ts';
import { beginOfOccurrence, currentOccurrence, endOfOccurrence } from '../maintenance/phase.ts';
import { workOf } from '../maintenance/words.ts';
import { type Component, type ComponentStatus, worseStatus } from '../model/component.ts';
import {
  hasEnded,
  type Incident,
  type MaintenancePhase,
  type PublicStatus,
  type Update,
} from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import { type Language, LANGUAGES } from '../model/page.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { publishedMessage, publishedSince } from '../postmortems/published.ts';
import { rendered } from './markdown.ts';
import { ranBetween, viewSchedule } from './schedule-view.ts';
import type { Span } from './spans.ts';
import { calledOffAt, isCalledOff, isWithdrawn } from './standing.ts';
import { endStatedBy, hurtOf, impactOf, sinceWhen, startOf, sufferedOf } from './suffering.ts';
import { untitled } from './untitled.ts';
import type { IncidentView, TranslationView, UpdateView } from './view.ts';

/** Of what was taken back nothing is left but the title and the last word. */
function lastWordAlone(incident: Incident): Incident {
  return { ...incident, components: {}, updates: incident.updates.slice(-1) };
}

/** The public view of an incident that has a page. */
export function viewIncident(
  known: Incident,
  components: ReadonlyMap<string, Component>,
  postmortem: Postmortem | null,
  now: Instant,
): IncidentView {
  const isTaken = isWithdrawn(known);
  const incident = isTaken ? lastWordAlone(known) : known;
  const isOff = isTaken || isCalledOff(incident);
  const updates = newestFirst(incident.updates);
  const message = isOff ? null : publishedMessage(postmortem);
  const course = courseOf(incident, updates, { isTaken, isOff, now });
  const { status } = course;
  const shown = shownComponents(incident, components, isOff ? null : now);
  const impact: ComponentStatus = isTaken ? 'operational' : impactOf(incident);
  const current = currentOf(incident, status, impact);
  const isOpen = incident.kind === 'incident' && !isOff && status !== 'resolved';
  const nameIn = (language: Language): string =>
    untitled({ kind: incident.kind, impact, components: shown }, language);
  const facts = {
    id: incident.id,
    kind: incident.kind,
    // Never the title that people inside gave it.
    title: incident.public?.title ?? nameIn('en'),
    impact,
    current,
    currentSince: isOpen ? sinceWhen(incident, current, now) : null,
    ...course,
    components: shown,
    concerns: Object.keys(known.components).filter((id) => components.has(id)),
    nextUpdateDue: isOff || status === 'resolved' ? null : promisedUpdate(incident),
    hasPostmortem: message !== null,
    postmortemAt: message === null ? null : publishedSince(postmortem, now),
  };
  const messages = message === null ? {} : (postmortem?.translations ?? {});
  const learned = message === null ? null : rendered(message);
  return {
    ...facts,
    updates: updates.map(viewUpdate),
    get postmortem() {
      return learned?.html ?? null;
    },
    get postmortemText() {
      return learned?.text ?? null;
    },
    ...translated(incident, messages, incident.public?.title === undefined ? nameIn : null),
    digest: digestOf([facts, updates, message, incident.public?.translations, messages]),
  };
}

function newestFirst(updates: readonly Update[]): readonly Update[] {
  return updates
    .toReversed()
    .toSorted((left, right) => (left.at < right.at ? 1 : left.at > right.at ? -1 : 0));
}

/** Where it stands and when it was, or is planned. */
type Course = Pick<
  IncidentView,
  'status' | 'startedAt' | 'endedAt' | 'window' | 'schedule' | 'withdrawnAt'
>;

function courseOf(
  incident: Incident,
  updates: readonly Update[],
  {
    isTaken,
    isOff,
    now,
  }: { readonly isTaken: boolean; readonly isOff: boolean; readonly now: Instant },
): Course {
  const withdrawnAt = isTaken ? (updates[0]?.at ?? null) : calledOffAt(incident);
  const work = workOf(incident);
  if (work === null) {
    const status = isOff ? 'withdrawn' : publicStatus(incident);
    return {
      status,
      startedAt: startOf(incident),
      endedAt: withdrawnAt ?? endOf(incident, status),
      window: null,
      schedule: null,
      withdrawnAt,
    };
  }
  // What was called off stays with the time that was next then.
  const current = currentOccurrence(work, calledOffAt(incident) ?? now);
  const schedule = viewSchedule(work, now, withdrawnAt);
  const status = isOff ? 'cancelled' : current.phase;
  const brokenOff = isTaken ? null : brokenOffAt(schedule);
  return {
    status,
    startedAt: beginOfOccurrence(work, current, now),
    endedAt: status === 'completed' ? endOfOccurrence(work, current, now) : brokenOff,
    window: { from: current.from, until: current.until },
    schedule,
    withdrawnAt,
  };
}

/** The components that it names, as far as customers know them; what they suffered until `now`, null to leave that out. */
function shownComponents(
  incident: Incident,
  components: ReadonlyMap<string, Component>,
  now: Instant | null,
): IncidentView['components'] {
  const isPlanned = workOf(incident) !== null;
  return Object.entries(incident.components).flatMap(([id, status]) => {
    const component = components.get(id);
    if (component === undefined) return [];
    const { name, translations } = component;
    const suffered = isPlanned || now === null ? null : sufferedOf(incident, id, now);
    return [
      { id, name, ...(translations === undefined ? {} : { translations }), status, suffered },
    ];
  });
}

/** What it says of its components, or what it brought where all are well or none is named, unless it is watched for that. */
function currentOf(
  { components }: Incident,
  status: IncidentView['status'],
  impact: ComponentStatus,
): ComponentStatus {
  const named = Object.values(components);
  const worst = named.reduce<ComponentStatus>(worseStatus, 'operational');
  const isWatched = status === 'monitoring' && named.length > 0;
  return worst === 'operational' && !isWatched ? impact : worst;
}

/** When a work that takes place once was broken off; null where it never ran, and for what comes again. */
function brokenOffAt(schedule: IncidentView['schedule']): Instant | null {
  const [time] = schedule?.recurs === null ? schedule.occurrences : [];
  return time?.status === 'cancelled' ? time.endedAt : null;
}

function viewUpdate({ at, status, text }: Update): UpdateView {
  const said = rendered(text);
  return {
    at,
    status,
    get html() {
      return said.html;
    },
    get text() {
      return said.text;
    },
  };
}

/** Of what people wrote and not of what is made of it, so that nothing is rendered for it. */
function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}

/** What is said in other languages, of the updates that exist and of a message that is out; and what nobody gave a title. */
function translated(
  { public: face, updates }: Incident,
  messages: NonNullable<Postmortem['translations']>,
  nameIn: ((language: Language) => string) | null,
): Pick<IncidentView, 'translations'> {
  const said = new Set(updates.map((update) => update.at));
  const entries = LANGUAGES.flatMap((language): [Language, TranslationView][] => {
    const texts = face?.translations?.[language];
    const message = messages[language];
    if (texts === undefined && message === undefined && nameIn === null) return [];
    const known = Object.entries(texts?.updates ?? {}).filter(([at]) => said.has(at));
    const out = message === undefined ? null : rendered(message);
    return [
      [
        language,
        {
          title: texts?.title ?? nameIn?.(language) ?? null,
          updates: Object.fromEntries(known.map(([at, text]) => [at, rendered(text)])),
          get postmortem() {
            return out?.html ?? null;
          },
        },
      ],
    ];
  });
  return entries.length === 0 ? {} : { translations: Object.fromEntries(entries) };
}

/** The spans that an incident that customers may see brings to its components. */
export function spansOf(
  incident: Incident,
  now: Instant,
): readonly (Span & { readonly component: string })[] {
  const work = workOf(incident);
  const since = addMs(now, -SPANS_BACK_MS);
  const ran = work === null ? [] : ranBetween(work, since, now, calledOffAt(incident));
  return Object.keys(incident.components).flatMap((component) => {
    const times =
      work === null
        ? hurtOf(incident, component, now)
        : ran.map(({ from, until }) => ({ from, until, status: 'maintenance' as const }));
    return times.map((time) => ({ component, incident: incident.id, ...time }));
  });
}

/** Longer than any page looks back. */
const SPANS_BACK_MS = 100 * 86_400_000;

function endOf(incident: Incident, status: IncidentView['status']): Instant | null {
  return status === 'resolved' || status === 'completed' ? endStatedBy(incident) : null;
}

function publicStatus(incident: Incident): PublicStatus | MaintenancePhase {
  if (incident.kind === 'maintenance') return 'completed';
  if (hasEnded(incident)) return 'resolved';
  const said = publicWord(incident);
  // Whoever was told that it is over reads so until they are told otherwise, or see it fail.
  if (said === 'resolved' && isAllWell(incident)) return 'resolved';
  return said === 'identified' || said === 'monitoring' ? said : 'investigating';
}

function isAllWell({ components }: Incident): boolean {
  return Object.values(components).every((status) => status === 'operational');
}
