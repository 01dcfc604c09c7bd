// Turns webhooks of Pingdom into signals. The check is the problem.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import { rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readStateChange, type StateChange } from './payload.ts';

/** Pingdom: the webhook integration of uptime and transaction checks. */
export const pingdom = {
  title: 'Pingdom',
  headers: [],
  deliveryId: null,
  authentication: ['path-token', 'basic'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const change = readStateChange(json.value);
  return single(change.kind === 'invalid' ? change : parsed(toSignal(change.value)));
}

function toSignal(change: StateChange): Signal {
  const { checkId, state, changedAt, labels } = change;
  const action = ACTIONS.get(state.toUpperCase()) ?? 'update';
  return buildSignal({
    vendor: 'pingdom',
    action,
    dedupKey: checkId,
    title: `${change.name ?? `Check ${checkId}`}: ${state}`,
    description: descriptionOf(change),
    severity: severityOf(change.importance, IMPORTANCE),
    severityRaw: change.importance,
    status: state,
    environment: labelNamed(labels, 'environment', 'env'),
    service: labelNamed(labels, 'service'),
    team: labelNamed(labels, 'team'),
    host: change.host,
    startedAt: action === 'trigger' ? changedAt : null,
    endedAt: action === 'resolve' ? changedAt : null,
    occurredAt: changedAt,
    links: change.urls,
    labels,
  });
}

/** The short reason, the long one and the text of the check's owner, each once. */
function descriptionOf({ reason, details }: StateChange): string {
  const parts = [reason, ...details].filter((part) => part !== null);
  return [...new Set(parts)].join('\n\n');
}

/** `UNCONFIRMED_DOWN`, `UNKNOWN` and `PAUSED` are updates: no outage is proved or over. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['DOWN', 'trigger'],
  ['FAILING', 'trigger'],
  ['FAILURE', 'trigger'],
  ['UP', 'resolve'],
  ['SUCCESS', 'resolve'],
]);

const IMPORTANCE: SeverityWords = new Map([
  ['high', 'high'],
  ['low', 'low'],
]);
