// The signal that is decided again once its gate lets go, in the facts of a stored problem.
import { type Signal, SIGNAL_KINDS, SIGNAL_SEVERITIES } from '../model/signal.ts';
import { type HeldSignal, RELEASING_GATES } from '../model/standing.ts';
import { integerOf, optionalTextOf, textOf } from './sqlite-row.ts';

/** What facts hold of it; null when they hold nothing that this program understands. */
export function heldOf(facts: unknown): HeldSignal | null {
  const held = partOf(facts, 'held');
  const by = partOf(held, 'by');
  const signal = partOf(held, 'signal');
  if (held === null || by === null || signal === null) return null;
  const kind = RELEASING_GATES.find((gate) => gate === textOf(by, 'kind'));
  if (kind === undefined) return null;
  return {
    source: textOf(held, 'source'),
    signal: signalOf(signal),
    isFirst: Reflect.get(held, 'isFirst') === true,
    by: { kind, id: textOf(by, 'id'), team: optionalTextOf(by, 'team') },
  };
}

function signalOf(row: object): Signal {
  const severity = optionalTextOf(row, 'severity');
  return {
    vendor: textOf(row, 'vendor'),
    kind: SIGNAL_KINDS.find((kind) => kind === textOf(row, 'kind')) ?? 'problem',
    // Nothing else waits for a gate.
    action: 'trigger',
    id: optionalTextOf(row, 'id'),
    dedupKey: textOf(row, 'dedupKey'),
    title: textOf(row, 'title'),
    description: optionalTextOf(row, 'description'),
    severity: SIGNAL_SEVERITIES.find((known) => known === severity) ?? null,
    severityRaw: optionalTextOf(row, 'severityRaw'),
    status: optionalTextOf(row, 'status'),
    environment: optionalTextOf(row, 'environment'),
    service: optionalTextOf(row, 'service'),
    team: optionalTextOf(row, 'team'),
    function: optionalTextOf(row, 'function'),
    product: optionalTextOf(row, 'product'),
    host: optionalTextOf(row, 'host'),
    startedAt: optionalTextOf(row, 'startedAt'),
    endedAt: optionalTextOf(row, 'endedAt'),
    occurredAt: optionalTextOf(row, 'occurredAt'),
    links: Object.values(partOf(row, 'links') ?? []).map(String),
    labels: Object.fromEntries(
      Object.entries(partOf(row, 'labels') ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    count: Reflect.get(row, 'count') === null ? null : integerOf(row, 'count'),
  };
}

/** An object within a stored value; null where there is none. */
export function partOf(value: unknown, name: string): object | null {
  const part: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return typeof part === 'object' ? part : null;
}
