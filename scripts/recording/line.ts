// A recorded signal ↔ one line of `rules/recorded.jsonl`.
import { instantFromMs } from '../model/instant.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { type Signal, SIGNAL_ACTIONS, SIGNAL_KINDS, SIGNAL_SEVERITIES } from '../model/signal.ts';

/** The line of a recorded signal: JSON in a fixed order, without facts that are not known. */
export function renderRecorded({ source, receivedAt, signal }: RecordedSignal): string {
  const facts = FIELDS.flatMap((name) => {
    const value = signal[name];
    return value === null ? [] : [[name, value] as const];
  });
  const names = Object.keys(signal.labels).toSorted();
  const labels = Object.fromEntries(names.map((name) => [name, signal.labels[name]]));
  const rest = names.length === 0 ? {} : { labels };
  return JSON.stringify({ source, receivedAt, signal: { ...Object.fromEntries(facts), ...rest } });
}

/** What a line holds, or in words what is wrong with it. */
export type ReadLine =
  | { readonly kind: 'recorded'; readonly recorded: RecordedSignal }
  | { readonly kind: 'invalid'; readonly found: string; readonly expected: string };

/** Parses a line of recorded signals. */
export function parseRecorded(line: string): ReadLine {
  const value = parseJson(line);
  if (!isRecord(value)) return invalid('text', 'a JSON object per line');
  const { source, receivedAt, signal } = value;
  if (typeof source !== 'string' || source === '') return invalid('`source`', 'the id of a source');
  if (!isInstant(receivedAt)) return invalid('`receivedAt`', 'an instant in UTC with milliseconds');
  if (!isRecord(signal)) return invalid('`signal`', 'an object');
  const stranger = Object.keys(signal).find((name) => !Object.hasOwn(READERS, name));
  if (stranger !== undefined)
    return invalid(`field \`${stranger.slice(0, 40)}\``, 'a field that recorded signals keep');
  const wrong = Object.entries(READERS).find(([name, isRight]) => !isRight(signal[name]));
  if (wrong !== undefined) return invalid(`\`${wrong[0]}\``, 'the value of a recorded signal');
  return { kind: 'recorded', recorded: { source, receivedAt, signal: toSignal(signal) } };
}

/** Fields of a recorded signal in the order of its line; labels come last. */
const FIELDS = [
  'vendor',
  'kind',
  'action',
  'id',
  'dedupKey',
  'title',
  'severity',
  'severityRaw',
  'status',
  'environment',
  'service',
  'team',
  'function',
  'product',
  'host',
  'startedAt',
  'endedAt',
  'occurredAt',
  'count',
] as const satisfies readonly (keyof Signal)[];

const READERS: Readonly<Record<(typeof FIELDS)[number] | 'labels', (value: unknown) => boolean>> = {
  vendor: isText,
  kind: (value) => SIGNAL_KINDS.some((known) => known === value),
  action: (value) => SIGNAL_ACTIONS.some((known) => known === value),
  id: isOptionalText,
  dedupKey: isText,
  title: isText,
  severity: (value) => value === undefined || SIGNAL_SEVERITIES.some((known) => known === value),
  severityRaw: isOptionalText,
  status: isOptionalText,
  environment: isOptionalText,
  service: isOptionalText,
  team: isOptionalText,
  function: isOptionalText,
  product: isOptionalText,
  host: isOptionalText,
  startedAt: isOptionalInstant,
  endedAt: isOptionalInstant,
  occurredAt: isOptionalInstant,
  count: (value) => value === undefined || (typeof value === 'number' && Number.isFinite(value)),
  labels: (value) => value === undefined || (isRecord(value) && Object.values(value).every(isAny)),
};

function toSignal(value: Readonly<Record<string, unknown>>): Signal {
  const text = (name: string): string | null => {
    const found = value[name];
    return typeof found === 'string' ? found : null;
  };
  return {
    vendor: text('vendor') ?? '',
    kind: SIGNAL_KINDS.find((known) => known === value['kind']) ?? 'problem',
    action: SIGNAL_ACTIONS.find((known) => known === value['action']) ?? 'trigger',
    id: text('id'),
    dedupKey: text('dedupKey') ?? '',
    title: text('title') ?? '',
    description: null,
    severity: SIGNAL_SEVERITIES.find((known) => known === value['severity']) ?? null,
    severityRaw: text('severityRaw'),
    status: text('status'),
    environment: text('environment'),
    service: text('service'),
    team: text('team'),
    function: text('function'),
    product: text('product'),
    host: text('host'),
    startedAt: text('startedAt'),
    endedAt: text('endedAt'),
    occurredAt: text('occurredAt'),
    links: [],
    labels: toLabels(value['labels']),
    count: typeof value['count'] === 'number' ? value['count'] : null,
  };
}

function toLabels(value: unknown): Signal['labels'] {
  const labels: Record<string, string> = Object.create(null);
  for (const [name, text] of Object.entries(isRecord(value) ? value : {})) {
    if (typeof text === 'string') labels[name] = text;
  }
  return labels;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAny(value: unknown): boolean {
  return typeof value === 'string';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

/** Written exactly as instants are written here, so that text order is time order. */
function isInstant(value: unknown): value is string {
  return (
    typeof value === 'string' && INSTANT.test(value) && instantFromMs(Date.parse(value)) === value
  );
}

function isOptionalInstant(value: unknown): boolean {
  return value === undefined || isInstant(value);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function invalid(found: string, expected: string): ReadLine {
  return { kind: 'invalid', found, expected };
}
