// Turns Intercom's notifications into signals: what customers report, never who they are.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { abbreviate, quote } from '../../clean-text.ts';
import { text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, unexpected } from '../../payload-problem.ts';
import { labelNamed } from '../../tags.ts';
import { readReport, type Report } from './payload.ts';

/** Intercom: webhook subscriptions of an app. */
export const intercom = {
  title: 'Intercom',
  headers: [],
  deliveryId: null,
  authentication: ['intercom'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const topic = text(json.value, 'topic');
  if (topic === null) return rejected(unexpected(json.value, ['topic'], 'a topic').problem);
  if (topic === 'ping') return ignored('a test of the Intercom subscription');
  if (!REPORTS.test(topic)) {
    return ignored(`Intercom topic ${quote(topic)} is not about a conversation or a ticket`);
  }
  const reading = readReport(json.value);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  return single(parsed(toSignal(reading.value, topic)));
}

function toSignal(report: Report, topic: string): Signal {
  const action = actionOf(report, topic);
  const { attributes } = report;
  const firstLine = report.words?.split('\n', 1)[0] ?? null;
  const title = report.title ?? (firstLine === null ? null : abbreviate(firstLine, 120));
  return buildSignal({
    vendor: 'intercom',
    kind: 'report',
    action,
    id: report.notificationId,
    dedupKey: report.id,
    title: withoutMailAddresses(title ?? `${topic.split('.', 1)[0]} ${report.id}`),
    description: report.words === null ? null : withoutMailAddresses(report.words),
    status: report.state,
    environment: labelNamed(attributes, 'environment'),
    service: labelNamed(attributes, 'service'),
    team: labelNamed(attributes, 'team'),
    product: labelNamed(attributes, 'product'),
    startedAt: report.createdAt,
    endedAt: action === 'resolve' ? report.changedAt : null,
    occurredAt: report.changedAt,
    labels: [['topic', topic], ...report.labels],
    links: [report.url],
  });
}

function actionOf({ state, previousState }: Report, topic: string): SignalAction {
  if (topic !== 'ticket.state.updated') return ACTIONS.get(topic) ?? 'update';
  if (state?.toLowerCase() === 'resolved') return 'resolve';
  return previousState === 'resolved' ? 'trigger' : 'update';
}

const REPORTS = /^(?:conversation|conversation_part|ticket)\./;

/** Replies, notes, assignments, snoozing and ratings neither open nor end a report. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['conversation.user.created', 'trigger'],
  ['conversation.contact.created', 'trigger'],
  ['conversation.admin.opened', 'trigger'],
  ['conversation.admin.closed', 'resolve'],
  ['conversation.deleted', 'resolve'],
  ['ticket.created', 'trigger'],
  ['ticket.closed', 'resolve'],
  ['ticket.deleted', 'resolve'],
]);
