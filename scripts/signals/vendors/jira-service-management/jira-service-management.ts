// Turns webhooks of Jira and Jira Service Management into signals. Alerts of its operations part keep
// the shape of Opsgenie.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { quote } from '../../clean-text.ts';
import { at, isRecord, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { alertOutcome } from '../opsgenie/opsgenie.ts';
import { flatIssue, isReopened, readIssue, sentAt, type JiraIssue } from './payload.ts';

/** Jira Service Management: webhooks of Jira, requests of its automation, and alerts. */
export const jiraServiceManagement = {
  title: 'Jira Service Management',
  headers: [],
  deliveryId: 'x-atlassian-webhook-identifier',
  authentication: ['jira', 'header-secret', 'bearer', 'basic', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  if (isRecord(at(json.value, 'alert'))) {
    return alertOutcome('jira-service-management', json.value);
  }
  const event = text(json.value, 'webhookEvent');
  const isBare = isRecord(at(json.value, 'fields'));
  if (!isBare && !isRecord(at(json.value, 'issue'))) {
    const flat = readIssue(event === null ? flatIssue(json.value) : null, []);
    if (flat.kind === 'parsed') return single(parsed(toSignal(flat.value, event, json.value)));
    if (event !== null) return ignored(`Jira event ${quote(event)} names no issue`);
    if (text(json.value, 'accountId') !== null) return ignored('a Jira account changed');
  }
  if (event !== null && !ISSUE_EVENT.test(event)) {
    return ignored(`Jira event ${quote(event)} does not change an issue`);
  }
  const issue = readIssue(json.value, isBare ? [] : ['issue']);
  if (issue.kind === 'invalid') return rejected(issue.problem);
  return single(parsed(toSignal(issue.value, event, json.value)));
}

function toSignal(issue: JiraIssue, event: string | null, body: unknown): Signal {
  const action = actionOf(issue, event, body);
  const changedAt = sentAt(body) ?? issue.updatedAt;
  const { description, environment } = issue;
  return buildSignal({
    vendor: 'jira-service-management',
    kind: 'report',
    action,
    id: issue.id,
    dedupKey: issue.key,
    title: withoutMailAddresses(issue.summary ?? `Issue ${issue.key}`),
    description: description === null ? null : withoutMailAddresses(description),
    severity: severityOf(issue.priority, PRIORITIES),
    severityRaw: issue.priority,
    status: issue.status,
    environment: environment === null ? null : withoutMailAddresses(environment),
    service: issue.service,
    team: issue.team,
    function: issue.function,
    product: issue.product,
    startedAt: issue.createdAt,
    endedAt: action === 'resolve' ? (issue.resolvedAt ?? changedAt) : null,
    occurredAt: changedAt,
    labels: issue.labels,
    links: issue.urls,
  });
}

/** Automation names no event: an issue that is not done is open, however often it is told. */
function actionOf(issue: JiraIssue, event: string | null, body: unknown): SignalAction {
  if (event === 'jira:issue_deleted') return 'resolve';
  if (event?.startsWith('comment_')) return 'update';
  if (issue.isDone) return 'resolve';
  return event === null || event === 'jira:issue_created' || isReopened(body)
    ? 'trigger'
    : 'update';
}

/** Worklogs, links, attachments, sprints, versions and users are about other things. */
const ISSUE_EVENT = /^(?:jira:issue_|comment_)/;

/** Names of both priority schemes that Jira came with; `Critical` stood below `Blocker`. */
const PRIORITIES: SeverityWords = new Map([
  ['highest', 'critical'],
  ['blocker', 'critical'],
  ['high', 'high'],
  ['critical', 'high'],
  ['medium', 'medium'],
  ['major', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['lowest', 'info'],
  ['trivial', 'info'],
]);
