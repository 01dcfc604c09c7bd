import type { Instant } from './instant.ts';

/** How bad a tool says it is, worst first; the incident's own scale is `IncidentSeverity`. */
export const SIGNAL_SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type SignalSeverity = (typeof SIGNAL_SEVERITIES)[number];

/** What a signal reports: a condition that fires and recovers, a customer's report, or a deployment. */
export const SIGNAL_KINDS = ['problem', 'report', 'deployment'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** What happened to the thing that the signal is about. */
export const SIGNAL_ACTIONS = ['trigger', 'acknowledge', 'resolve', 'update'] as const;
export type SignalAction = (typeof SIGNAL_ACTIONS)[number];

/** One normalised thing a source says. A fact that the payload does not hold is null, never invented. */
export type Signal = {
  readonly vendor: string;
  readonly kind: SignalKind;
  readonly action: SignalAction;
  /** The vendor's id of this event. */
  readonly id: string | null;
  /** The vendor's identity of the problem, equal for its trigger and its recovery. */
  readonly dedupKey: string;
  readonly title: string;
  readonly description: string | null;
  readonly severity: SignalSeverity | null;
  /** The vendor's own word for the severity. */
  readonly severityRaw: string | null;
  /** The vendor's own word for the state. */
  readonly status: string | null;
  readonly environment: string | null;
  readonly service: string | null;
  readonly team: string | null;
  readonly function: string | null;
  readonly product: string | null;
  readonly host: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** When the reported change happened; null where the payload does not say (the inbox then supplies the receipt). */
  readonly occurredAt: Instant | null;
  readonly links: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Occurrences that the payload states. */
  readonly count: number | null;
};

/** The facts of a signal that are one line of text, or unknown. */
export const SIGNAL_LINES = [
  'id',
  'severityRaw',
  'status',
  'environment',
  'service',
  'team',
  'function',
  'product',
  'host',
] as const satisfies readonly (keyof Signal)[];

/** The facts of a signal that are instants, or unknown. */
export const SIGNAL_INSTANTS = [
  'startedAt',
  'endedAt',
  'occurredAt',
] as const satisfies readonly (keyof Signal)[];
