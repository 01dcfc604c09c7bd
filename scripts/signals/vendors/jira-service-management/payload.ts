// Narrows Jira's webhooks (Cloud, Server, Data Center) and the requests of its automation.
// https://developer.atlassian.com/cloud/jira/platform/webhooks/
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, entries, identity, instant, isRecord, items, text, type Path } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { tagLabels, tagsIn } from '../../tags.ts';
import { textOfField } from './document-text.ts';

/** The state of an issue. Reporter, assignee, watchers and comments are not read. */
export type JiraIssue = {
  readonly id: string | null;
  /** `OPS-128`; where it is absent the id. */
  readonly key: string;
  readonly summary: string | null;
  readonly description: string | null;
  readonly status: string | null;
  readonly isDone: boolean;
  readonly priority: string | null;
  readonly environment: string | null;
  readonly service: string | null;
  readonly team: string | null;
  readonly function: string | null;
  readonly product: string | null;
  readonly createdAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Custom data of Automation, whose keys are the user's, as an issue; null without the key of one. */
export function flatIssue(body: unknown): unknown {
  const data = looseFields(body);
  const key = identity(firstStated(data, 'key', 'issue_key', 'issue'));
  if (key === null) return null;
  const name = (...names: readonly string[]): unknown => firstStated(data, ...names);
  const category = name('status_category', 'status_category_key');
  const fields = {
    summary: name('summary', 'issue_summary', 'issue_name', 'title'),
    description: name('description'),
    status: { name: name('status'), statusCategory: { key: category } },
    priority: name('severity', 'priority'),
    environment: name('environment', 'env'),
    components: [{ name: name('service', 'component') }],
    labels: name('labels'),
    created: name('created', 'created_at'),
    updated: name('updated', 'updated_at'),
    resolutiondate: name('resolutiondate', 'resolved', 'resolved_at'),
    project: { key: name('project', 'project_key') },
    issuetype: { name: name('issue_type', 'type') },
    team: name('team'),
    function: name('function'),
    product: name('product'),
  };
  return { id: name('id', 'issue_id'), key, fields, url: name('url', 'link') };
}

/** Reads the issue at a path; fails without a key and an id. */
export function readIssue(body: unknown, path: Path): Parsed<JiraIssue> {
  const issue = at(body, ...path);
  const id = identity(issue, 'id');
  const key = identity(issue, 'key') ?? id;
  if (key === null) return unexpected(body, [...path, 'key'], 'the key of an issue');
  const fields = at(issue, 'fields');
  const request = requestIn(fields);
  return parsed({
    id,
    key,
    summary: text(fields, 'summary'),
    description: textOfField(at(fields, 'description')),
    status: text(fields, 'status', 'name'),
    isDone: isDone(fields),
    priority: text(fields, 'priority', 'name') ?? text(fields, 'priority'),
    team: text(fields, 'team'),
    function: text(fields, 'function'),
    product: text(fields, 'product'),
    environment: textOfField(at(fields, 'environment')),
    service: serviceOf(fields),
    createdAt: instant(fields, 'created'),
    resolvedAt: instant(fields, 'resolutiondate'),
    updatedAt: instant(fields, 'updated'),
    labels: [...tagLabels(tagsIn(at(fields, 'labels')), 'labels'), ...labelsOf(fields, request)],
    urls: [
      browserAddress(text(issue, 'self'), key),
      at(issue, 'url'),
      at(request, '_links', 'web'),
    ],
  });
}

/** Whether a change took an issue out of the done states: its resolution was removed, or its status was one of the usual words. */
export function isReopened(body: unknown): boolean {
  if (text(body, 'issue_event_type_name') === 'issue_reopened') return true;
  return items(body, 'changelog', 'items').some((item) => {
    const field = text(item, 'field');
    if (field === 'status') return DONE_WORD.test(text(item, 'fromString') ?? '');
    return field === 'resolution' && text(item, 'from') !== null && text(item, 'to') === null;
  });
}

/** Status names are free words: their category decides; where there is none the resolution, and the usual names. */
function isDone(fields: unknown): boolean {
  const category = text(fields, 'status', 'statusCategory', 'key');
  if (category !== null) return category === 'done';
  return isRecord(at(fields, 'resolution')) || DONE_WORD.test(text(fields, 'status', 'name') ?? '');
}

/** The first component; else the project, where the payload says what kind of project it is. */
function serviceOf(fields: unknown): string | null {
  const component = text(fields, 'components', 0, 'name');
  if (component !== null || text(fields, 'project', 'projectTypeKey') === null) return component;
  return text(fields, 'project', 'name');
}

/** The customer's request in a service project: a custom field whose number differs per site. */
function requestIn(fields: unknown): unknown {
  if (!isRecord(fields)) return undefined;
  return Object.values(fields).find((field) => isRecord(at(field, 'requestType')));
}

function labelsOf(fields: unknown, request: unknown): readonly LabelEntry[] {
  const components = items(fields, 'components').map((one) => text(one, 'name'));
  return entries({
    project: text(fields, 'project', 'key'),
    issue_type: text(fields, 'issuetype', 'name'),
    request_type: text(request, 'requestType', 'name'),
    resolution: text(fields, 'resolution', 'name'),
    components: components.filter((name) => name !== null).join(','),
  });
}

/** Payloads hold only the address of the interface; the page stands beside it. */
function browserAddress(self: string | null, key: string): string | null {
  const site = SITE.exec(self ?? '')?.[1];
  return site === undefined ? null : `${site}/browse/${encodeURIComponent(key.toWellFormed())}`;
}

/** When the webhook was sent. */
export function sentAt(body: unknown): Instant | null {
  return epochInstant(body, 'timestamp');
}

const DONE_WORD = /^(?:done|closed|resolved|completed?|cancell?ed|declined|rejected)$/i;
const SITE = /^(https?:\/\/[^\s?#]{1,500}?)\/rest\/(?:api|servicedeskapi)\//;
