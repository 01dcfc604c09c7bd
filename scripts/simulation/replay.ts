// Many signals through the same decisions and responses as in the gateway, fast: incidents are values and no files.
import {
  noteIncident,
  noteIncidents,
  remember,
  type Standing,
  startStanding,
} from '../correlation/standing.ts';
import type { Decision, Destination } from '../model/decision.ts';
import type { Effect } from '../model/effect.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { advance, nextDue } from '../response/advance.ts';
import { respond } from '../response/respond.ts';
import type { SignalOutcome } from '../response/response.ts';
import { evaluate } from '../rules/evaluate.ts';
import type { PastFields } from '../rules/fields.ts';
import { pastFields } from '../rules/past.ts';
import { editedIncident, openedIncident } from './incident-value.ts';

/** What was decided about a signal, what became of it, whether it opened an incident, and who was told because of it. */
export type ReplayedSignal = {
  readonly decision: Decision;
  /** What the rules could ask of the past. */
  readonly past: PastFields;
  readonly outcome: SignalOutcome;
  readonly opened: string | null;
  readonly told: readonly Destination[];
};

/** A running replay. Signals come in the order of their receipt. */
export type Replay = { readonly send: (recorded: RecordedSignal) => ReplayedSignal };

/**
 * Starts without incidents and problems. Nobody works on incidents in a replay, so it is taken that people end one a
 * quiet period after its last recovery, and one that nothing is heard of for a day.
 */
export function startReplay(organisation: Organisation): Replay {
  const standing = startStanding();
  const book = emptyBook(organisation);
  return {
    send: ({ source, receivedAt, signal }) => {
      if (book.due <= receivedAt) {
        passTime(organisation, book, receivedAt);
        noteIncidents(standing, book.incidents);
      }
      const decision = evaluate(organisation, standing, { source, signal, receivedAt });
      const past = pastOf(organisation, standing, decision);
      remember(standing, decision);
      const { outcome, effects } = respond(organisation, book, decision, receivedAt);
      const about = 'incident' in outcome ? outcome.incident : null;
      if (about !== null) book.heard.set(about, receivedAt);
      const opened = effects.find((effect) => effect.kind === 'open_incident')?.id ?? null;
      if (opened !== null) {
        book.incidents.push(openedIncident(decision, opened, receivedAt));
        book.ids.add(opened);
      }
      applyEdits(book, effects);
      if (effects.length > 0)
        book.due = earlierOf(
          book.due,
          nextEnd(organisation, book, (each) => each.id === about),
        );
      if (about !== null) {
        if (effects.length > 0) noteIncidents(standing, book.incidents);
        for (const { id } of [decision.problem, ...decision.carries])
          noteIncident(standing, id, about);
      }
      return {
        decision,
        past,
        outcome,
        opened,
        told: effects.flatMap((effect) => (effect.kind === 'notify' ? effect.destinations : [])),
      };
    },
  };
}

function pastOf(organisation: Organisation, standing: Standing, decision: Decision): PastFields {
  const { problem, environment, resolution } = decision;
  const known = standing.problems.get(problem.id) ?? null;
  const query = { observation: decision, known, environment, service: resolution.service };
  return pastFields(organisation, standing, query);
}

type Book = {
  /** The active ones, and ended ones for as long as something may still depend on them. */
  incidents: Incident[];
  readonly ids: Set<string>;
  /** When something was last heard of each incident. */
  readonly heard: Map<string, Instant>;
  readonly keptMs: number;
  /** Before this instant nothing happens by itself. */
  due: Instant;
};

function emptyBook({ rules }: Organisation): Book {
  const keptMs = rules.group.reduce((most, { reopenMs }) => Math.max(most, reopenMs), DAY_MS);
  return { incidents: [], ids: new Set(), heard: new Map(), keptMs, due: NEVER };
}

const NEVER: Instant = '9999-12-31T23:59:59.999Z';
const DAY_MS = 24 * 60 * 60 * 1000;

function passTime(organisation: Organisation, book: Book, now: Instant): void {
  for (let due = nextDue(organisation, book); due !== null && due <= now;) {
    const effects = advance(organisation, book, due);
    applyEdits(book, effects);
    due = effects.length === 0 ? null : nextDue(organisation, book);
  }
  book.incidents = book.incidents
    .map((incident) => endedByPeople(organisation, book, incident, now))
    .filter((incident) => isActive(incident) || isNeeded(incident, book.keptMs, now));
  book.due = nextEnd(organisation, book, () => true);
}

/** When the next of the chosen incidents ends by itself or by people. */
function nextEnd(
  organisation: Organisation,
  book: Book,
  isChosen: (incident: Incident) => boolean,
): Instant {
  const incidents = book.incidents.filter((each) => isActive(each) && isChosen(each));
  return incidents
    .map((incident) => endOf(organisation, book, incident))
    .reduce(earlierOf, nextDue(organisation, { incidents, ids: book.ids }) ?? NEVER);
}

function endedByPeople(
  organisation: Organisation,
  book: Book,
  incident: Incident,
  now: Instant,
): Incident {
  if (!isActive(incident)) return incident;
  const resolved = endOf(organisation, book, incident);
  return resolved > now
    ? incident
    : { ...incident, state: 'resolved', at: { ...incident.at, resolved } };
}

function endOf({ settings }: Organisation, { heard }: Book, { id, state, at }: Incident): Instant {
  return addMs(
    heard.get(id) ?? at.declared ?? NEVER,
    state === 'monitoring' ? settings.quietPeriodMs : DAY_MS,
  );
}

/** A problem that still fires may be repeated for ever; an incident without one may be reopened for a while. */
function isNeeded({ at, problems }: Incident, keptMs: number, now: Instant): boolean {
  const fires = Object.values(problems).some((problem) => problem.state === 'firing');
  return fires || at.resolved === undefined || addMs(at.resolved, keptMs) > now;
}

function applyEdits({ incidents }: Book, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.kind !== 'edit_incident') continue;
    const index = incidents.findIndex((incident) => incident.id === effect.id);
    const incident = incidents[index];
    if (incident !== undefined) incidents[index] = editedIncident(incident, effect.edits);
  }
}
