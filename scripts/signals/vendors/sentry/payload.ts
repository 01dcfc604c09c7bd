// Narrows the webhook bodies of Sentry's integration platform and of its older WebHooks plugin.
// https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
import type { Instant } from '../../../model/instant.ts';
import {
  at,
  count,
  entries,
  identity,
  instant,
  isRecord,
  items,
  prose,
  text,
  unixInstant,
  type Path,
} from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** One event (an error that happened once) of an issue. */
export type SentryEvent = {
  readonly id: string | null;
  readonly issueId: string;
  readonly title: string | null;
  readonly message: string | null;
  readonly level: string | null;
  readonly project: string | null;
  readonly environment: string | null;
  readonly host: string | null;
  readonly happenedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** One issue: all events that Sentry holds for the same fault. */
export type SentryIssue = {
  readonly id: string;
  readonly title: string | null;
  readonly message: string | null;
  /** The level; where it is absent the newer priority. */
  readonly level: string | null;
  readonly status: string | null;
  readonly project: string | null;
  readonly team: string | null;
  readonly firstSeen: Instant | null;
  readonly count: number | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** One incident of a metric alert rule. */
export type SentryMetricAlert = {
  readonly id: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly project: string | null;
  readonly environment: string | null;
  readonly startedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly url: unknown;
};

/** The resource that a body without the resource header must be about; null for a foreign shape. */
export function resourceOfShape(body: unknown): string | null {
  const data = at(body, 'data');
  if (isRecord(at(data, 'activity'))) return 'activity_alert';
  if (isRecord(at(data, 'event'))) return 'event_alert';
  if (isRecord(at(data, 'error'))) return 'error';
  if (isRecord(at(data, 'metric_alert'))) return 'metric_alert';
  if (isRecord(at(data, 'issue'))) return 'issue';
  if (text(data, 'comment_id') !== null) return 'comment';
  if (text(data, 'group_id') !== null) return 'seer';
  if (isRecord(at(data, 'installation'))) return 'installation';
  return isRecord(at(body, 'event')) ? 'plugin' : null;
}

/** Reads the event at a path; older payloads name its issue only inside addresses. */
export function readEvent(body: unknown, path: Path): Parsed<SentryEvent> {
  const event = at(body, ...path);
  const issueId =
    identity(event, 'issue_id') ?? issueIn(event, 'issue_url') ?? issueIn(event, 'web_url');
  if (issueId === null) return unexpected(body, [...path, 'issue_id'], 'the id of an issue');
  return parsed({ ...eventFacts(event), issueId });
}

/** Reads a body of the WebHooks plugin, whose top level describes the issue. */
export function readPluginEvent(body: unknown): Parsed<SentryEvent> {
  const issueId = identity(body, 'id') ?? issueIn(body, 'url');
  if (issueId === null) return unexpected(body, ['id'], 'the id of an issue');
  const facts = eventFacts(at(body, 'event'));
  return parsed({
    ...facts,
    id: issueId,
    issueId,
    title: facts.title ?? text(body, 'message'),
    message: prose(body, 'message') ?? facts.message,
    level: text(body, 'level') ?? facts.level,
    project: text(body, 'project_slug') ?? text(body, 'project'),
    urls: [at(body, 'url'), ...facts.urls],
  });
}

/** Reads `data.issue`; fails without its id. */
export function readIssue(body: unknown): Parsed<SentryIssue> {
  const issue = at(body, 'data', 'issue');
  const id = identity(issue, 'id');
  if (id === null) return unexpected(body, ['data', 'issue', 'id'], 'the id of an issue');
  const assignee = at(issue, 'assignedTo');
  return parsed({
    id,
    title: text(issue, 'title'),
    message: prose(issue, 'metadata', 'value'),
    level: text(issue, 'level') ?? text(issue, 'priority'),
    status: text(issue, 'status'),
    project: text(issue, 'project', 'slug'),
    team: text(assignee, 'type') === 'team' ? text(assignee, 'name') : null,
    firstSeen: instant(issue, 'firstSeen'),
    count: count(issue, 'count'),
    labels: [...members(issue, ['culprit', 'platform', 'substatus']), ...affectedUsers(issue)],
    urls: [at(issue, 'permalink'), at(issue, 'web_url')],
  });
}

/** Reads `data.metric_alert`; fails without its id. Its `title` is a code name: the last resort. */
export function readMetricAlert(body: unknown): Parsed<SentryMetricAlert> {
  const data = at(body, 'data');
  const alert = at(data, 'metric_alert');
  const id = identity(alert, 'id');
  if (id === null) {
    return unexpected(body, ['data', 'metric_alert', 'id'], 'the id of a metric alert');
  }
  const projects = items(alert, 'projects');
  return parsed({
    id,
    title:
      text(data, 'description_title') ?? text(alert, 'alert_rule', 'name') ?? text(alert, 'title'),
    description: prose(data, 'description_text'),
    project: projects.length === 1 ? text(projects[0]) : null,
    environment: text(alert, 'alert_rule', 'environment'),
    startedAt: instant(alert, 'date_started'),
    closedAt: instant(alert, 'date_closed'),
    url: at(data, 'web_url'),
  });
}

function eventFacts(event: unknown): Omit<SentryEvent, 'issueId'> {
  const tags = items(event, 'tags');
  return {
    id: text(event, 'event_id'),
    title: text(event, 'title'),
    message:
      prose(event, 'message') ??
      prose(event, 'logentry', 'formatted') ??
      prose(event, 'metadata', 'value'),
    level: text(event, 'level'),
    project: PROJECT_IN_ADDRESS.exec(text(event, 'url') ?? '')?.[1] ?? null,
    environment: text(event, 'environment') ?? tag(tags, 'environment'),
    host: tag(tags, 'server_name'),
    happenedAt: instant(event, 'datetime') ?? unixInstant(event, 'timestamp'),
    labels: [...tags.flatMap(tagEntry), ...members(event, ['culprit', 'platform', 'release'])],
    urls: [at(event, 'web_url')],
  };
}

/** Tags are pairs; `user` tags are left out, since they name people by address or account. */
function tagEntry(pair: unknown): readonly LabelEntry[] {
  const key = text(pair, 0) ?? text(pair, 'key');
  const value = text(pair, 1) ?? text(pair, 'value');
  return key === null || value === null || PERSONAL_TAG.test(key) ? [] : [[key, value]];
}

function tag(tags: readonly unknown[], name: string): string | null {
  const found = tags.flatMap(tagEntry).find(([key]) => key === name);
  return found?.[1] ?? null;
}

function members(value: unknown, keys: readonly string[]): readonly LabelEntry[] {
  return entries(value).filter(([key]) => keys.includes(key));
}

/** How many, never who. */
function affectedUsers(issue: unknown): readonly LabelEntry[] {
  const users = count(issue, 'userCount');
  return users === null ? [] : [['affected_users', String(users)]];
}

function issueIn(value: unknown, key: string): string | null {
  return ISSUE_IN_ADDRESS.exec(text(value, key) ?? '')?.[1] ?? null;
}

const ISSUE_IN_ADDRESS = /\/issues\/(\d{1,32})(?:[/?#]|$)/;
const PROJECT_IN_ADDRESS = /\/projects\/[^/]{1,128}\/([^/]{1,128})\/events\//;
const PERSONAL_TAG = /^user(?:\.|$)/;
