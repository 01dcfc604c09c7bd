// Narrows the outgoing webhooks of Better Stack: incidents of Uptime, and errors.
// https://betterstack.com/docs/uptime/webhooks/
import type { Instant } from '../../../model/instant.ts';
import { at, entries, identity, instant, isRecord, items, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** Something that happened to an incident. */
export type IncidentEvent = {
  readonly id: string;
  /** For example `started`; older than the state below, which only newer payloads hold. */
  readonly event: string;
  readonly status: string | null;
  readonly name: string | null;
  readonly cause: string | null;
  readonly team: string | null;
  readonly startedAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Something that happened to an error of an application. */
export type ErrorEvent = {
  readonly id: string;
  readonly event: string;
  readonly title: string | null;
  readonly application: string | null;
  readonly environment: string | null;
  readonly labels: readonly LabelEntry[];
  readonly url: unknown;
};

/** Reads `data` as an incident; without `event` its times tell what happened. */
export function readIncident(body: unknown): Parsed<IncidentEvent> {
  const data = isRecord(at(body, 'data')) ? at(body, 'data') : flatIncident(body);
  const attributes = at(data, 'attributes');
  const id = identity(data, 'id');
  if (id === null) return unexpected(body, ['data', 'id'], 'the id of an incident');
  const event = text(body, 'event') ?? text(attributes, 'status') ?? eventByTimes(attributes);
  if (event === null) return unexpected(body, ['event'], 'what happened to the incident');
  return parsed({
    id,
    event: event.toLowerCase(),
    status: text(attributes, 'status'),
    name: text(attributes, 'name') ?? text(attributes, 'url'),
    cause: prose(attributes, 'cause'),
    team: text(attributes, 'team_name'),
    startedAt: instant(attributes, 'started_at'),
    acknowledgedAt: instant(attributes, 'acknowledged_at'),
    resolvedAt: instant(attributes, 'resolved_at'),
    labels: incidentLabels(data),
    urls: ['url', 'origin_url', 'screenshot_url', 'response_url'].map((key) => at(attributes, key)),
  });
}

/** Reads `data` as an error. */
export function readError(body: unknown): Parsed<ErrorEvent> {
  const data = at(body, 'data');
  const attributes = at(data, 'attributes');
  const id = identity(data, 'id');
  if (id === null) return unexpected(body, ['data', 'id'], 'the id of an error');
  const event = text(attributes, 'event');
  if (event === null) return unexpected(body, ['data', 'attributes', 'event'], 'an event');
  const type = text(attributes, 'error_type');
  const message = text(attributes, 'error_message');
  return parsed({
    id,
    event,
    title: type !== null && message !== null ? `${type}: ${message}` : (type ?? message),
    application: text(attributes, 'application_name'),
    environment: text(attributes, 'environment'),
    labels: statedLabels({
      release: text(attributes, 'release'),
      call_site_function: text(attributes, 'call_site_function'),
      call_site_file: text(attributes, 'call_site_file'),
    }),
    url: at(attributes, 'error_url'),
  });
}

/** A template may do without the envelope. */
function flatIncident(body: unknown): unknown {
  const fields = looseFields(body);
  return { id: firstStated(fields, 'incident_id', 'id'), attributes: body };
}

function eventByTimes(attributes: unknown): string | null {
  if (instant(attributes, 'resolved_at') !== null) return 'resolved';
  if (instant(attributes, 'acknowledged_at') !== null) return 'acknowledged';
  return instant(attributes, 'started_at') === null ? null : 'started';
}

/** Metadata that people attached, then what was checked, and by which monitor. */
function incidentLabels(data: unknown): readonly LabelEntry[] {
  const attributes = at(data, 'attributes');
  const regions = items(attributes, 'regions').flatMap((region) => text(region) ?? []);
  return [
    ...metadata(at(attributes, 'metadata')),
    ...statedLabels({
      http_method: text(attributes, 'http_method'),
      incident_group_id: text(attributes, 'incident_group_id'),
      escalation_policy_id: text(attributes, 'escalation_policy_id'),
      monitor: text(data, 'relationships', 'monitor', 'data', 'id'),
      heartbeat: text(data, 'relationships', 'heartbeat', 'data', 'id'),
      regions: regions.length === 0 ? null : regions.join(','),
    }),
  ];
}

/** Values are text, or lists of `{type, value}`; those of the type `User` name people. */
function metadata(value: unknown): readonly LabelEntry[] {
  if (!isRecord(value)) return [];
  const lists = Object.entries(value).flatMap(([key, member]) => {
    const values = items(member).flatMap((one) =>
      text(one, 'type') === 'User' ? [] : (text(one, 'value') ?? text(one) ?? []),
    );
    return values.length === 0 ? [] : [[key, values.join(',')] as const];
  });
  return [...entries(value), ...lists];
}
