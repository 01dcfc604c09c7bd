// Turns notifications of Prometheus Alertmanager into signals, one per alert.
import type { Signal } from '../../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../../adapter.ts';
import { buildGroup, buildSignal } from '../../build-signal.ts';
import { entries, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, several } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { severityOf } from '../../severity-words.ts';
import { readAlert, readGroup, type Alert, type AlertGroup } from './payload.ts';

/** Prometheus Alertmanager: `webhook_config` of versions 3 and 4. */
export const prometheusAlertmanager = {
  title: 'Prometheus Alertmanager',
  headers: [],
  deliveryId: null,
  authentication: ['bearer', 'basic', 'header-secret'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const reading = readGroup(json.value);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  const group = reading.value;
  if (group.alerts.length === 0) return ignored('a notification without alerts');

  return several(
    { path: ['alerts'], entries: group.alerts },
    (path) => {
      const alert = readAlert(json.value, path);
      return alert.kind === 'invalid' ? alert : parsed(toSignal(alert.value, group));
    },
    {
      group: buildGroup(group.key, { ...group, severity: severityOf(group.severityWord) }),
      notes: truncationNotes(group),
    },
  );
}

function toSignal(alert: Alert, group: AlertGroup): Signal {
  const { labels } = alert;
  const severityRaw = text(labels, 'severity');
  return buildSignal({
    vendor: 'prometheus-alertmanager',
    action: alert.status === 'firing' ? 'trigger' : 'resolve',
    id: alert.fingerprint,
    dedupKey: alert.identity,
    title: titleOf(alert),
    description: alert.description,
    severity: severityOf(severityRaw),
    severityRaw,
    status: alert.status,
    environment: text(labels, 'environment') ?? text(labels, 'env'),
    service: text(labels, 'service'),
    team: text(labels, 'team'),
    function: text(labels, 'function'),
    product: text(labels, 'product'),
    host: text(labels, 'host') ?? text(labels, 'instance'),
    startedAt: alert.startsAt,
    endedAt: alert.endsAt,
    occurredAt: alert.status === 'firing' ? alert.startsAt : alert.endsAt,
    links: [...alert.urls, group.externalUrl],
    labels: entries(labels),
  });
}

/** The rule's name and the sentence that its author wrote, without saying the name twice. */
function titleOf({ name, summary, identity }: Alert): string {
  if (name === null) return summary ?? `Alert ${identity}`;
  if (summary === null) return name;
  return summary.includes(name) ? summary : `${name}: ${summary}`;
}

/** Alerts that were cut off may still fire: their absence says nothing. */
function truncationNotes({ truncated }: AlertGroup): readonly PayloadProblem[] {
  if (truncated === 0) return [];
  const message = `Unexpected cut of ${truncated} alerts, expected all; their state is unknown.`;
  return [{ code: 'truncated', pointer: '/truncatedAlerts', message }];
}
