// Turns Zendesk's webhooks into signals: what customers report, never who they are.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { quote } from '../../clean-text.ts';
import { at, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { readTemplate, readTicketEvent, type Ticket } from './payload.ts';

/** Zendesk: event webhooks, and webhooks of triggers and automations. */
export const zendesk = {
  title: 'Zendesk',
  headers: [],
  deliveryId: 'x-zendesk-webhook-invocation-id',
  authentication: ['zendesk', 'bearer', 'basic', 'header-secret'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const type = text(json.value, 'type') ?? '';
  const isEvent = type.startsWith(EVENT);
  if (isEvent && !type.startsWith(TICKET_EVENT)) {
    return ignored(`Zendesk event ${quote(type)} is not about a ticket`);
  }
  const reading = isEvent ? readTicketEvent(json.value) : readTemplate(json.value);
  if (reading.kind === 'invalid') return rejected(reading.problem);
  const ticket = reading.value;
  const action = isEvent
    ? actionOfEvent(type.slice(TICKET_EVENT.length), json.value, ticket)
    : actionOfState(ticket);
  return single(parsed(toSignal(ticket, action)), ticket.notes);
}

function toSignal(ticket: Ticket, action: SignalAction): Signal {
  const title = ticket.subject ?? `Ticket ${ticket.ticketId}`;
  const words = ticket.description?.replace(COMMENT_HEAD, '') ?? null;
  return buildSignal({
    vendor: 'zendesk',
    kind: 'report',
    action,
    id: ticket.id,
    dedupKey: ticket.ticketId,
    title: withoutMailAddresses(title),
    description: words === null ? null : withoutMailAddresses(words),
    severity: severityOf(ticket.priority, PRIORITIES),
    severityRaw: ticket.priority,
    status: ticket.status,
    ...ticket.hints,
    startedAt: ticket.createdAt,
    endedAt: action === 'resolve' ? ticket.changedAt : null,
    occurredAt: ticket.changedAt,
    labels: ticket.labels,
    links: ticket.urls,
  });
}

function actionOfEvent(event: string, body: unknown, { status }: Ticket): SignalAction {
  const known = EVENTS.get(event);
  if (known !== undefined) return known === 'trigger' && isDone(status) ? 'resolve' : known;
  if (event !== 'status_changed') return 'update';
  if (isDone(text(body, 'event', 'current') ?? status)) return 'resolve';
  return isDone(text(at(body, 'event'), 'previous')) ? 'trigger' : 'update';
}

/** A template says how the ticket is now, and not what happened to it. */
function actionOfState({ status }: Ticket): SignalAction {
  return isDone(status) ? 'resolve' : 'trigger';
}

function isDone(status: string | null): boolean {
  return DONE.has(status?.toLowerCase() ?? '');
}

const EVENT = 'zen:event-type:';
const TICKET_EVENT = `${EVENT}ticket.`;
const DONE: ReadonlySet<string> = new Set(['solved', 'closed', 'deleted', 'archived', 'scrubbed']);

const EVENTS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['created', 'trigger'],
  ['undeleted', 'trigger'],
  ['merged', 'resolve'],
  ['soft_deleted', 'resolve'],
  ['permanently_deleted', 'resolve'],
  ['marked_as_spam', 'resolve'],
]);

const PRIORITIES: SeverityWords = new Map([
  ['urgent', 'critical'],
  ['high', 'high'],
  ['normal', 'medium'],
  ['low', 'low'],
]);

/** The rule and the line with name and date that `{{ticket.description}}` puts above a comment. */
const COMMENT_HEAD = /^-{10,}\n+[^\n]{1,300}(?:\n+|$)/gm;
