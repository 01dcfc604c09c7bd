// An organisation on a virtual clock: signals go through the same decisions and responses as in the gateway, and what
// they do to files is kept in memory.
import type { SourceFile } from '../config/document-set.ts';
import {
  noteIncident,
  noteIncidents,
  remember,
  type Standing,
  startStanding,
} from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import type { Effect, Notification } from '../model/effect.ts';
import { BEGINNING, earlierOf, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { advance, nextDue } from '../response/advance.ts';
import { type EditableBook, readBook, withEffect } from '../response/book.ts';
import { deliver, EMPTY_LEDGER, nextDelivery } from '../response/delivery.ts';
import type { Ledger, Message } from '../response/desk.ts';
import { toWhoeverIsOnCall } from '../response/on-duty.ts';
import { respond } from '../response/respond.ts';
import { entered, type SignalOutcome } from '../response/response.ts';
import { evaluate } from '../rules/evaluate.ts';
import { nextRelease, releases } from '../rules/held.ts';

/** A signal with its source and the instant at which it is received. */
export type TimedSignal = {
  readonly receivedAt: Instant;
  readonly source: string;
  readonly signal: Signal;
};

/** What was decided about a signal, what became of it, and what was to be done. */
export type SimulatedStep = {
  readonly decision: Decision;
  readonly outcome: SignalOutcome;
  readonly effects: readonly Effect[];
};

/** A running simulation. Instants must not go back. */
export type Simulation = {
  /** Lets time pass until the signal is received, then decides about it. */
  readonly send: (timed: TimedSignal) => SimulatedStep;
  /** Says what would be decided about a signal that is not sent. */
  readonly decide: (timed: TimedSignal) => Decision;
  /** Lets time pass; what becomes due on the way is done at its instant. */
  readonly passTime: (until: Instant) => void;
  /** The incidents as they are now. */
  readonly book: () => EditableBook;
  /** What people would have been told, and when: calls and digests in the order in which they leave. */
  readonly messages: () => readonly Message[];
};

/** Starts without problems; `files` are those of incidents and maintenances that are there from the beginning. */
export function startSimulation(
  organisation: Organisation,
  files: readonly SourceFile[] = [],
): Simulation {
  const standing = startStanding();
  const course: Course = {
    organisation,
    standing,
    book: { ...readBook(files), standing },
    ledger: EMPTY_LEDGER,
    clock: BEGINNING,
    messages: [],
  };
  noteIncidents(standing, course.book.incidents);
  const decide = ({ receivedAt, source, signal }: TimedSignal): Decision => {
    passTime(course, receivedAt);
    return evaluate(organisation, standing, { source, signal, receivedAt });
  };
  return {
    decide,
    send: (timed) => {
      const { receivedAt } = timed;
      const decision = decide(timed);
      const answered = answer(course, decision, receivedAt);
      passTime(course, receivedAt);
      return { decision, ...answered };
    },
    passTime: (until) => passTime(course, until),
    book: () => course.book,
    messages: () => course.messages,
  };
}

/** How far a simulation has come. */
type Course = {
  readonly organisation: Organisation;
  readonly standing: Standing;
  book: EditableBook;
  ledger: Ledger;
  clock: Instant;
  readonly messages: Message[];
};

function apply(course: Course, effects: readonly Effect[], at: Instant): void {
  const notifications: Notification[] = [];
  for (const effect of effects) {
    if (effect.kind === 'notify') notifications.push(effect);
    else course.book = withEffect(course.book, effect);
  }
  noteIncidents(course.standing, course.book.incidents);
  const delivery = deliver(course.ledger, notifications, course.book, at);
  course.ledger = delivery.ledger;
  course.messages.push(...toWhoeverIsOnCall(course.organisation, delivery.messages));
}

function answer(course: Course, decision: Decision, at: Instant): Omit<SimulatedStep, 'decision'> {
  const { organisation, standing } = course;
  remember(standing, decision);
  const { outcome, effects } = respond(organisation, course.book, decision, at);
  apply(course, effects, at);
  const incident = entered(decision, outcome);
  if (incident !== null)
    for (const { id } of [decision.problem, ...decision.carries])
      noteIncident(standing, id, incident);
  return { outcome, effects };
}

function passTime(course: Course, until: Instant): void {
  const { organisation, standing } = course;
  for (;;) {
    const own = firstOf(nextDue(organisation, course.book), nextDelivery(course.ledger));
    const due = firstOf(own, nextRelease(organisation, standing, course.clock));
    if (due === null || due > until) break;
    const isNew = due > course.clock;
    course.clock = laterOf(course.clock, due);
    const effects = advance(organisation, course.book, course.clock);
    const waiting = nextDelivery(course.ledger);
    let isReleased = false;
    for (const decision of releases(organisation, standing, course.clock)) {
      answer(course, decision, course.clock);
      isReleased = true;
    }
    if (isReleased) continue;
    if (effects.length === 0 && !isNew && (waiting === null || waiting > course.clock)) break;
    apply(course, effects, course.clock);
  }
  course.clock = laterOf(course.clock, until);
}

function firstOf(left: Instant | null, right: Instant | null): Instant | null {
  return left === null || right === null ? (left ?? right) : earlierOf(left, right);
}
