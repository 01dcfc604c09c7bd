// Turns webhooks of Honeycomb into signals. The trigger or burn alert is the problem; its groups are
// labels, since one message covers all of them.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { severityOf } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readChange, type AlertChange } from './payload.ts';

/** Honeycomb: webhook recipients of triggers and of SLO burn alerts. */
export const honeycomb = {
  title: 'Honeycomb',
  headers: [],
  deliveryId: 'x-honeycomb-webhook-delivery-id',
  authentication: ['honeycomb', 'bearer', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const change = readChange(withoutPlaceholders(json.value, 'braces'));
  if (change.kind === 'invalid') return single(change);
  if (change.value.isTest) return ignored('a Honeycomb test');
  return single(parsed(toSignal(change.value)), groupNotes(change.value));
}

function toSignal(change: AlertChange): Signal {
  const { id, name, status, happenedAt, labels } = change;
  const action = ACTIONS.get(status.toUpperCase()) ?? 'update';
  const details = change.details.filter((part) => part !== null);
  return buildSignal({
    vendor: 'honeycomb',
    action,
    id,
    dedupKey: id,
    title: name ?? details[0] ?? `Trigger ${id}`,
    description: [...new Set(details)].join('\n\n'),
    severity: severityOf(change.severity),
    severityRaw: change.severity,
    status,
    environment: labelNamed(labels, 'environment', 'env', 'deployment.environment'),
    service: labelNamed(labels, 'service', 'service.name', 'service_name'),
    team: labelNamed(labels, 'team'),
    host: labelNamed(labels, 'host', 'host.name', 'hostname'),
    startedAt: action === 'trigger' ? happenedAt : null,
    endedAt: action === 'resolve' ? happenedAt : null,
    occurredAt: happenedAt,
    links: change.urls,
    labels,
  });
}

/** Of several groups only the first can be in the labels. */
function groupNotes({ groups }: AlertChange): readonly PayloadProblem[] {
  if (groups < 2) return [];
  const message = `Unexpected ${groups} triggered groups, expected one; labels name the first.`;
  return [{ code: 'truncated', pointer: '/result_groups_triggered', message }];
}

const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['TRIGGERED', 'trigger'],
  ['OK', 'resolve'],
  ['RESOLVED', 'resolve'],
]);
