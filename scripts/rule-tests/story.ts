// What happened in a test until an expectation about it was wrong: incidents, messages and decisions, so many of each.
import type { Decision } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import type { Message } from '../response/desk.ts';
import type { SignalOutcome } from '../response/response.ts';
import type { Simulation } from '../simulation/simulate.ts';

/** A decision and what became of it; null where nobody looked. */
export type Decided = { readonly decision: Decision; readonly outcome: SignalOutcome | null };

/** What happened. */
export type Story = {
  /** The first that opened, in that order. */
  readonly incidents: Excerpt<Incident>;
  /** The first that left, in that order. */
  readonly messages: Excerpt<Message>;
  /** The last that were made. */
  readonly decided: Excerpt<Decided>;
};

/** Some of a list, and how many more there are. */
export type Excerpt<Entry> = { readonly shown: readonly Entry[]; readonly more: number };

/** Tells what happened so far. */
export function tellStory(simulation: Simulation, decided: readonly Decided[]): Story {
  return {
    incidents: excerpt(incidentsOf(simulation), 0),
    messages: excerpt(simulation.messages(), 0),
    decided: excerpt(decided, Math.max(0, decided.length - MOST)),
  };
}

/** Incidents in the order in which they opened, which is that of their ids in the book. Maintenances are planned and not counted. */
export function incidentsOf(simulation: Simulation): readonly Incident[] {
  const { incidents, ids } = simulation.book();
  const known = new Map(incidents.map((incident) => [incident.id, incident]));
  return [...ids]
    .flatMap((id) => known.get(id) ?? [])
    .filter((incident) => incident.kind === 'incident');
}

/** Of each kind so many are shown. */
const MOST = 12;

function excerpt<Entry>(all: readonly Entry[], from: number): Excerpt<Entry> {
  const shown = all.slice(from, from + MOST);
  return { shown, more: all.length - shown.length };
}
