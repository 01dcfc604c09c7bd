// Turns webhooks of Google Cloud Monitoring into signals. The incident of a policy is the problem.
import { Buffer } from 'node:buffer';
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { identity, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readIncident, type PolicyIncident } from './payload.ts';

/** Google Cloud Monitoring: webhook notification channels. */
export const googleCloudMonitoring = {
  title: 'Google Cloud Monitoring',
  headers: [],
  deliveryId: null,
  authentication: ['path-token', 'basic'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parsePushed(parseJsonBody(body));
  if (json.kind === 'invalid') return rejected(json.problem);
  if (text(json.value, 'version')?.toLowerCase() === 'test') {
    return ignored('a test of a Google Cloud notification channel');
  }
  const incident = readIncident(json.value);
  return single(incident.kind === 'invalid' ? incident : parsed(toSignal(incident.value)));
}

/** A Pub/Sub channel with a push subscription wraps the same document, in base64. */
function parsePushed(json: Parsed<unknown>): Parsed<unknown> {
  const encoded = json.kind === 'parsed' ? identity(json.value, 'message', 'data') : null;
  if (encoded === null) return json;
  const inner = parseJsonBody(Buffer.from(encoded, 'base64').toString('utf8'));
  if (inner.kind === 'parsed') return inner;
  return { kind: 'invalid', problem: { ...inner.problem, pointer: '/message/data' } };
}

function toSignal(incident: PolicyIncident): Signal {
  const { id, state, startedAt, labels } = incident;
  const action = ACTIONS.get(state.toLowerCase()) ?? 'update';
  const endedAt = action === 'resolve' ? incident.endedAt : null;
  return buildSignal({
    vendor: 'google-cloud-monitoring',
    action,
    id,
    dedupKey: id,
    title: titleOf(incident),
    description: [incident.summary, incident.documentation]
      .filter((part) => part !== null)
      .join('\n\n'),
    severity: severityOf(incident.severity, SEVERITIES),
    severityRaw: incident.severity,
    status: state,
    environment: labelNamed(labels, 'environment', 'env'),
    service: labelNamed(labels, 'service', 'service_name'),
    team: labelNamed(labels, 'team'),
    function: labelNamed(labels, 'function'),
    product: labelNamed(labels, 'product'),
    host: labelNamed(labels, 'host', 'instance_name', 'node_name'),
    startedAt,
    endedAt,
    occurredAt: action === 'trigger' ? startedAt : endedAt,
    links: incident.urls,
    labels,
  });
}

/** The subject that the policy's author chose, else the policy and its condition. */
function titleOf({ subject, policy, condition, id }: PolicyIncident): string {
  const names = [...new Set([policy, condition])].filter((name) => name !== null).join(': ');
  if (subject !== null) return subject;
  return names === '' ? `Incident ${id}` : names;
}

const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['open', 'trigger'],
  ['acknowledged', 'acknowledge'],
  ['closed', 'resolve'],
]);

const SEVERITIES: SeverityWords = new Map([
  ['critical', 'critical'],
  ['error', 'high'],
  ['warning', 'medium'],
]);
