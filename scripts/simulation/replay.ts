// Many signals through the same decisions and responses as in the gateway, fast: incidents are values and no files.
import {
  noteIncident,
  noteIncidents,
  remember,
  type Standing,
  startStanding,
} from '../correlation/standing.ts';
import { editedIncident, openedIncident } from '../incidents/value.ts';
import type { Decision, Destination } from '../model/decision.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, BEGINNING, DAY_MS, earlierOf, HOUR_MS, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { advance, nextDue } from '../response/advance.ts';
import { newFrontMatter } from '../response/open.ts';
import { respond } from '../response/respond.ts';
import { entered, type SignalOutcome } from '../response/response.ts';
import { type Seen, seeEdits, seeIncident, startSeen } from '../response/seen.ts';
import { evaluate } from '../rules/evaluate.ts';
import { nextRelease, releases } from '../rules/held.ts';
import type { PastFields } from '../rules/fields.ts';
import { pastFields } from '../rules/past.ts';

/** What was decided about a signal, what became of it at once, whether it opened an incident, and who was told. */
export type ReplayedSignal = {
  readonly decision: Decision;
  /** What the rules could ask of the past; null where no silence or threshold will ask. */
  readonly past: PastFields | null;
  readonly outcome: SignalOutcome;
  readonly opened: string | null;
  readonly told: readonly Destination[];
  /** What happened since the signal before only because time went on. */
  readonly belated: readonly Belated[];
};

/** What came of an earlier signal only because time went on, as when what held it back let go. */
export type Belated = {
  /** Which signal it is about, as they were sent; the first is 0. */
  readonly position: number;
  readonly at: Instant;
  readonly opened: string | null;
  readonly told: readonly Destination[];
};

/** A running replay. Signals come in the order of their receipt. */
export type Replay = {
  readonly send: (recorded: RecordedSignal) => ReplayedSignal;
  /** Lets one more day pass after the last of them. */
  readonly end: () => readonly Belated[];
};

/**
 * Starts without incidents and problems. Nobody works on incidents in a replay, so it is taken that people end one a
 * quiet period after its last recovery, and one that nothing is heard of for a day.
 */
export function startReplay(organisation: Organisation): Replay {
  const standing = startStanding();
  const book = emptyBook(organisation, standing);
  return {
    send: ({ source, receivedAt, signal }) => {
      const before = book.due <= receivedAt ? passTime(organisation, book, receivedAt) : [];
      const observation = { source, signal, receivedAt };
      const decision = evaluate(organisation, standing, observation, { trace: false });
      const past = pastOf(organisation, standing, decision);
      book.sent += 1;
      book.newest.set(decision.problem.id, book.sent);
      const { outcome, effects, opened } = answer(organisation, book, decision, receivedAt);
      const own = effects.length > 0 ? nextDue(organisation, book) : null;
      const release = nextRelease(organisation, standing, receivedAt);
      const due = own === null || release === null ? (own ?? release) : earlierOf(own, release);
      book.asOf = receivedAt;
      book.due = earlierOf(book.due, due ?? NEVER);
      const after =
        due !== null && due <= receivedAt ? passTime(organisation, book, receivedAt) : [];
      return {
        decision,
        past,
        outcome,
        opened,
        told: toldIn(effects),
        belated: [...before, ...after],
      };
    },
    end: () => passTime(organisation, book, addMs(book.asOf, DAY_MS)),
  };
}

type Answer = Pick<ReplayedSignal, 'outcome' | 'opened'> & { readonly effects: readonly Effect[] };

function answer(organisation: Organisation, book: Book, decision: Decision, at: Instant): Answer {
  const { standing } = book;
  remember(standing, decision);
  const { outcome, effects } = respond(organisation, book, decision, at);
  const about = 'incident' in outcome ? outcome.incident : null;
  const opened = effects.find((effect) => effect.kind === 'open_incident')?.id ?? null;
  const newest = book.newest.get(decision.problem.id);
  if (about !== null && newest !== undefined) book.newest.set(about, newest);
  if (opened !== null) open(organisation, book, opened, decision);
  applyEdits(book, effects);
  if (about === null) return { outcome, effects, opened };
  hear(organisation, book, about, at);
  if (effects.length > 0) noteIncidents(standing, book.incidents);
  if (entered(decision, outcome) === about)
    for (const { id } of [decision.problem, ...decision.carries]) noteIncident(standing, id, about);
  return { outcome, effects, opened };
}

function pastOf(
  organisation: Organisation,
  standing: Standing,
  decision: Decision,
): PastFields | null {
  if (organisation.silences.length + organisation.rules.threshold.length === 0) return null;
  const { problem, environment, resolution } = decision;
  const known = standing.problems.get(problem.id) ?? null;
  const query = { observation: decision, known, environment, service: resolution.service };
  return pastFields(organisation, standing, query);
}

/** Teams that are not live yet tell nobody at once. */
function toldIn(effects: readonly Effect[]): readonly Destination[] {
  return effects.flatMap((effect) =>
    effect.kind === 'notify' && effect.mode === 'live' && effect.isExplained !== true
      ? effect.destinations
      : [],
  );
}

type Book = {
  /** The active ones, and ended ones for as long as something may still depend on them. */
  incidents: Incident[];
  readonly ids: Set<string>;
  readonly seen: Seen;
  /** The position of the signal that came last. */
  sent: number;
  /** The position of the newest signal of each problem and of each incident, by their ids. */
  readonly newest: Map<string, number>;
  /** When people end each active incident, unless something is heard of it before. */
  readonly ends: Map<string, Instant>;
  readonly keptMs: number;
  readonly standing: Standing;
  /** Before this instant nothing happens by itself. */
  due: Instant;
  tidiedAt: Instant;
  /** Until when time passed. */
  asOf: Instant;
};

