import type { Instant } from './instant.ts';
import type { Place } from './place.ts';
import type { SignalAction, SignalKind, SignalSeverity } from './signal.ts';

/** Facts of a signal as a test states them; what is missing is not there. */
export type TestedFacts = {
  readonly source: string;
  readonly kind: SignalKind;
  readonly action: SignalAction;
  readonly key: string | null;
  readonly severity: SignalSeverity | null;
  /** The facts that are plain text, by their names in rules. */
  readonly texts: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly count: number | null;
  /** How long before its receipt it happened, in milliseconds; null where it does not say. */
  readonly delayMs: number | null;
};

/** A recorded delivery; `file` is relative to the organisation's folder. */
export type RecordedPayload = {
  readonly source: string;
  readonly file: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What its signals say happened, where the test says otherwise than the delivery. */
  readonly action: SignalAction | null;
};

/** What a step of a test sends. */
export type TestedSignal =
  | { readonly kind: 'facts'; readonly facts: TestedFacts }
  | { readonly kind: 'payload'; readonly payload: RecordedPayload };

/** A plain value that a test expects. */
export type ExpectedValue =
  | string
  | number
  | boolean
  | readonly ExpectedValue[]
  | { readonly [key: string]: ExpectedValue };

/** One thing that a test expects, by its key. */
export type Expectation = {
  readonly key: string;
  readonly value: ExpectedValue;
  readonly place: Place;
};

/** Time passes, something is sent or nothing, and then there is a look at it. */
export type RuleTestStep = {
  readonly afterMs: number;
  readonly sent: TestedSignal | null;
  readonly times: number;
  readonly everyMs: number;
  readonly expected: readonly Expectation[];
};

/** What the rules of a file promise. */
export type RuleTest = {
  readonly name: string;
  /** The team whose rules it is about; null for everybody's. */
  readonly team: string | null;
  readonly place: Place;
  readonly at: Instant;
  /** Silences and maintenances that are in force, by id. */
  readonly silences: readonly string[];
  readonly maintenances: readonly string[];
  readonly steps: readonly RuleTestStep[];
};

/** The keys of what is there after a step; all others are about a signal's decision. */
export const WORLD_KEYS: ReadonlySet<string> = new Set(['incidents', 'told']);
