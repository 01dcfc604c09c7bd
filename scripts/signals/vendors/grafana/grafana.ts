// Turns Grafana's webhooks into signals: one per alert (Grafana 8 and later), one per rule before.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../../adapter.ts';
import { buildGroup, buildSignal, type SignalFacts } from '../../build-signal.ts';
import { entries, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import type { LabelEntry } from '../../labels.ts';
import { ignored, rejected, several, single } from '../../outcome.ts';
import { parsed, type Parsed } from '../../payload-problem.ts';
import { severityOf } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readGroup } from '../prometheus-alertmanager/payload.ts';
import {
  isLegacy,
  isTest,
  readGrafanaAlert,
  readLegacyAlert,
  type GrafanaAlert,
  type LegacyAlert,
} from './payload.ts';

/** Grafana: webhook contact points of unified alerting, and notification channels before it. */
export const grafana = {
  title: 'Grafana',
  headers: [],
  deliveryId: null,
  authentication: ['grafana', 'bearer', 'basic', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const tests = isTest(json.value) ? [TEST_NOTE] : [];
  if (isLegacy(json.value)) return single(fromLegacy(readLegacyAlert(json.value)), tests);

  const reading = readGroup(json.value);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  const group = reading.value;
  if (group.alerts.length === 0) return ignored('a notification without alerts');
  return several(
    { path: ['alerts'], entries: group.alerts },
    (path) => fromAlert(readGrafanaAlert(json.value, path)),
    {
      group: buildGroup(group.key, {
        status: group.status,
        title: text(json.value, 'title') ?? group.title,
        severity: severityOf(group.severityWord),
      }),
      notes: [...truncationNotes(group.truncated), ...tests],
    },
  );
}

function fromAlert(reading: Parsed<GrafanaAlert>): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const alert = reading.value;
  const isFiring = alert.status === 'firing';
  return parsed(
    buildSignal({
      vendor: 'grafana',
      action: isFiring ? 'trigger' : 'resolve',
      id: alert.fingerprint,
      dedupKey: alert.identity,
      title: alert.title,
      description: alert.description,
      status: alert.status,
      startedAt: alert.startsAt,
      endedAt: alert.endsAt,
      occurredAt: isFiring ? alert.startsAt : alert.endsAt,
      links: alert.urls,
      ...factsOf(entries(alert.labels)),
    }),
  );
}

function fromLegacy(reading: Parsed<LegacyAlert>): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const alert = reading.value;
  return parsed(
    buildSignal({
      vendor: 'grafana',
      action: LEGACY_STATES.get(alert.state.toLowerCase()) ?? 'update',
      id: alert.ruleId,
      dedupKey: alert.identity,
      title: alert.title ?? `Rule ${alert.identity}`,
      description: alert.description,
      status: alert.state,
      count: alert.count,
      links: alert.urls,
      ...factsOf(alert.labels),
    }),
  );
}

/** What rule authors say in labels (unified) and tags (legacy). */
function factsOf(labels: readonly LabelEntry[]): Partial<SignalFacts> {
  const severityRaw = labelNamed(labels, 'severity');
  return {
    severity: severityOf(severityRaw),
    severityRaw,
    environment: labelNamed(labels, 'environment', 'env'),
    service: labelNamed(labels, 'service'),
    team: labelNamed(labels, 'team'),
    function: labelNamed(labels, 'function'),
    product: labelNamed(labels, 'product'),
    host: labelNamed(labels, 'host') ?? labelNamed(labels, 'instance'),
    labels,
  };
}

/** The test of a contact point is there to see an incident arrive, so it is told from others but not ignored. */
const TEST_NOTE: PayloadProblem = {
  code: 'unusable',
  pointer: '',
  message: 'Unexpected test of a contact point, expected an alert; it opens what an alert opens.',
};

/** Alerts that were cut off may still fire: their absence says nothing. */
function truncationNotes(truncated: number): readonly PayloadProblem[] {
  if (truncated === 0) return [];
  const message = `Unexpected cut of ${truncated} alerts, expected all; their state is unknown.`;
  return [{ code: 'truncated', pointer: '/truncatedAlerts', message }];
}

/** Paused, pending and unknown rules neither fire nor recover. */
const LEGACY_STATES: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['alerting', 'trigger'],
  ['no_data', 'trigger'],
  ['ok', 'resolve'],
]);
