// Narrows the webhooks of xMatters' outbound integrations, and bodies that flow scripts make of them.
// https://help.xmatters.com/ondemand/xmodwelcome/integrationbuilder/webhooks_intro.htm
import type { Instant } from '../../../model/instant.ts';
import type { PayloadProblem } from '../../adapter.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, entries, identity, instant, isRecord, items, prose, text } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';

/** What happened to an event (newer: alert) of xMatters. Names of people and devices are not read. */
export type XmattersUpdate = {
  readonly id: string;
  /** `status`, `deliverystatus`, `response`, `annotation` or `escalation`; in lower case. */
  readonly type: string;
  /** The state of the event, or the response that somebody chose. */
  readonly status: string | null;
  readonly annotation: string | null;
  readonly priority: string | null;
  readonly name: string | null;
  readonly happenedAt: Instant | null;
  readonly createdAt: Instant | null;
  readonly terminatedAt: Instant | null;
  /** What the form and the calling integration state, by names of their own. */
  readonly properties: readonly LabelEntry[];
  readonly urls: readonly unknown[];
  readonly notes: readonly PayloadProblem[];
};

/** Reads a body; fails without the event's identifier. */
export function readUpdate(body: unknown): Parsed<XmattersUpdate> {
  const event = [at(body, 'event'), at(body, 'alert')].find(isRecord);
  const flat = event === undefined || !isRecord(body) ? body : { ...body, ...event };
  const fields = looseFields(withoutPlaceholders(flat, 'braces'));
  const stated = (...names: readonly string[]): unknown => firstStated(fields, ...names);
  const id = identity(stated('event_identifier', 'alert_identifier', 'event_id', 'alert_id', 'id'));
  if (id === null) return unexpected(body, ['eventIdentifier'], 'the identifier of an event');
  const response = text(stated('response'));
  const status = text(stated('status', 'event_status', 'delivery_status'));
  const date = stated('date', 'timestamp');
  const happenedAt = whenOf(date);
  const properties = [
    ...propertiesIn(stated('event_properties', 'alert_properties', 'properties')),
    ...propertiesIn(stated('additional_tokens')),
  ];
  return parsed({
    id,
    type: typeOf(text(stated('xmatters_callback_type', 'type')), response !== null),
    status: response ?? status,
    annotation: withoutNull(prose(stated('annotation', 'comment'))),
    priority: text(stated('priority')),
    name: text(stated('name', 'subject', 'title', 'summary')),
    happenedAt,
    createdAt: whenOf(stated('created')),
    terminatedAt: whenOf(stated('terminated')),
    properties,
    urls: [...['link', 'url'].map((key) => stated(key)), ...properties.map(([, value]) => value)],
    notes: date === undefined || happenedAt !== null ? [] : [dateNote(body)],
  });
}

/** A list of objects with one key each, or one object; what names a person is left out. */
function propertiesIn(value: unknown): readonly LabelEntry[] {
  const parts = isRecord(value) ? [value] : items(value);
  return parts.flatMap((part) => {
    const pair = [text(part, 'name'), text(part, 'value')];
    const [name, content] = pair;
    const found = name && content ? [[name, content] as const] : entries(part);
    return found.filter(([key, member]) => !PERSONAL.test(key) && withoutNull(member) !== null);
  });
}

function typeOf(type: string | null, hasResponse: boolean): string {
  return type?.toLowerCase().replace(/[\s_-]/g, '') ?? (hasResponse ? 'response' : 'status');
}

/** xMatters writes the text `null` where there is nothing. */
function withoutNull(value: string | null): string | null {
  return value === null || value.trim().toLowerCase() === 'null' ? null : value;
}

function whenOf(value: unknown): Instant | null {
  return instant(value) ?? epochInstant(value);
}

function dateNote(body: unknown): PayloadProblem {
  const key = at(body, 'date') === undefined ? 'timestamp' : 'date';
  const expected = 'a date that names its zone; the time of receipt stands for it';
  return { ...unexpected(body, [key], expected).problem, code: 'unusable' };
}

const PERSONAL =
  /mail|phone|caller|reporter|request(?:er|ed)|assign(?:ee|ed)|recipient|user|contact/i;
