// Turns Opsgenie's webhooks into signals.
import type { SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import { rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { severityOf } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readAlertAction } from './payload.ts';

/** Opsgenie: the outgoing webhook integration. */
export const opsgenie = {
  title: 'Opsgenie',
  headers: [],
  deliveryId: null,
  authentication: ['header-secret', 'basic', 'bearer', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  return json.kind === 'invalid' ? rejected(json.problem) : alertOutcome('opsgenie', json.value);
}

/** What an alert's webhook means, in the name of one of the two tools that send this shape. */
export function alertOutcome(
  vendor: 'opsgenie' | 'jira-service-management',
  body: unknown,
): Outcome {
  const reading = readAlertAction(body);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  const { id, labels, ...alert } = reading.value;
  const action = ACTIONS.get(alert.action.toLowerCase()) ?? 'update';
  return single(
    parsed(
      buildSignal({
        vendor,
        action,
        id,
        dedupKey: id,
        title: alert.message ?? `Alert ${id}`,
        description: alert.description,
        severity: severityOf(alert.priority, new Map()),
        severityRaw: alert.priority,
        status: alert.action,
        environment: labelNamed(labels, 'environment', 'env'),
        service: labelNamed(labels, 'service'),
        team: alert.team,
        function: labelNamed(labels, 'function'),
        product: labelNamed(labels, 'product'),
        host: alert.entity ?? labelNamed(labels, 'host'),
        startedAt: alert.createdAt,
        endedAt: action === 'resolve' ? alert.updatedAt : null,
        occurredAt: alert.updatedAt ?? (action === 'trigger' ? alert.createdAt : null),
        labels,
        links: alert.urls,
      }),
    ),
  );
}

/** Everything else, with the names that users invent, is an update; so is UnAcknowledge. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['create', 'trigger'],
  ['acknowledge', 'acknowledge'],
  ['close', 'resolve'],
  ['delete', 'resolve'],
]);
