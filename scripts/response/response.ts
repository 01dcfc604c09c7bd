import type { Effect } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Problem } from '../model/problem.ts';

/** The incidents of the newest committed state. */
export type IncidentBook = {
  readonly incidents: readonly Incident[];
  /** Every id that was ever used, the incidents' included. */
  readonly ids: ReadonlySet<string>;
  /** What a store of problems knows beyond the files; absent for writers that keep none. */
  readonly store?: ProblemStore;
};

/** Problems as they were last seen, also those that no file lists. */
export type ProblemStore = {
  /** The problem, and the incident that it was last counted to. */
  readonly find: (
    id: string,
  ) => (Pick<Problem, 'state' | 'at'> & { readonly incident: string | null }) | null;
  /** Ids of firing problems that were last counted to an incident. */
  readonly firingIn: (incident: string) => Iterable<string>;
};

/** What became of a signal. */
export type SignalOutcome =
  | { readonly kind: 'applied'; readonly incident: string }
  | { readonly kind: 'collapsed'; readonly incident: string | null }
  | { readonly kind: 'gated'; readonly reason: string }
  | { readonly kind: 'ignored'; readonly reason: string };

/** An answer to one signal. Without effects nothing changes and no commit is made. */
export type Response = { readonly outcome: SignalOutcome; readonly effects: readonly Effect[] };
