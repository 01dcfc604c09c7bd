// Everything that Sentry reports under the identity of an issue: its events, its states, and what
// people and Seer say about it.
import type { Instant } from '../../../model/instant.ts';
import type { Signal, SignalAction } from '../../../model/signal.ts';
import { buildSignal } from '../../build-signal.ts';
import { at, identity, instant, items, prose, text } from '../../fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { readIssue, type SentryEvent, type SentryIssue } from './payload.ts';

/** The signal of an event that an alert rule, the `error` resource or the plugin reported. */
export function eventSignal(
  reading: Parsed<SentryEvent>,
  body: unknown,
  sentAt: Instant | null,
): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const event = reading.value;
  const rule = text(body, 'data', 'triggered_rule') ?? text(body, 'triggering_rules', 0);
  return parsed(
    buildSignal({
      vendor: 'sentry',
      action: 'trigger',
      id: event.id,
      dedupKey: issueKey(event.issueId),
      title: event.title ?? event.message ?? `Issue ${event.issueId}`,
      description: event.message,
      severity: severityOf(event.level, LEVELS),
      severityRaw: event.level,
      environment: event.environment,
      service: event.project,
      host: event.host,
      startedAt: event.happenedAt,
      occurredAt: event.happenedAt ?? sentAt,
      labels: rule === null ? event.labels : [...event.labels, ['triggered_rule', rule]],
      links: event.urls,
    }),
  );
}

/** The signal of an `issue` webhook. */
export function issueSignal(body: unknown, sentAt: Instant | null): Parsed<Signal> {
  const reading = readIssue(body);
  if (reading.kind === 'invalid') return reading;
  const action = text(body, 'action');
  if (action === null) return unexpected(body, ['action'], 'what happened to the issue');
  const issue = action === 'unresolved' ? withoutStart(reading.value) : reading.value;
  return parsed(describeIssue(issue, ISSUE_ACTIONS.get(action) ?? 'update', sentAt));
}

/** An issue that comes back was first seen long before it began this time. */
function withoutStart(issue: SentryIssue): SentryIssue {
  return { ...issue, firstSeen: null };
}

/** The signal of an `activity_alert` webhook: something was done about an issue. */
export function activitySignal(body: unknown, sentAt: Instant | null): Parsed<Signal> {
  const reading = readIssue(body);
  if (reading.kind === 'invalid') return reading;
  const message = prose(body, 'data', 'activity', 'details', 'summary') ?? reading.value.message;
  return parsed(describeIssue({ ...reading.value, message }, 'update', sentAt));
}

/** The signal of a `comment` webhook. */
export function commentSignal(body: unknown, sentAt: Instant | null): Parsed<Signal> {
  const data = at(body, 'data');
  const issueId = identity(data, 'issue_id');
  if (issueId === null) return unexpected(body, ['data', 'issue_id'], 'the id of an issue');
  return parsed(
    buildSignal({
      vendor: 'sentry',
      action: 'update',
      id: text(data, 'comment_id'),
      dedupKey: issueKey(issueId),
      title: `Comment on issue ${issueId}`,
      description: prose(data, 'comment'),
      service: text(data, 'project_slug'),
      occurredAt: instant(data, 'timestamp') ?? sentAt,
    }),
  );
}

/** The signal of a `seer` webhook: a step of the automatic analysis of an issue. */
export function seerSignal(body: unknown, sentAt: Instant | null): Parsed<Signal> {
  const data = at(body, 'data');
  const issueId = identity(data, 'group_id');
  if (issueId === null) return unexpected(body, ['data', 'group_id'], 'the id of an issue');
  const step = text(body, 'action')?.replaceAll('_', ' ') ?? 'analysis';
  return parsed(
    buildSignal({
      vendor: 'sentry',
      action: 'update',
      id: text(data, 'run_id'),
      dedupKey: issueKey(issueId),
      title: `Seer on issue ${issueId}: ${step}`,
      description:
        prose(data, 'root_cause', 'one_line_description') ??
        prose(data, 'solution', 'one_line_summary'),
      occurredAt: sentAt,
      links: items(data, 'pull_requests').map((entry) => at(entry, 'pull_request', 'pr_url')),
    }),
  );
}

function describeIssue(
  issue: SentryIssue,
  action: SignalAction,
  occurredAt: Instant | null,
): Signal {
  return buildSignal({
    vendor: 'sentry',
    action,
    id: issue.id,
    dedupKey: issueKey(issue.id),
    title: issue.title ?? `Issue ${issue.id}`,
    description: issue.message,
    severity: severityOf(issue.level, LEVELS),
    severityRaw: issue.level,
    status: issue.status,
    service: issue.project,
    team: issue.team,
    startedAt: issue.firstSeen,
    occurredAt,
    count: issue.count,
    labels: issue.labels,
    links: issue.urls,
  });
}

function issueKey(issueId: string): string {
  return `issue:${issueId}`;
}

/** Everything else (assigned, archived, ignored …) neither opens nor ends an issue. */
const ISSUE_ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['created', 'trigger'],
  ['unresolved', 'trigger'],
  ['resolved', 'resolve'],
]);

const LEVELS: SeverityWords = new Map([
  ['fatal', 'critical'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'info'],
  ['debug', 'info'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
]);
