// Narrows PagerDuty's webhook bodies: V3 (one event) and V2 (a list of messages).
// https://developer.pagerduty.com/docs/webhooks-overview
import type { Instant } from '../../../model/instant.ts';
import { at, identity, instant, items, prose, text, type Path } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** Something that happened to an incident. */
export type IncidentEvent = {
  readonly id: string | null;
  /** For example `incident.triggered` (V3) or `incident.trigger` (V2). */
  readonly type: string;
  readonly occurredAt: Instant | null;
  readonly incident: {
    readonly id: string;
    readonly title: string | null;
    readonly status: string | null;
    readonly service: string | null;
    readonly team: string | null;
    readonly priority: string | null;
    readonly urgency: string | null;
    readonly createdAt: Instant | null;
    /** The key under which the monitoring tool (or Tocsin itself) reported it. */
    readonly key: string | null;
    readonly urls: readonly unknown[];
  };
  /** Text of a note or a status update, else the incident's description. */
  readonly description: string | null;
  readonly customFields: readonly LabelEntry[];
};

/** Reads the V3 event. Notes, status updates and the like hold the incident inside. */
export function readEvent(body: unknown): Parsed<IncidentEvent> {
  const event = at(body, 'event');
  const data = at(event, 'data');
  const type = text(event, 'event_type');
  if (type === null) return unexpected(body, ['event', 'event_type'], 'the type of an event');
  const place = isIncident(data) ? ['event', 'data'] : ['event', 'data', 'incident'];
  const incident = readIncident(body, place);
  if (incident.kind === 'invalid') return incident;
  return parsed({
    id: text(event, 'id'),
    type,
    occurredAt: instant(event, 'occurred_at'),
    incident: {
      ...incident.value,
      urls: [...incident.value.urls, at(data, 'conference_url')],
    },
    description: prose(data, 'content') ?? prose(data, 'message') ?? prose(data, 'description'),
    customFields: items(data, 'custom_fields').flatMap(customField),
  });
}

/** Reads the V2 message at a path. */
export function readMessage(body: unknown, path: Path): Parsed<IncidentEvent> {
  const message = at(body, ...path);
  const type = text(message, 'event');
  if (type === null) return unexpected(body, [...path, 'event'], 'the type of an event');
  const incident = readIncident(body, [...path, 'incident']);
  if (incident.kind === 'invalid') return incident;
  return parsed({
    id: text(message, 'id'),
    type,
    occurredAt: instant(message, 'created_on'),
    incident: incident.value,
    description: prose(message, 'incident', 'description'),
    customFields: [],
  });
}

function isIncident(data: unknown): boolean {
  return (text(data, 'type') ?? 'incident') === 'incident' && at(data, 'incident') === undefined;
}

function readIncident(body: unknown, path: Path): Parsed<IncidentEvent['incident']> {
  const incident = at(body, ...path);
  const id = identity(incident, 'id');
  if (id === null) return unexpected(body, [...path, 'id'], 'the id of an incident');
  return parsed({
    id,
    title: text(incident, 'title') ?? text(incident, 'summary'),
    status: text(incident, 'status'),
    service: text(incident, 'service', 'name') ?? text(incident, 'service', 'summary'),
    team: text(incident, 'teams', 0, 'summary'),
    priority: text(incident, 'priority', 'summary'),
    urgency: text(incident, 'urgency'),
    createdAt: instant(incident, 'created_at'),
    key: text(incident, 'incident_key'),
    urls: [at(incident, 'html_url'), at(incident, 'conference_bridge', 'conference_url')],
  });
}

/** Between the values of a field that has several. */
export const SEVERAL = ', ';

function customField(field: unknown): readonly LabelEntry[] {
  const name = text(field, 'name');
  const values = items(field, 'value').flatMap((one) => text(one) ?? []);
  const value = text(field, 'value') ?? text(values.join(SEVERAL));
  return name === null || value === null ? [] : [[name, value]];
}
