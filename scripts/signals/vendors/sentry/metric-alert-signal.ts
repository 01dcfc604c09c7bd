// Sentry's metric alerts: the action is the severity until it is `resolved`.
import type { Instant } from '../../../model/instant.ts';
import type { Signal } from '../../../model/signal.ts';
import { buildSignal } from '../../build-signal.ts';
import { text } from '../../fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { readMetricAlert } from './payload.ts';

/** The signal of a `metric_alert` webhook. */
export function metricAlertSignal(body: unknown, sentAt: Instant | null): Parsed<Signal> {
  const reading = readMetricAlert(body);
  if (reading.kind === 'invalid') return reading;
  const alert = reading.value;
  const status = text(body, 'action');
  if (status === null) return unexpected(body, ['action'], '`critical`, `warning` or `resolved`');
  const severity = severityOf(status, METRIC_ALERT_ACTIONS);
  const endedAt = status === 'resolved' ? alert.closedAt : null;
  return parsed(
    buildSignal({
      vendor: 'sentry',
      action: status === 'resolved' ? 'resolve' : severity === null ? 'update' : 'trigger',
      id: alert.id,
      dedupKey: `metric_alert:${alert.id}`,
      title: alert.title ?? `Metric alert ${alert.id}`,
      description: alert.description,
      severity,
      severityRaw: severity === null ? null : status,
      status,
      environment: alert.environment,
      service: alert.project,
      startedAt: alert.startedAt,
      endedAt,
      occurredAt: endedAt ?? sentAt,
      links: [alert.url],
    }),
  );
}

const METRIC_ALERT_ACTIONS: SeverityWords = new Map([
  ['critical', 'critical'],
  ['warning', 'medium'],
]);
