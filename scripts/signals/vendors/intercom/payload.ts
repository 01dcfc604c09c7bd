// Narrows Intercom's notifications about conversations (API 1.x and 2.x) and tickets.
// https://developers.intercom.com/docs/references/webhooks/webhook-models
import type { Instant } from '../../../model/instant.ts';
import { at, entries, identity, isRecord, items, prose, text, unixInstant } from '../../fields.ts';
import { textOfHtml } from '../../html-text.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { labelNamed, tagLabels, tagsIn } from '../../tags.ts';

/** A conversation or a ticket. Contacts, admins, replies and notes are not read. */
export type Report = {
  readonly id: string;
  readonly notificationId: string | null;
  readonly title: string | null;
  /** The customer's first message, or the ticket's description; without mark-up. */
  readonly words: string | null;
  readonly state: string | null;
  /** The state of a ticket before this change. */
  readonly previousState: string | null;
  readonly createdAt: Instant | null;
  readonly changedAt: Instant | null;
  /** Attributes by the names that the workspace gave them; only routing facts are taken from here. */
  readonly attributes: readonly LabelEntry[];
  readonly labels: readonly LabelEntry[];
  readonly url: unknown;
};

/** Reads a notification about a conversation or a ticket; fails without its id. */
export function readReport(body: unknown): Parsed<Report> {
  const outer = at(body, 'data', 'item');
  const wrapped = at(outer, 'conversation');
  const inner = [at(wrapped, 'model'), wrapped, at(outer, 'ticket')].find(isRecord);
  const isReport = ['conversation', 'ticket'].includes(text(outer, 'type') ?? '');
  const item = isReport ? outer : (inner ?? outer);
  const isPart = item === outer && text(outer, 'type') === 'conversation_part';
  const id =
    (isPart ? null : identity(item, 'id')) ??
    identity(item, 'conversation_id') ??
    identity(item, 'ticket_id') ??
    identity(wrapped, 'parts', 0, 'conversation_id');
  if (id === null) return unexpected(body, ['data', 'item', 'id'], 'the id of a conversation');
  const attributes = ['ticket_attributes', 'custom_attributes'].flatMap((key) =>
    attributesIn(at(item, key)),
  );
  const message = [at(item, 'source'), at(item, 'conversation_message')].find(isRecord);
  const parts = items(item, 'ticket_parts', 'ticket_parts');
  return parsed({
    id,
    notificationId: text(body, 'id'),
    title:
      labelNamed(attributes, '_default_title_', 'default title') ??
      text(item, 'title') ??
      textOfHtml(text(message, 'subject')),
    words: labelNamed(attributes, '_default_description_') ?? textOfHtml(prose(message, 'body')),
    state: stateOf(item),
    previousState: text(parts.at(-1), 'previous_ticket_state'),
    createdAt: unixInstant(item, 'created_at'),
    changedAt: unixInstant(item, 'updated_at') ?? unixInstant(body, 'created_at'),
    attributes,
    labels: labelsOf(item),
    url:
      at(item, 'links', 'conversation_web') ??
      (text(item, 'type') === 'ticket' ? at(item, 'url') : null),
  });
}

/** Values, also in objects that say their type. */
function attributesIn(value: unknown): readonly LabelEntry[] {
  if (!isRecord(value)) return [];
  const typed = Object.keys(value).flatMap((key): readonly LabelEntry[] => {
    const member = text(value, key, 'value');
    return member === null ? [] : [[key, member]];
  });
  return [...entries(value), ...typed];
}

/** A ticket's state is an object, or text in older versions; conversations also say `open`. */
function stateOf(item: unknown): string | null {
  const named =
    text(item, 'ticket_state', 'category') ??
    text(item, 'ticket_state') ??
    text(item, 'ticket_state_internal_label') ??
    text(item, 'state');
  if (named !== null) return named;
  return at(item, 'open') === false ? 'closed' : null;
}

function labelsOf(item: unknown): readonly LabelEntry[] {
  const pairs = {
    ticket_id: text(item, 'ticket_id'),
    ticket_type: text(item, 'ticket_type', 'name') ?? text(item, 'ticket_type'),
    category: text(item, 'category'),
    priority: text(item, 'priority'),
    channel: text(item, 'channel') ?? text(item, 'source', 'type'),
    team_assignee_id: text(item, 'team_assignee_id'),
  };
  const tags = tagsIn(at(item, 'tags', 'tags'));
  return [...tagLabels(tags), ...entries(pairs).filter(([, value]) => value !== '0')];
}
