// Turns PagerDuty's webhooks into signals: V3 events, and V2 messages of old extensions.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { quote } from '../../clean-text.ts';
import { at, items, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import type { LabelEntry } from '../../labels.ts';
import { ignored, rejected, several, single } from '../../outcome.ts';
import { parsed, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { readEvent, readMessage, SEVERAL, type IncidentEvent } from './payload.ts';

/** PagerDuty: V3 webhook subscriptions and V2 extensions. */
export const pagerduty = {
  title: 'PagerDuty',
  headers: [],
  deliveryId: 'x-webhook-id',
  authentication: ['pagerduty', 'bearer', 'basic'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  if (Array.isArray(at(json.value, 'messages'))) return normaliseMessages(json.value);

  const type = text(json.value, 'event', 'event_type');
  if (type !== null && !type.startsWith('incident.')) {
    return ignored(`PagerDuty event ${quote(type)} is not about an incident`);
  }
  return single(toSignal(readEvent(json.value)));
}

function normaliseMessages(body: unknown): Outcome {
  const messages = items(body, 'messages');
  if (messages.length === 0) return ignored('a PagerDuty request without messages');
  return several({ path: ['messages'], entries: messages }, (path) =>
    toSignal(readMessage(body, path)),
  );
}

function toSignal(reading: Parsed<IncidentEvent>): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const { id, type, occurredAt, incident, description, customFields } = reading.value;
  const action = ACTIONS.get(type) ?? 'update';
  const severityRaw = incident.priority ?? incident.urgency;
  return parsed(
    buildSignal({
      vendor: 'pagerduty',
      action,
      id,
      dedupKey: incident.id,
      title: incident.title ?? `Incident ${incident.id}`,
      description,
      severity: severityOf(severityRaw, URGENCIES),
      severityRaw,
      status: incident.status,
      environment: environmentOf(customFields),
      service: incident.service,
      team: incident.team,
      startedAt: incident.createdAt ?? (OPENINGS.has(type) ? occurredAt : null),
      endedAt: action === 'resolve' ? occurredAt : null,
      occurredAt,
      labels: [...labelsOf(incident), ...customFields],
      links: incident.urls,
    }),
  );
}

/** Of several values nobody says which one is meant. */
function environmentOf(customFields: readonly LabelEntry[]): string | null {
  const field = customFields.find(([name]) => name.toLowerCase() === 'environment');
  return field === undefined || field[1].includes(SEVERAL) ? null : field[1];
}

/** The urgency stays visible beside a priority; by the key Tocsin knows its own reports again. */
function labelsOf({ urgency, key }: IncidentEvent['incident']): readonly LabelEntry[] {
  return [
    ...(urgency === null ? [] : [['urgency', urgency] as const]),
    ...(key === null ? [] : [['incident_key', key] as const]),
  ];
}

/** Every other `incident.*` event (escalated, annotated …) is an update, whatever its status. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['incident.triggered', 'trigger'],
  ['incident.trigger', 'trigger'],
  ['incident.reopened', 'trigger'],
  ['incident.acknowledged', 'acknowledge'],
  ['incident.acknowledge', 'acknowledge'],
  ['incident.resolved', 'resolve'],
  ['incident.resolve', 'resolve'],
]);

/** Events that happen when the incident starts; older payloads lack `created_at`. */
const OPENINGS: ReadonlySet<string> = new Set(['incident.triggered', 'incident.trigger']);

/** Priorities are P1 to P5, which every table knows; urgencies are two words. */
const URGENCIES: SeverityWords = new Map([
  ['high', 'high'],
  ['low', 'low'],
]);
