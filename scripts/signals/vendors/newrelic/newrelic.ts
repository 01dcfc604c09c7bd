// Turns New Relic's webhooks into signals. The state decides; an acknowledgement leaves the state as
// it is and shows only in what triggered the message.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { isRecord, text } from '../../fields.ts';
import { parseJsonOrForm } from '../../form-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readIssue, type NewRelicIssue } from './payload.ts';

/** New Relic: webhooks of workflows, and of the notification channels before them. */
export const newrelic = {
  title: 'New Relic',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['bearer', 'basic', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const json = parseJsonOrForm(body, headers['content-type']);
  if (json.kind === 'invalid') return rejected(json.problem);
  if (text(json.value, 'current_state')?.toLowerCase() === 'test') {
    return ignored('a test of a New Relic notification channel');
  }
  return single(toSignal(json.value));
}

function toSignal(body: unknown): Parsed<Signal> {
  const reading = readIssue(body);
  if (reading.kind === 'invalid') return reading;
  const issue = reading.value;
  const action = actionOf(issue);
  if (action === null) {
    const place = isRecord(body) && 'current_state' in body ? 'current_state' : 'state';
    return unexpected({ [place]: issue.state }, [place], 'a state that New Relic documents');
  }
  const endedAt = action === 'resolve' ? (issue.closedAt ?? issue.updatedAt ?? issue.sentAt) : null;
  const startedAt = issue.createdAt ?? (action === 'trigger' ? issue.sentAt : null);
  return parsed(
    buildSignal({
      vendor: 'newrelic',
      action,
      id: issue.id,
      dedupKey: issue.id,
      title: issue.title ?? `Issue ${issue.id}`,
      description: issue.description,
      severity: severityOf(issue.priority, PRIORITIES),
      severityRaw: issue.priority,
      status: issue.state,
      environment: labelNamed(issue.labels, 'environment', 'env'),
      service: labelNamed(issue.labels, 'service') ?? onlyOne(issue.entities),
      team: labelNamed(issue.labels, 'team'),
      host: labelNamed(issue.labels, 'host', 'hostname'),
      startedAt,
      endedAt,
      occurredAt: endedAt ?? issue.updatedAt ?? issue.sentAt ?? startedAt,
      count: issue.count,
      labels: issue.labels,
      links: issue.urls,
    }),
  );
}

function actionOf({ state, trigger, isAcknowledged }: NewRelicIssue): SignalAction | null {
  const action = STATES.get(state.toLowerCase()) ?? null;
  if (action !== 'trigger') return action;
  if (/ACKNOWLEDGED/i.test(trigger ?? '')) {
    return /UN_?ACKNOWLEDGED/i.test(trigger ?? '') ? 'update' : 'acknowledge';
  }
  if (trigger === null && isAcknowledged) return 'acknowledge';
  if (trigger?.toUpperCase() !== 'USER_ACTION') return 'trigger';
  return isAcknowledged ? 'acknowledge' : 'update';
}

/** With several entities nobody says which one the issue is about. */
function onlyOne(entities: readonly string[]): string | null {
  return entities.length === 1 ? (entities[0] ?? null) : null;
}

const STATES: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['created', 'trigger'],
  ['activated', 'trigger'],
  ['open', 'trigger'],
  ['opened', 'trigger'],
  ['acknowledged', 'acknowledge'],
  ['closed', 'resolve'],
  ['resolved', 'resolve'],
]);

const PRIORITIES: SeverityWords = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['warning', 'medium'],
  ['low', 'low'],
  ['info', 'info'],
]);
