// Turns webhooks of UptimeRobot into signals. A certificate or domain that expires is a problem
// beside the outage of its monitor, which therefore does not end it.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonOrForm } from '../../form-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { labelNamed } from '../../tags.ts';
import { readAlert, type AlertType, type MonitorAlert } from './payload.ts';

/** UptimeRobot: the webhook integration, as JSON or as form, with default or own variables. */
export const uptimerobot = {
  title: 'UptimeRobot',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['bearer', 'header-secret', 'path-token', 'basic'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const fields = parseJsonOrForm(body, headers['content-type']);
  if (fields.kind === 'invalid') return rejected(fields.problem);
  const alert = readAlert(withoutPlaceholders(fields.value, 'asterisks'));
  if (alert.kind === 'parsed' && /^test\b/i.test(alert.value.typeName)) {
    return ignored('an UptimeRobot test');
  }
  return single(alert.kind === 'invalid' ? alert : parsed(toSignal(alert.value)));
}

function toSignal(alert: MonitorAlert): Signal {
  const { monitor, type, happenedAt, labels } = alert;
  const action = ACTIONS[type];
  const expires = type === 'certificate' || type === 'domain';
  return buildSignal({
    vendor: 'uptimerobot',
    action,
    dedupKey: expires ? `${monitor}/${type}` : monitor,
    title: `${alert.name}: ${alert.typeName}`,
    description: alert.details,
    status: alert.typeName,
    environment: labelNamed(labels, 'environment', 'env'),
    service: labelNamed(labels, 'service'),
    team: labelNamed(labels, 'team'),
    host: alert.host,
    startedAt: action === 'trigger' ? happenedAt : null,
    endedAt: action === 'resolve' ? happenedAt : null,
    occurredAt: happenedAt,
    links: alert.urls,
    labels,
  });
}

const ACTIONS = {
  down: 'trigger',
  up: 'resolve',
  certificate: 'trigger',
  domain: 'trigger',
  other: 'update',
} as const satisfies Record<AlertType, SignalAction>;
