// Turns webhooks of Uptime Kuma into signals. A monitor is the problem; certificates and domains
// that expire arrive as a sentence without a monitor and never recover.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { text } from '../../fields.ts';
import { parseFormJson } from '../../form-body.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { labelNamed } from '../../tags.ts';
import { isWithoutMonitor, kumaParts, readBeat, type Beat, type BeatState } from './payload.ts';

/** Uptime Kuma: the webhook notification as JSON or multipart form, versions 1 and 2. */
export const uptimeKuma = {
  title: 'Uptime Kuma',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['bearer', 'basic', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise(delivery: Delivery): Outcome {
  const json = parseBody(delivery);
  if (json.kind === 'invalid') return rejected(json.problem);
  const body = withoutPlaceholders(json.value, 'braces');
  const { fields, message } = kumaParts(body);
  if (isWithoutMonitor(body) && message !== null && text(fields, 'status') === null) {
    const expiring = EXPIRY.exec(message)?.[1];
    return expiring === undefined
      ? ignored('an Uptime Kuma test: no monitor is named')
      : single(parsed(expirySignal(message, expiring)));
  }
  if (TEST.test(text(fields, 'status') ?? '')) return ignored('an Uptime Kuma test');
  const beat = readBeat(body);
  return single(beat.kind === 'invalid' ? beat : parsed(toSignal(beat.value)));
}

/** With the content type "form-data" the JSON document stands in the field `data`. */
function parseBody({ headers, body }: Delivery): Parsed<unknown> {
  const isForm = /^\s*multipart\/form-data/i.test(headers['content-type'] ?? '');
  return isForm && !/^\s*\{/.test(body) ? parseFormJson(body, 'data') : parseJsonBody(body);
}

function toSignal(beat: Beat): Signal {
  const { state, time, labels } = beat;
  return buildSignal({
    vendor: 'uptime-kuma',
    action: ACTIONS[state],
    dedupKey: beat.monitorId,
    title: `${beat.name} ${PHRASES[state]}`,
    description: [beat.message, beat.description].filter((part) => part !== null).join('\n\n'),
    status: beat.status,
    environment: labelNamed(labels, 'environment', 'env'),
    service: labelNamed(labels, 'service'),
    team: labelNamed(labels, 'team'),
    function: labelNamed(labels, 'function'),
    product: labelNamed(labels, 'product'),
    host: beat.host,
    startedAt: state === 'down' ? time : null,
    endedAt: state === 'up' ? time : null,
    occurredAt: time,
    links: [beat.url],
    labels,
  });
}

function expirySignal(message: string, what: string): Signal {
  return buildSignal({
    vendor: 'uptime-kuma',
    action: 'trigger',
    dedupKey: `expiry:${what}`,
    title: message,
  });
}

const ACTIONS = {
  down: 'trigger',
  up: 'resolve',
  pending: 'update',
  maintenance: 'update',
} as const satisfies Record<BeatState, SignalAction>;

const PHRASES = {
  down: 'is down',
  up: 'is up',
  pending: 'is pending',
  maintenance: 'is under maintenance',
} as const satisfies Record<BeatState, string>;

/** What expires, without the number of days, which changes from message to message. */
const EXPIRY = /^(.{0,400}\b(?:certificate|domain)\b.{1,400}?) will expire in \d+ days?/i;
/** Templates say `⚠️ Test` where a test has no state. */
const TEST = /^\W{0,4}test\W{0,4}$/i;
