// Turns webhook alerts of Splunk into signals. The saved search is the problem; Splunk never says
// that it is over.
import type { Signal } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import { rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { labelNamed } from '../../tags.ts';
import { readAlert, type SearchAlert } from './payload.ts';

/** Splunk Enterprise and Splunk Cloud: the webhook alert action. */
export const splunk = {
  title: 'Splunk',
  headers: [],
  deliveryId: null,
  authentication: ['path-token', 'basic'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const alert = readAlert(json.value);
  return single(alert.kind === 'invalid' ? alert : parsed(toSignal(alert.value)));
}

function toSignal({ search, app, happenedAt, fields, ...alert }: SearchAlert): Signal {
  return buildSignal({
    vendor: 'splunk',
    action: 'trigger',
    id: alert.runId,
    dedupKey: JSON.stringify([app, search]),
    title: search,
    description: alert.event,
    environment: labelNamed(fields, 'environment', 'env'),
    service: labelNamed(fields, 'service', 'service_name'),
    team: labelNamed(fields, 'team'),
    host: labelNamed(fields, 'host'),
    startedAt: happenedAt,
    occurredAt: happenedAt,
    links: [alert.url],
    labels: alert.labels,
    count: alert.count,
  });
}
