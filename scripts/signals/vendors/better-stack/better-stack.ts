// Turns outgoing webhooks of Better Stack into signals: incidents of Uptime, and errors.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { quote } from '../../clean-text.ts';
import { text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { labelNamed } from '../../tags.ts';
import { readError, readIncident, type ErrorEvent, type IncidentEvent } from './payload.ts';

/** Better Stack: outgoing webhooks for incidents and errors. */
export const betterStack = {
  title: 'Better Stack',
  headers: [],
  deliveryId: null,
  authentication: ['bearer', 'basic', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const payload = withoutPlaceholders(json.value, 'braces');
  if (text(payload, 'event_type') !== null && text(payload, 'page', 'id') !== null) {
    return ignored('a Better Stack status page reports to its subscribers');
  }
  const type = text(payload, 'data', 'type') ?? 'incident';
  if (type === 'error') return single(toError(readError(payload)));
  if (type !== 'incident') return ignored(`Better Stack object ${quote(type)} is no incident`);
  return single(toSignal(readIncident(payload)));
}

function toSignal(reading: Parsed<IncidentEvent>): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const incident = reading.value;
  const { event, labels } = incident;
  const action = ACTIONS.get(event) ?? 'update';
  return parsed(
    buildSignal({
      vendor: 'better-stack',
      action,
      id: incident.id,
      dedupKey: incident.id,
      title: incident.name ?? incident.cause ?? `Incident ${incident.id}`,
      description: incident.cause,
      status: ACTIONS.has(event) ? event : incident.status,
      environment: labelNamed(labels, 'environment', 'env'),
      service: labelNamed(labels, 'service'),
      team: incident.team,
      product: labelNamed(labels, 'product'),
      host: labelNamed(labels, 'host', 'hostname'),
      startedAt: incident.startedAt,
      endedAt: action === 'resolve' ? incident.resolvedAt : null,
      occurredAt: occurredAt(incident),
      links: incident.urls,
      labels,
    }),
  );
}

function occurredAt({ event, ...incident }: IncidentEvent): Signal['occurredAt'] {
  if (event === 'started') return incident.startedAt;
  if (event === 'acknowledged') return incident.acknowledgedAt;
  return event === 'resolved' ? incident.resolvedAt : null;
}

function toError(reading: Parsed<ErrorEvent>): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const error = reading.value;
  return parsed(
    buildSignal({
      vendor: 'better-stack',
      action: ERROR_ACTIONS.get(error.event) ?? 'update',
      id: error.id,
      dedupKey: `error:${error.id}`,
      title: error.title ?? `Error ${error.id}`,
      status: error.event,
      environment: error.environment,
      service: error.application,
      links: [error.url],
      labels: error.labels,
    }),
  );
}

/** Other events (a comment, an escalation) are updates. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['started', 'trigger'],
  ['created', 'trigger'],
  ['reopened', 'trigger'],
  ['acknowledged', 'acknowledge'],
  ['resolved', 'resolve'],
]);

const ERROR_ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['new_error', 'trigger'],
  ['threshold', 'trigger'],
  ['spike', 'trigger'],
  ['reoccurred', 'trigger'],
  ['unresolved', 'trigger'],
  ['resolved', 'resolve'],
  ['ignored', 'resolve'],
]);
