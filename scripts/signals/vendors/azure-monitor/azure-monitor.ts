// Turns alerts of Azure Monitor into signals.
import {
  type Signal,
  SIGNAL_SEVERITIES,
  type SignalAction,
  type SignalSeverity,
} from '../../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { at, isRecord, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { labelNamed } from '../../tags.ts';
import { readOlderAlert } from './older-payload.ts';
import { readCommonAlert, type AzureAlert } from './payload.ts';

/** Azure Monitor: action groups with the common alert schema or an older one. */
export const azureMonitor = {
  title: 'Azure Monitor',
  headers: [],
  deliveryId: null,
  authentication: ['path-token', 'entra'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  if (text(json.value, 'operation') !== null && isRecord(at(json.value, 'context'))) {
    return ignored('an autoscale notification of Azure reports no problem');
  }
  const isCommon = isRecord(at(json.value, 'data', 'essentials'));
  const reading = isCommon ? readCommonAlert(json.value) : readOlderAlert(json.value);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  return single(toSignal(reading.value), endNotes(reading.value));
}

function toSignal(alert: AzureAlert): Parsed<Signal> {
  const action = actionOf(alert);
  if (action === null) {
    const place = { monitorCondition: alert.condition };
    return unexpected(place, ['monitorCondition'], '`Fired` or `Resolved`');
  }
  return parsed(
    buildSignal({
      vendor: 'azure-monitor',
      action,
      id: alert.id,
      dedupKey: alert.identity,
      title: alert.rule ?? alert.description ?? 'Alert of Azure Monitor',
      description: alert.description,
      severity: SEVERITIES.get(alert.severity?.toLowerCase() ?? '') ?? null,
      severityRaw: alert.severity,
      status: alert.condition,
      environment: labelNamed(alert.labels, 'environment', 'env'),
      service: labelNamed(alert.labels, 'service') ?? alert.target,
      team: labelNamed(alert.labels, 'team'),
      product: labelNamed(alert.labels, 'product'),
      host: labelNamed(alert.labels, 'host', 'hostname', 'computer'),
      startedAt: alert.firedAt,
      endedAt: action === 'resolve' ? alert.resolvedAt : null,
      occurredAt: action === 'resolve' ? (alert.resolvedAt ?? alert.firedAt) : alert.firedAt,
      labels: alert.labels,
      links: alert.urls,
    }),
  );
}

/** Stateless alerts are always fired; one that reports the end of a health event opens nothing. */
function actionOf({ condition, stage }: AzureAlert): SignalAction | null {
  const action = CONDITIONS.get(condition?.toLowerCase() ?? 'fired') ?? null;
  return action === 'trigger' && ENDED.test(stage ?? '') ? 'resolve' : action;
}

/** Of stateless alerts only service health keeps an identity from message to message. */
function endNotes({ condition, stage, trackingId }: AzureAlert): readonly PayloadProblem[] {
  const isEndInWords =
    ENDED.test(stage ?? '') && CONDITIONS.get(condition?.toLowerCase() ?? '') === 'trigger';
  if (!isEndInWords || trackingId !== null) return [];
  const message =
    'Unexpected end under an id of its own, expected that of the beginning; it ends nothing.';
  return [{ code: 'unusable', pointer: '/data/essentials/alertId', message }];
}

const CONDITIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['fired', 'trigger'],
  ['activated', 'trigger'],
  ['resolved', 'resolve'],
  ['deactivated', 'resolve'],
]);

const ENDED = /^(?:resolved|complete|completed|canceled)$/i;

/** Sev0 to Sev4 in the common schema, 0 to 4 in the older ones. */
const SEVERITIES: ReadonlyMap<string, SignalSeverity> = new Map(
  SIGNAL_SEVERITIES.flatMap((severity, level) => [
    [`sev${level}`, severity] as const,
    [`${level}`, severity] as const,
  ]),
);
