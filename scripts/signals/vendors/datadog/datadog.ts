// Turns Datadog's webhooks into signals: monitors, and incidents or security signals in templates.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { isRecord } from '../../fields.ts';
import { formFields } from '../../form-body.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readEvent, type DatadogEvent } from './payload.ts';

/** Datadog: the webhooks integration with any payload template, as JSON or as a form. */
export const datadog = {
  title: 'Datadog',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['header-secret', 'basic', 'bearer', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const json = FORM.test(headers['content-type'] ?? '') ? parseForm(body) : parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const reading = readEvent(json.value);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  const event = reading.value;
  if (event.isTest) return ignored('a test notification of a Datadog monitor');
  const isSilent = event.transition === null && event.alertType === null;
  return single(parsed(toSignal(event)), isSilent ? [TRANSITION_MISSING] : []);
}

/** Fields of a form; a field may hold JSON, which is then left as text. */
function parseForm(body: string): Parsed<unknown> {
  const json = parseJsonBody(body);
  return json.kind === 'parsed' && isRecord(json.value)
    ? json
    : parsed(Object.fromEntries(formFields(body)));
}

function toSignal(event: DatadogEvent): Signal {
  const action = actionOf(event);
  const status = event.transition ?? event.alertType;
  const severityRaw = event.priority ?? SEVERITY_TYPES.get(event.alertType?.toLowerCase() ?? '');
  const isRepeated = REPEATED.test(status ?? '');
  return buildSignal({
    vendor: 'datadog',
    action,
    id: event.id,
    dedupKey: event.identity,
    title: event.title,
    description: event.message,
    severity: severityOf(severityRaw ?? null, SEVERITIES),
    severityRaw: severityRaw ?? null,
    status,
    environment: labelNamed(event.labels, 'env', 'environment'),
    service: labelNamed(event.labels, 'service'),
    team: labelNamed(event.labels, 'team'),
    function: labelNamed(event.labels, 'function'),
    product: labelNamed(event.labels, 'product'),
    host: event.host ?? labelNamed(event.labels, 'host'),
    startedAt: action === 'trigger' && !isRepeated ? event.happenedAt : null,
    endedAt: action === 'resolve' ? event.happenedAt : null,
    occurredAt: event.happenedAt,
    labels: event.labels,
    links: event.urls,
  });
}

/** An event that says nothing of its kind counts as a problem: better one too many than one lost. */
function actionOf({ transition, alertType }: DatadogEvent): SignalAction {
  const word = transition?.toLowerCase().replaceAll('_', ' ') ?? '';
  const known = word.startsWith('recover') ? 'resolve' : ACTIONS.get(word);
  if (known !== undefined) return known;
  if (alertType !== null) return ACTIONS_OF_TYPES.get(alertType.toLowerCase()) ?? 'update';
  return transition === null ? 'trigger' : 'update';
}

const TRANSITION_MISSING: PayloadProblem = {
  code: 'missing',
  pointer: '/alert_transition',
  message: 'Unexpected absence, expected `$ALERT_TRANSITION`; the signal counts as a new problem.',
};

/** Re-* and Renotify repeat a problem under its own key. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ...[
    'triggered',
    're-triggered',
    'no data',
    're-no data',
    'warn',
    're-warn',
    'renotify',
    'alert',
  ].map((word) => [word, 'trigger'] as const),
  ['ok', 'resolve'],
  ['active', 'trigger'],
  ['resolved', 'resolve'],
  ['completed', 'resolve'],
]);

const ACTIONS_OF_TYPES: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['error', 'trigger'],
  ['warning', 'trigger'],
  ['success', 'resolve'],
]);

/** The alert types that are severities; `success` is a state. */
const SEVERITY_TYPES: ReadonlyMap<string, string> = new Map(
  ['error', 'warning', 'info'].map((word) => [word, word]),
);

/** Priorities P1 to P5 and SEV-1 to SEV-5 are known everywhere; these are types and signal severities. */
const SEVERITIES: SeverityWords = new Map([
  ['critical', 'critical'],
  ['error', 'high'],
  ['high', 'high'],
  ['warning', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['info', 'info'],
]);

const REPEATED = /^(?:re-|renotify)/i;
const FORM = /^application\/x-www-form-urlencoded|^multipart\/form-data/i;
