// What a test sends → signals as the gateway would get them: from stated facts, or from a recorded delivery.
import type { Instant } from '../model/instant.ts';
import { addMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { RecordedPayload, TestedFacts, TestedSignal } from '../model/rule-test.ts';
import type { Signal } from '../model/signal.ts';
import { buildSignal } from '../signals/build-signal.ts';

/** What the adapter of a source made of a recorded delivery, or why there is nothing. */
export type ReadPayload =
  | { readonly kind: 'signals'; readonly signals: readonly Signal[] }
  | { readonly kind: 'none'; readonly reason: string };

/** Which repetition of how many signals before it is sent, and when it is received. */
export type Occasion = {
  /** 1 for the first repetition of the step. */
  readonly repetition: number;
  /** Signals of the test before this one. */
  readonly before: number;
  readonly receivedAt: Instant;
};

/** The source and the signals that a step sends at one occasion. */
export function signalsOf(
  sent: TestedSignal,
  occasion: Occasion,
  context: {
    readonly organisation: Organisation;
    readonly readPayload: (payload: RecordedPayload) => ReadPayload;
  },
): ReadPayload & { readonly source: string } {
  if (sent.kind === 'facts') {
    const signal = signalOf(sent.facts, occasion, context.organisation);
    return { kind: 'signals', signals: [signal], source: sent.facts.source };
  }
  const { action, source } = sent.payload;
  const read = context.readPayload(sent.payload);
  if (read.kind === 'none' || action === null) return { ...read, source };
  return { ...read, signals: read.signals.map((signal) => ({ ...signal, action })), source };
}

/** Stated facts are read like those of a payload: clean, cut, without credentials, missing where they are empty. */
function signalOf(
  facts: TestedFacts,
  { repetition, before, receivedAt }: Occasion,
  organisation: Organisation,
): Signal {
  const fill = (text: string): string => text.replaceAll('{n}', String(repetition));
  const text = (name: string): string | null =>
    Object.hasOwn(facts.texts, name) ? fill(facts.texts[name] ?? '') : null;
  return buildSignal({
    vendor: organisation.sources.get(facts.source)?.vendor ?? '',
    kind: facts.kind,
    action: facts.action,
    id: `test-${before + 1}`,
    dedupKey: fill(facts.key ?? defaultKey(facts)),
    title: text('title') ?? 'A signal of a test',
    severity: facts.severity,
    severityRaw: text('severity_raw'),
    status: text('status'),
    environment: text('environment'),
    service: text('service'),
    team: text('team'),
    function: text('function'),
    product: text('product'),
    host: text('host'),
    occurredAt: facts.delayMs === null ? null : addMs(receivedAt, -facts.delayMs),
    labels: Object.entries(facts.labels).map(([name, value]) => [name, fill(value)]),
    count: facts.count,
  });
}

/** What signals of one problem agree in: everything but severity and state. */
function defaultKey({ kind, texts, labels }: TestedFacts): string {
  const kept = Object.entries(texts).filter(([name]) => !CHANGING.has(name));
  const sorted = [
    ...kept,
    ...Object.entries(labels).map(([name, value]) => [`label.${name}`, value]),
  ];
  return JSON.stringify([kind, ...sorted.toSorted()]);
}

const CHANGING = new Set(['severity_raw', 'status']);
