// Turns webhooks of Sentry into signals. Issues and metric alerts have separate ids, so the kind is
// part of the identity; an event belongs to its issue, whose resolution ends it.
import type { Instant } from '../../../model/instant.ts';
import type { Signal } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { quote } from '../../clean-text.ts';
import { text, unixInstant } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { unexpected, type Parsed } from '../../payload-problem.ts';
import {
  activitySignal,
  commentSignal,
  eventSignal,
  issueSignal,
  seerSignal,
} from './issue-signals.ts';
import { metricAlertSignal } from './metric-alert-signal.ts';
import { readEvent, readPluginEvent, resourceOfShape } from './payload.ts';

/** Sentry: webhooks of the integration platform, and the older WebHooks plugin. */
export const sentry = {
  title: 'Sentry',
  headers: ['sentry-hook-resource', 'sentry-hook-timestamp'],
  deliveryId: 'request-id',
  authentication: ['sentry', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const resource = text(headers, 'sentry-hook-resource') ?? resourceOfShape(json.value);
  if (resource === null) {
    const expected = 'a Sentry event, issue or metric alert';
    return rejected(unexpected(json.value, ['data'], expected).problem);
  }
  const read = RESOURCES.get(resource);
  if (read === undefined) return ignored(`Sentry resource ${quote(resource)} reports no problem`);
  if (resource === 'comment' && text(json.value, 'action') === 'deleted') {
    return ignored('a Sentry comment was deleted');
  }
  return single(read(json.value, unixInstant(headers, 'sentry-hook-timestamp')));
}

/** Reads a body; `sentAt` is the time that the headers state. */
type ResourceReader = (body: unknown, sentAt: Instant | null) => Parsed<Signal>;

const RESOURCES: ReadonlyMap<string, ResourceReader> = new Map<string, ResourceReader>([
  ['event_alert', (body, sentAt) => eventSignal(readEvent(body, ['data', 'event']), body, sentAt)],
  ['error', (body, sentAt) => eventSignal(readEvent(body, ['data', 'error']), body, sentAt)],
  ['plugin', (body, sentAt) => eventSignal(readPluginEvent(body), body, sentAt)],
  ['issue', issueSignal],
  ['activity_alert', activitySignal],
  ['metric_alert', metricAlertSignal],
  ['comment', commentSignal],
  ['seer', seerSignal],
]);
