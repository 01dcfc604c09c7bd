// An organisation on a virtual clock: signals go through the same decisions and responses as in the gateway, and what
// they do to files is kept in memory.
import { noteIncident, noteIncidents, remember, startStanding } from '../correlation/standing.ts';
import { editIncident } from '../incidents/edit.ts';
import type { Decision } from '../model/decision.ts';
import type { Effect } from '../model/effect.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { advance, nextDue } from '../response/advance.ts';
import { type EditableBook, readBook, withFile } from '../response/book.ts';
import { respond } from '../response/respond.ts';
import type { SignalOutcome } from '../response/response.ts';
import { evaluate } from '../rules/evaluate.ts';

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

/** Something that people would have been told, and when. */
export type SimulatedMessage = {
  readonly at: Instant;
  readonly effect: Effect & { readonly kind: 'notify' };
};

/** A running simulation. Instants must not go back. */
export type Simulation = {
  /** Lets time pass until the signal is received, then decides about it. */
  readonly send: (timed: TimedSignal) => SimulatedStep;
  /** Lets time pass; what becomes due on the way is done at its instant. */
  readonly passTime: (until: Instant) => void;
  /** The incidents as they are now. */
  readonly book: () => EditableBook;
  readonly messages: () => readonly SimulatedMessage[];
};

/** Starts without incidents and problems. */
export function startSimulation(organisation: Organisation): Simulation {
  const standing = startStanding();
  const messages: SimulatedMessage[] = [];
  let book = readBook([]);
  const apply = (effects: readonly Effect[], at: Instant): void => {
    for (const effect of effects) {
      if (effect.kind === 'notify') messages.push({ at, effect });
      else book = withEffect(book, effect);
    }
    noteIncidents(standing, book.incidents);
  };
  const passTime = (until: Instant): void => {
    for (let due = nextDue(organisation, book); due !== null && due <= until;) {
      const effects = advance(organisation, book, due);
      apply(effects, due);
      due = effects.length === 0 ? null : nextDue(organisation, book);
    }
  };
  return {
    send: ({ receivedAt, source, signal }) => {
      passTime(receivedAt);
      const decision = evaluate(organisation, standing, { source, signal, receivedAt });
      remember(standing, decision);
      const { outcome, effects } = respond(organisation, book, decision, receivedAt);
      apply(effects, receivedAt);
      if ((outcome.kind === 'applied' || outcome.kind === 'collapsed') && outcome.incident !== null)
        for (const { id } of [decision.problem, ...decision.carries])
          noteIncident(standing, id, outcome.incident);
      return { decision, outcome, effects };
    },
    passTime,
    book: () => book,
    messages: () => messages,
  };
}

type FileEffect = Exclude<Effect, { readonly kind: 'notify' }>;

function withEffect(book: EditableBook, effect: FileEffect): EditableBook {
  if (effect.kind === 'open_incident') {
    const path = `incidents/${effect.id.slice(0, 4)}/${effect.id}.md`;
    return withFile(book, { path, text: effect.text });
  }
  const file = book.files.get(effect.id);
  if (file === undefined) throw new Error(`there is no incident ${effect.id} to edit`);
  return withFile(book, { path: file.path, text: editIncident(file.text, effect.edits) });
}
