import type { Signal } from '../model/signal.ts';
import type { SchemeName } from './authenticity/scheme-name.ts';

/** One stored webhook request as an adapter sees it; authentication and storage happened before. */
export type Delivery = {
  /** The headers that the adapter asked for, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body, decoded as UTF-8. */
  readonly body: string;
};

/** Why a payload could not be used, and where: a JSON Pointer into the body (`` for the whole). */
export type PayloadProblem = {
  readonly code: 'syntax' | 'shape' | 'missing' | 'truncated' | 'unusable';
  readonly pointer: string;
  /** One sentence: unexpected A, expected B. */
  readonly message: string;
};

/** A problem in words; the whole payload has no pointer to it. */
export function problemInWords({ pointer, message }: PayloadProblem): string {
  return pointer === '' ? message : `${pointer} ${message}`;
}

/** What a delivery that carries several signals says about all of them together. */
export type SignalGroup = {
  readonly key: string;
  readonly status: string | null;
  readonly title: string | null;
  readonly severity: Signal['severity'];
};

/** What a delivery means. `notes` name parts of an accepted payload that could not be used. */
export type Outcome =
  | {
      readonly kind: 'signals';
      readonly signals: readonly Signal[];
      readonly group: SignalGroup | null;
      readonly notes: readonly PayloadProblem[];
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly problems: readonly PayloadProblem[] };

/** What every vendor's folder provides. */
export type SignalAdapter = {
  /** The tool's name as people write it. */
  readonly title: string;
  /** Headers that `normalise` reads, in lower case; no other header is ever stored. */
  readonly headers: readonly string[];
  /** Set where the tool may send something else than JSON: a form, or text of its own. */
  readonly sendsMoreThanJson?: true;
  /** Header whose value stays the same when the tool delivers again; null where there is none. */
  readonly deliveryId: string | null;
  /** Ways in which this tool can prove itself. */
  readonly authentication: readonly SchemeName[];
  /** Turns a delivery into signals. Pure, total: whatever arrives, it answers and never throws. */
  readonly normalise: (delivery: Delivery) => Outcome;
};
