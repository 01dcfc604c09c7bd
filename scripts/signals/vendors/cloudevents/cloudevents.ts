// Turns CloudEvents into signals. The envelope has no word for problems, so the type's last words or
// the data's own fields tell what happened; subject or data name the problem.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { at, count, entries, identity, instant, items, prose, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, several, single } from '../../outcome.ts';
import { parsed, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { isCdEvent } from './cd-event.ts';
import { readEvent, structured, type CloudEvent } from './payload.ts';

/** CloudEvents over HTTP in structured, batch and binary mode. */
export const cloudevents = {
  title: 'CloudEvents',
  headers: [
    'content-type',
    'ce-specversion',
    'ce-id',
    'ce-source',
    'ce-type',
    'ce-subject',
    'ce-time',
    'ce-severity',
    'ce-severitytext',
  ],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['bearer', 'standard-webhooks', 'header-secret', 'path-token', 'basic'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  if (text(headers, 'ce-type') !== null) return single(toSignal(structured(headers, body), []));
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  if (!Array.isArray(json.value)) return single(toSignal(json.value, []));
  const events = items(json.value);
  if (events.length === 0 && BATCH.test(headers['content-type'] ?? '')) {
    return ignored('an empty batch of CloudEvents');
  }
  if (events.length === 0) return single(toSignal(json.value, [0]));
  return several({ path: [], entries: events }, (path) => toSignal(json.value, path));
}

function toSignal(body: unknown, path: readonly (string | number)[]): Parsed<Signal> {
  const reading = readEvent(body, path);
  if (reading.kind === 'invalid') return reading;
  const event = reading.value;
  const { data, time } = event;
  const action = actionOf(event);
  const labels = [...event.extensions, ...entries(data, 'labels')];
  const fact = (...names: readonly string[]): string | null =>
    names.map((name) => text(data, name)).find((found) => found !== null) ??
    labelNamed(labels, ...names);
  const severityRaw = fact('severity', 'severitytext', 'priority');
  return parsed(
    buildSignal({
      vendor: 'cloudevents',
      kind: kindOf(event.type),
      action,
      id: event.id,
      dedupKey: identityOf(event),
      title: fact('title', 'summary', 'name') ?? titleOf(event),
      description: prose(data, 'description') ?? prose(data, 'message'),
      severity: severityOf(severityRaw, SEVERITIES) ?? severityOf(severityRaw),
      severityRaw,
      status: text(data, 'status') ?? text(data, 'state'),
      environment: fact('environment', 'env'),
      service: fact('service'),
      team: fact('team'),
      function: fact('function'),
      product: fact('product'),
      host: fact('host', 'hostname'),
      startedAt: instant(data, 'startedAt') ?? (action === 'trigger' ? time : null),
      endedAt: action === 'resolve' ? (instant(data, 'endedAt') ?? time) : null,
      occurredAt: time,
      links: [at(data, 'url'), at(data, 'link'), event.source],
      labels,
      count: count(data, 'count'),
    }),
  );
}

/** A key in the data, else the subject, which both mean the same at the end; else the event alone. */
function identityOf({ source, subject, id, data }: CloudEvent): string {
  const key = identity(data, 'dedupKey') ?? identity(data, 'dedup_key') ?? subject;
  return JSON.stringify(key === null ? [source, id] : [source, { key }]);
}

function titleOf({ type, subject }: CloudEvent): string {
  return subject === null ? type : `${type}: ${subject}`;
}

/** CDEvents tell of changes, except those about incidents and tickets. */
function kindOf(type: string): Signal['kind'] {
  if (!isCdEvent(type) || type.includes('.incident.')) return 'problem';
  return type.includes('.ticket.') ? 'report' : 'deployment';
}

/** By the data's own word, else by a long word of the type (`com.example.disk.recovered.v1`). */
function actionOf({ type, data }: CloudEvent): SignalAction {
  const word = text(data, 'action') ?? text(data, 'status') ?? text(data, 'state');
  const stated = word === null ? undefined : ACTIONS.get(word.toLowerCase());
  if (stated !== undefined) return stated;
  const words = type
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((one) => one.length > 4);
  return words.flatMap((one) => ACTIONS.get(one) ?? []).at(-1) ?? 'trigger';
}

const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['trigger', 'trigger'],
  ['triggered', 'trigger'],
  ['firing', 'trigger'],
  ['fired', 'trigger'],
  ['opened', 'trigger'],
  ['open', 'trigger'],
  ['detected', 'trigger'],
  ['acknowledge', 'acknowledge'],
  ['acknowledged', 'acknowledge'],
  ['resolve', 'resolve'],
  ['resolved', 'resolve'],
  ['recovered', 'resolve'],
  ['closed', 'resolve'],
  ['ok', 'resolve'],
  ['update', 'update'],
  ['updated', 'update'],
  ['deployed', 'update'],
  ['upgraded', 'update'],
  ['rolledback', 'update'],
]);

/** The words of the severity extension beside those that everybody uses. */
const SEVERITIES: SeverityWords = new Map([
  ['fatal', 'critical'],
  ['warn', 'medium'],
  ['debug', 'info'],
  ['trace', 'info'],
]);

const BATCH = /^\s*application\/cloudevents-batch\+json/i;
