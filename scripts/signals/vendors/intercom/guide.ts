// How to connect Intercom, for docs/vendors/intercom.md.
import type { VendorGuide } from '../../guide.ts';

/** Intercom. */
export const guide = {
  setup: `1. **Developer Hub → your app → Configure → Webhooks**. Endpoint \`https://tocsin.example/hooks/intercom\`.
2. Topics: \`conversation.user.created\`, \`conversation.admin.closed\`, \`conversation.admin.opened\`, \`conversation.deleted\`, \`ticket.created\`, \`ticket.state.updated\`, \`ticket.closed\`.
3. The key of the signature is the app's client secret (**Basic information**). Set it as \`TOCSIN_INTERCOM_SECRET\`.
4. **Send test notification** is ignored with that reason.
5. For routing add attributes named \`Service\` and \`Environment\` to the ticket type or the conversation.`,
  extracts: [
    'Identity: the conversation or the ticket (its long id; the number that people see is the label `ticket_id`).',
    'A conversation of a customer, a ticket and a reopening trigger; closed, resolved and deleted resolve; replies, notes, assignments, snoozing and ratings are updates, and so is a conversation that an admin starts.',
    'Title: the title or subject, else the first line of the first message. Description: that message or the ticket’s description as plain text without mail addresses.',
    'Service, environment, product and team: attributes of these names. Labels: tags, topic, type, category, priority, channel.',
    'Link: the conversation, where the payload holds it.',
  ],
  unknown: [
    'A severity: Intercom knows only priority or none, kept as a label.',
    'Links to tickets. Who wrote: contacts, admins, replies and notes are not read.',
    'That a customer’s reply reopened a closed conversation, if `conversation.admin.opened` does not follow.',
  ],
  retries:
    'Intercom wants an answer within 5 s (above 500 ms it slows down) and repeats; over 1,000 errors in 15 minutes pause delivery, a week of errors suspends the subscription. 429 delays it, so Tocsin answers 202 at once and 503 while it cannot store.',
  source: ['Intercom developers: Webhooks, Webhook topics, Webhook notifications, Tickets'],
} as const satisfies VendorGuide;
