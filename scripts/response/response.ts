import type { Standing } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import type { Effect } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Seen } from './seen.ts';

/** The incidents of the newest committed state. */
export type IncidentBook = {
  readonly incidents: readonly Incident[];
  /** Every id that was ever used, the incidents' included. */
  readonly ids: ReadonlySet<string>;
  /** What is known of problems beyond the files; absent for writers that keep nothing. */
  readonly standing?: Pick<Standing, 'problems'>;
  /** All that any of them ever held, for writers that keep it: what is not in here need not be looked for. */
  readonly seen?: Seen;
};

/** What became of a signal. */
export type SignalOutcome =
  | { readonly kind: 'applied'; readonly incident: string }
  | { readonly kind: 'collapsed'; readonly incident: string | null }
  | { readonly kind: 'gated'; readonly reason: string }
  | { readonly kind: 'ignored'; readonly reason: string };

/**
 * The incident that a decision's problems came into; null where they came into none. What is only said of a problem
 * brings it nowhere: it may be heard in an incident of its group and still wait in a threshold.
 */
export function entered(
  { signal }: Pick<Decision, 'signal'>,
  outcome: SignalOutcome | undefined,
): string | null {
  if (signal.action !== 'trigger') return null;
  return outcome?.kind === 'applied' || outcome?.kind === 'collapsed' ? outcome.incident : null;
}

/** What a decision is answered in. */
export type Situation<Answered extends Decision = Decision> = {
  readonly organisation: Organisation;
  readonly book: IncidentBook;
  readonly decision: Answered;
  readonly now: Instant;
};

/** An answer to one signal, command or edit. Without effects nothing changes and no commit is made. */
export type Response<Outcome = SignalOutcome> = {
  readonly outcome: Outcome;
  readonly effects: readonly Effect[];
};
