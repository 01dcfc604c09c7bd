// Narrows Zendesk's webhooks: ticket events, and bodies that users compose for triggers.
// https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/
import type { Instant } from '../../../model/instant.ts';
import type { PayloadProblem } from '../../adapter.ts';
import { at, identity, instant, isRecord, prose, text } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** The state of a ticket. Requester, assignee and comments are not read. */
export type Ticket = {
  /** The id of the event, or of the ticket where a template names no event. */
  readonly id: string;
  readonly ticketId: string;
  readonly subject: string | null;
  readonly description: string | null;
  readonly status: string | null;
  readonly priority: string | null;
  readonly createdAt: Instant | null;
  readonly changedAt: Instant | null;
  /** Facts that only templates state. */
  readonly hints: Readonly<Record<'service' | 'environment' | 'product' | 'team', string | null>>;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
  readonly notes: readonly PayloadProblem[];
};

/** Reads a ticket event; its top-level `subject` is the resource and not what people wrote. */
export function readTicketEvent(body: unknown): Parsed<Ticket> {
  const detail = at(body, 'detail');
  const current = at(body, 'event', 'current');
  const ticketId =
    identity(detail, 'id') ?? TICKET_URN.exec(text(body, 'subject') ?? '')?.[1] ?? null;
  if (ticketId === null) return unexpected(body, ['detail', 'id'], 'the id of a ticket');
  return parsed({
    id: text(body, 'id') ?? ticketId,
    ticketId,
    subject: text(detail, 'subject'),
    description: prose(detail, 'description'),
    status: text(detail, 'status') ?? text(current, 'status'),
    priority: text(detail, 'priority'),
    createdAt: instant(detail, 'created_at'),
    changedAt: instant(body, 'time') ?? instant(detail, 'updated_at'),
    hints: { service: null, environment: null, product: null, team: null },
    labels: [...tagLabels(tagsIn(at(detail, 'tags'))), ...labelsIn(looseFields(detail))],
    urls: [],
    notes: [],
  });
}

/** Reads a trigger's body, flat or with the ticket in an object; keys and forms are the users'. */
export function readTemplate(body: unknown): Parsed<Ticket> {
  const nested = at(body, 'ticket');
  const source = isRecord(nested) ? { ...(isRecord(body) ? body : {}), ...nested } : body;
  const fields = looseFields(withoutPlaceholders(source, 'braces'));
  const stated = (...names: readonly string[]): unknown =>
    firstStated(fields, ...names.map((name) => `ticket_${name}`), ...names);
  const words = ['url', 'link', 'message'].flatMap((key) => prose(stated(key)) ?? []).join(' ');
  const ticketId =
    identity(stated('id', 'number')) ??
    identity(firstStated(fields, 'ticket')) ??
    TICKET_PAGE.exec(words)?.[1] ??
    null;
  if (ticketId === null) return unexpected(body, ['ticket_id'], 'the id of a ticket');
  const name = (...names: readonly string[]): string | null => textOrName(stated(...names));
  return parsed({
    id: ticketId,
    ticketId,
    subject: name('title', 'subject', 'summary'),
    description: prose(stated('description')),
    status: name('status'),
    priority: name('priority'),
    createdAt: instant(stated('created_at', 'created_at_with_timestamp')),
    changedAt: instant(stated('updated_at', 'updated_at_with_timestamp')),
    hints: {
      service: name('service'),
      environment: name('environment', 'env'),
      product: name('product'),
      team: name('team', 'group_name', 'group'),
    },
    labels: [...tagLabels(templateTags(stated('tags'))), ...labelsIn(fields)],
    urls: [stated('link'), withScheme(stated('url'))],
    notes: ['created_at', 'updated_at'].flatMap((key) => dateNotes(body, key)),
  });
}

/** Placeholders without a value give `-`. */
function textOrName(value: unknown): string | null {
  const found = text(value) ?? text(value, 'name');
  return found === '-' ? null : found;
}

/** `{{ticket.tags}}` is one text, separated by blanks. */
function templateTags(value: unknown): readonly string[] {
  return tagsIn(typeof value === 'string' ? value.trim().split(/[\s,]+/) : value);
}

function labelsIn(fields: unknown): readonly LabelEntry[] {
  return LABELS.flatMap(([label, ...names]) => {
    const found = firstStated(fields, ...names);
    const value = textOrName(found) ?? text(found, 'channel');
    return value === null ? [] : [[label, value] as const];
  });
}

/** `{{ticket.url}}` has no scheme. */
function withScheme(value: unknown): unknown {
  return typeof value === 'string' && HOST_AND_PATH.test(value.trim())
    ? `https://${value.trim()}`
    : value;
}

/** Placeholders give dates in the words of the account's language. */
function dateNotes(body: unknown, key: string): readonly PayloadProblem[] {
  if (text(body, key) === null || instant(body, key) !== null) return [];
  const { problem } = unexpected(body, [key], 'an ISO 8601 time with a zone');
  return [{ ...problem, code: 'unusable' }];
}

/** A label and the keys that state it, in events and in templates. */
const LABELS = [
  ['type', 'ticket_type', 'type'],
  ['channel', 'ticket_via', 'via', 'channel'],
  ['brand', 'brand_name', 'ticket_brand', 'brand', 'brand_id'],
  ['group', 'group_id'],
  ['form', 'ticket_form', 'form', 'form_id'],
  ['external_id', 'ticket_external_id', 'external_id'],
] as const;

const TICKET_URN = /^zen:ticket:(\d{1,20})$/;
const TICKET_PAGE = /\/(?:agent\/)?tickets\/(\d{1,20})\b/;
const HOST_AND_PATH = /^[\w-]+(?:\.[\w-]+)+\//;
