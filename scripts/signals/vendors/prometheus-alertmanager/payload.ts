// Narrows the webhook body of Alertmanager (versions 3 and 4).
// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
import type { Instant } from '../../../model/instant.ts';
import { identityOfPairs } from '../../dedup-key.ts';
import {
  at,
  count,
  entries,
  identity,
  instant,
  items,
  prose,
  text,
  type Path,
} from '../../fields.ts';
import { goInstant } from '../../go-instant.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** The enclosing notification of a group of alerts. */
export type AlertGroup = {
  readonly key: string | null;
  readonly status: string | null;
  readonly title: string | null;
  readonly severityWord: string | null;
  readonly externalUrl: unknown;
  /** How many alerts the sender cut off. */
  readonly truncated: number;
  readonly alerts: readonly unknown[];
};

/** One alert with the facts that its labels and annotations state. */
export type Alert = {
  readonly status: 'firing' | 'resolved';
  readonly fingerprint: string | null;
  readonly identity: string;
  readonly name: string | null;
  readonly summary: string | null;
  readonly description: string | null;
  readonly startsAt: Instant | null;
  /** Null while open: the zero time 0001-01-01 is no instant. */
  readonly endsAt: Instant | null;
  /** The raw label set. */
  readonly labels: unknown;
  /** Values that may be links: the generator, then every annotation. */
  readonly urls: readonly unknown[];
};

/** Reads what a notification says about its group; fails without a list of alerts. */
export function readGroup(body: unknown): Parsed<AlertGroup> {
  if (!Array.isArray(at(body, 'alerts'))) return unexpected(body, ['alerts'], 'a list of alerts');
  return parsed({
    key: identity(body, 'groupKey'),
    status: text(body, 'status'),
    title:
      text(body, 'groupLabels', 'alertname') ??
      text(body, 'commonLabels', 'alertname') ??
      text(body, 'commonAnnotations', 'summary'),
    severityWord: text(body, 'commonLabels', 'severity'),
    externalUrl: at(body, 'externalURL'),
    truncated: count(body, 'truncatedAlerts') ?? 0,
    alerts: items(body, 'alerts'),
  });
}

/** Reads the alert at a path; fails without a state or without anything that identifies it. */
export function readAlert(body: unknown, path: Path): Parsed<Alert> {
  const alert = at(body, ...path);
  const status = text(alert, 'status') ?? text(body, 'status');
  if (status !== 'firing' && status !== 'resolved') {
    return unexpected(body, [...path, 'status'], '`firing` or `resolved`');
  }
  const fingerprint = identity(alert, 'fingerprint');
  const labels = at(alert, 'labels');
  if (fingerprint === null && entries(labels).length === 0) {
    return unexpected(body, [...path, 'fingerprint'], 'a fingerprint, or labels in its place');
  }
  return parsed({
    status,
    fingerprint,
    identity: fingerprint ?? identityOfPairs(entries(labels)),
    name:
      text(labels, 'alertname') ??
      text(body, 'groupLabels', 'alertname') ??
      text(body, 'commonLabels', 'alertname'),
    summary: text(alert, 'annotations', 'summary') ?? text(alert, 'annotations', 'title'),
    description:
      prose(alert, 'annotations', 'description') ?? prose(alert, 'annotations', 'message'),
    startsAt: time(alert, 'startsAt'),
    endsAt: status === 'resolved' ? time(alert, 'endsAt') : null,
    labels,
    urls: [at(alert, 'generatorURL'), ...entries(alert, 'annotations').map(([, value]) => value)],
  });
}

/** Templates that print an instant without its format give that of Go. */
function time(alert: unknown, key: string): Instant | null {
  return instant(alert, key) ?? goInstant(alert, key);
}
