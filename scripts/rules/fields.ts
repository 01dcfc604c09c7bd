// Every field that a rule can ask for, and how it is read from what is decided about.
import type { Observation } from '../correlation/problem.ts';
import type { OwnerResolution } from '../model/decision.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { Signal } from '../model/signal.ts';
import type { FieldReader } from './match.ts';

/** What people have to know of a field. */
export type FieldGuide = {
  readonly meaning: string;
  readonly type: 'text' | 'number' | 'true or false' | 'interval';
  /** Who says it. */
  readonly from: 'the tool' | 'the source' | 'the organisation' | 'earlier signals' | 'the clock';
};

/** The fields by name; besides these there is `label.<name>` for each label of the signal. */
export const FIELDS = {
  source: { meaning: 'Id of the source that sent it.', type: 'text', from: 'the source' },
  vendor: { meaning: 'The kind of tool behind the source.', type: 'text', from: 'the source' },
  kind: { meaning: '`problem`, `report` or `deployment`.', type: 'text', from: 'the source' },
  action: {
    meaning: '`trigger`, `acknowledge`, `resolve` or `update`.',
    type: 'text',
    from: 'the source',
  },
  severity: {
    meaning: 'How bad the tool says it is: `critical`, `high`, `medium`, `low` or `info`.',
    type: 'text',
    from: 'the tool',
  },
  severity_raw: { meaning: "The tool's own word for it.", type: 'text', from: 'the tool' },
  incident_severity: {
    meaning: 'The answer of the severity stage; known after it.',
    type: 'text',
    from: 'the organisation',
  },
  status: { meaning: "The tool's own word for the state.", type: 'text', from: 'the tool' },
  type: {
    meaning:
      'What the tool calls it (`error`, `warning`, `fatal` …): its label `level` or `type`, else its word for the severity.',
    type: 'text',
    from: 'the tool',
  },
  environment: {
    meaning: 'The declared environment, the default one where nothing states it.',
    type: 'text',
    from: 'the organisation',
  },
  service: {
    meaning: 'Id of the declared service, else the name that the tool gives.',
    type: 'text',
    from: 'the organisation',
  },
  team: { meaning: 'The owning team.', type: 'text', from: 'the organisation' },
  function: { meaning: 'The function that is called.', type: 'text', from: 'the organisation' },
  product: { meaning: 'The product of the service.', type: 'text', from: 'the organisation' },
  host: { meaning: 'The machine it happens on.', type: 'text', from: 'the tool' },
  title: { meaning: 'The headline.', type: 'text', from: 'the tool' },
  count: {
    meaning: 'Occurrences that the payload states. For signals in a window see `threshold`.',
    type: 'number',
    from: 'the tool',
  },
  affected_users: {
    meaning: 'How many users the tool says it touches: its label `affected_users`.',
    type: 'number',
    from: 'the tool',
  },
  first_seen: {
    meaning: 'Whether no signal of the problem was ever received before.',
    type: 'true or false',
    from: 'earlier signals',
  },
  regression: {
    meaning: 'Whether the problem had recovered before, here or by what the tool says.',
    type: 'true or false',
    from: 'earlier signals',
  },
  deployment: {
    meaning: "Whether the service was deployed within the organisation's `suspect_window` before.",
    type: 'true or false',
    from: 'earlier signals',
  },
  during: {
    meaning: 'The interval in which it is received; holds always for recoveries.',
    type: 'interval',
    from: 'the clock',
  },
} as const satisfies Readonly<Record<string, FieldGuide>>;

/** Fields that need what is known of the past. */
export type PastFields = {
  readonly first_seen: boolean;
  readonly regression: boolean;
  /** Null where no service is known. */
  readonly deployment: boolean | null;
};

/** What fields are read from. */
export type FieldFacts = {
  readonly observation: Observation;
  readonly resolution: OwnerResolution;
  readonly environment: string;
  /** Null before the severity stage. */
  readonly severity: IncidentSeverity | 'none' | null;
  /** Null where a problem's identity is still to be found. */
  readonly past: PastFields | null;
};

/** Reads fields as rules name them; what was resolved goes before what the signal claims. */
export function fieldReader(facts: FieldFacts): FieldReader {
  let fields: ReturnType<typeof readFields> | null = null;
  const { labels } = facts.observation.signal;
  return (field) => {
    if (field.startsWith('label.')) return labelOf(labels, field.slice('label.'.length));
    fields ??= readFields(facts);
    return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
  };
}

/** The same fields with the answer of the severity stage. */
export function withSeverity(read: FieldReader, severity: IncidentSeverity | 'none'): FieldReader {
  return (field) => (field === 'incident_severity' ? severity : read(field));
}

/** The fields of a signal that are worth remembering; of a customer's report nothing that holds words of theirs. */
export function lastingFields(signal: Signal, read: FieldReader): Readonly<Record<string, string>> {
  const isReport = signal.kind === 'report';
  const lasting: Record<string, string> = {};
  const keep = (name: string, value: string | null): void => {
    if (value !== null && value.length <= MOST_VALUE) lasting[name] = value;
  };
  for (const name of isReport ? WORDLESS : LASTING) keep(name, read(name));
  if (isReport) return lasting;
  for (const [name, value] of Object.entries(signal.labels).slice(0, MOST_LABELS))
    keep(`label.${name}`, value);
  return lasting;
}

/** A reader of remembered fields. */
export function lastingReader(fields: Readonly<Record<string, string>>): FieldReader {
  return (field) => (Object.hasOwn(fields, field) ? (fields[field] ?? null) : null);
}

/** All but the clock, which is asked when somebody wants to know. */
const LASTING = Object.keys(FIELDS).filter((name) => name !== 'during');
const WORDLESS = LASTING.filter((name) => !['host', 'title', 'affected_users'].includes(name));
const MOST_LABELS = 60;
/** No title is longer. A longer value is left out as a whole: a part of it would equal something that it is not. */
const MOST_VALUE = 300;

function readFields({
  observation: { signal, source, receivedAt },
  resolution: { owner, service },
  environment,
  severity,
  past,
}: FieldFacts): Readonly<Record<keyof typeof FIELDS, string | null>> &
  Readonly<Record<string, string | null>> {
  const { labels } = signal;
  return {
    source,
    vendor: signal.vendor,
    kind: signal.kind,
    action: signal.action,
    severity: signal.severity,
    severity_raw: signal.severityRaw,
    incident_severity: severity,
    status: signal.status,
    type: labelOf(labels, 'level') ?? labelOf(labels, 'type') ?? signal.severityRaw,
    environment,
    service: service ?? signal.service,
    team: owner.team,
    function: owner.function,
    product: owner.product,
    host: signal.host,
    title: signal.title,
    count: signal.count === null ? null : String(signal.count),
    affected_users: labelOf(labels, 'affected_users'),
    first_seen: inWords(past?.first_seen),
    regression: inWords(past?.regression),
    deployment: inWords(past?.deployment),
    during: signal.action === 'resolve' ? null : receivedAt,
  };
}

function inWords(answer: boolean | null | undefined): string | null {
  return answer == null ? null : String(answer);
}

function labelOf(labels: Signal['labels'], name: string): string | null {
  return Object.hasOwn(labels, name) ? (labels[name] ?? null) : null;
}