function emptyBook({ rules }: Organisation, standing: Standing): Book {
  const keptMs = rules.group.reduce((most, { reopenMs }) => Math.max(most, reopenMs), DAY_MS);
  return {
    incidents: [],
    ids: new Set(),
    seen: startSeen(),
    sent: -1,
    newest: new Map(),
    standing,
    ends: new Map(),
    keptMs,
    due: NEVER,
    tidiedAt: BEGINNING,
    asOf: BEGINNING,
  };
}

const NEVER: Instant = '9999-12-31T23:59:59.999Z';

function open(organisation: Organisation, book: Book, id: string, decision: Decision): void {
  if (decision.severity === 'none') return;
  const opening = { ...decision, severity: decision.severity };
  const frontMatter = newFrontMatter(organisation, opening, decision.receivedAt);
  book.ids.add(id);
  const incident = openedIncident(id, frontMatter, decision.key);
  if (incident === null) throw new Error(`the incident ${id} would not fit its schema`);
  book.incidents = [...book.incidents, incident];
  seeIncident(book.seen, incident);
}

function edit(book: Book, id: string, edits: readonly IncidentEdit[]): void {
  const place = book.incidents.findIndex((each) => each.id === id);
  const before = book.incidents[place];
  if (before === undefined) return;
  const after = editedIncident(before, edits);
  if (after === null) throw new Error(`what is done to the incident ${id} is not known`);
  book.incidents = book.incidents.with(place, after);
  seeEdits(book.seen, edits);
}

/** Something was heard of an incident: people go on with it. */
function hear(organisation: Organisation, book: Book, id: string, at: Instant): void {
  const incident = book.incidents.find((each) => each.id === id);
  if (incident === undefined || !isActive(incident)) return;
  const isFiring = Object.values(incident.problems).some(({ state }) => state === 'firing');
  const isWatched = incident.state === 'monitoring' && !isFiring;
  const end = addMs(at, isWatched ? organisation.settings.quietPeriodMs : DAY_MS);
  book.ends.set(id, end);
  book.due = earlierOf(book.due, end);
}

/** Gives what came of it on the way. */
function passTime(organisation: Organisation, book: Book, now: Instant): readonly Belated[] {
  const done: Belated[] = [];
  const { standing } = book;
  const releaseAfter = (at: Instant): Instant => nextRelease(organisation, standing, at) ?? NEVER;
  let release = releaseAfter(book.asOf);
  for (let due = nextDue(organisation, book) ?? NEVER; earlierOf(due, release) <= now;) {
    const at = earlierOf(due, release);
    const effects = due <= now ? advance(organisation, book, at) : [];
    applyEdits(book, effects);
    noteIncidents(standing, book.incidents);
    let released = 0;
    for (const decision of releases(organisation, standing, at)) {
      const answered = answer(organisation, book, decision, at);
      released += answered.effects.length;
      const position = book.newest.get(decision.problem.id) ?? book.sent;
      const told = toldIn(answered.effects);
      if (told.length > 0 || answered.opened !== null)
        done.push({ position, at, opened: answered.opened, told });
    }
    done.push(...callsIn(book, effects, at));
    const isDone = effects.length + released === 0;
    due = isDone && at === due ? NEVER : (nextDue(organisation, book) ?? NEVER);
    release = releaseAfter(at);
  }
  book.asOf = now;
  for (const incident of book.incidents) {
    const resolved = book.ends.get(incident.id);
    if (resolved === undefined || (isActive(incident) && resolved > now)) continue;
    book.ends.delete(incident.id);
    if (!isActive(incident)) continue;
    edit(book, incident.id, [
      { kind: 'set', path: ['state'], value: 'resolved' },
      { kind: 'set', path: ['at', 'resolved'], value: resolved },
    ]);
  }
  if (addMs(book.tidiedAt, HOUR_MS) <= now) tidy(book, now);
  const ends = [...book.ends.values()];
  noteIncidents(book.standing, book.incidents);
  const due = earlierOf(nextDue(organisation, book) ?? NEVER, releaseAfter(now));
  book.due = ends.reduce(earlierOf, due);
  return done;
}

/** Calls that were due by the files alone, each about the newest signal of what changed in its incident. */
function callsIn(book: Book, effects: readonly Effect[], at: Instant): readonly Belated[] {
  return effects.flatMap((effect) => {
    const told = toldIn([effect]);
    if (effect.kind !== 'notify' || told.length === 0) return [];
    const touched = effects
      .flatMap((each) =>
        each.kind === 'edit_incident' && each.id === effect.incident ? each.edits : [],
      )
      .flatMap((each) => ('path' in each && each.path[0] === 'problems' ? each.path.slice(1) : []))
      .flatMap((id) => book.newest.get(id) ?? []);
    const position =
      touched.length > 0 ? Math.max(...touched) : (book.newest.get(effect.incident) ?? book.sent);
    return [{ position, at, opened: null, told }];
  });
}

/** A problem that still fires may be repeated for ever; an incident without one may be reopened for a while. */
function tidy(book: Book, now: Instant): void {
  const oldest = addMs(now, -book.keptMs);
  book.tidiedAt = now;
  book.incidents = book.incidents.filter((incident) => {
    const { resolved } = incident.at;
    const fires = Object.values(incident.problems).some(({ state }) => state === 'firing');
    return isActive(incident) || fires || resolved === undefined || resolved > oldest;
  });
}

function applyEdits(book: Book, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.kind === 'edit_incident') edit(book, effect.id, effect.edits);
  }
}
