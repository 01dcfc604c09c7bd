// Turns webhooks of xMatters into signals.
import type { Signal, SignalAction, SignalSeverity } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import type { LabelEntry } from '../../labels.ts';
import { rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { severityOf } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readUpdate, type XmattersUpdate } from './payload.ts';

/** xMatters: outbound integrations and flow steps. */
export const xmatters = {
  title: 'xMatters',
  headers: [],
  deliveryId: null,
  authentication: ['basic', 'bearer', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const reading = readUpdate(json.value);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  return single(parsed(toSignal(reading.value)), reading.value.notes);
}

function toSignal(update: XmattersUpdate): Signal {
  const { id, properties, happenedAt } = update;
  const action = actionOf(update);
  const severityRaw = labelNamed(properties, 'severity', 'priority') ?? update.priority;
  const service = labelNamed(properties, 'service', 'business service', 'impacted service');
  return buildSignal({
    vendor: 'xmatters',
    action,
    id,
    dedupKey: id,
    title: labelNamed(properties, ...TITLES) ?? update.name ?? `Event ${id}`,
    description: labelNamed(properties, 'description', 'details', 'message') ?? update.annotation,
    severity: severityIn(severityRaw),
    severityRaw,
    status: update.status,
    environment: labelNamed(properties, 'environment', 'env'),
    service,
    team: labelNamed(properties, 'team', 'support group', 'assignment group'),
    function: labelNamed(properties, 'function'),
    product: labelNamed(properties, 'product'),
    host: labelNamed(properties, 'host', 'hostname', 'node'),
    startedAt: update.createdAt ?? (action === 'trigger' ? happenedAt : null),
    endedAt: action === 'resolve' ? (update.terminatedAt ?? happenedAt) : null,
    occurredAt: happenedAt,
    labels: [['callback_type', update.type], ...properties] satisfies readonly LabelEntry[],
    links: update.urls,
  });
}

function actionOf({ type, status }: XmattersUpdate): SignalAction {
  const word = status?.toLowerCase().replaceAll(' ', '_') ?? '';
  if (type === 'response') return RESPONSES.get(word) ?? 'update';
  return type.endsWith('status') && type !== 'deliverystatus'
    ? (STATES.get(word) ?? 'update')
    : 'update';
}

/** `HIGH`, or a value of a form such as `1 - Critical`: the word counts, else the number. */
function severityIn(raw: string | null): SignalSeverity | null {
  const [, rank = null, word = null] = RANKED.exec(raw ?? '') ?? [];
  return severityOf(raw) ?? severityOf(word) ?? severityOf(rank);
}

const TITLES = ['summary', 'title', 'subject', 'short description', 'short_description'];
const RANKED = /^([1-5])\s*[-–:.]\s*(\w{1,40})$/;

/** A resumed event is not a new one. */
const STATES: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['active', 'trigger'],
  ['terminated', 'resolve'],
  ['terminated_external', 'resolve'],
]);

/** The usual answers; forms may define others, which are updates. */
const RESPONSES: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ...['acknowledge', 'acknowledged', 'ack', 'accept', 'accepted'].map(
    (word) => [word, 'acknowledge'] as const,
  ),
  ...['resolve', 'resolved', 'close', 'closed'].map((word) => [word, 'resolve'] as const),
]);
