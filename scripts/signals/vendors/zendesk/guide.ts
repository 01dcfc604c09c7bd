// How to connect Zendesk, for docs/vendors/zendesk.md.
import type { VendorGuide } from '../../guide.ts';

/** Zendesk. */
export const guide = {
  setup: `1. **Admin Center → Apps and integrations → Webhooks → Create webhook**. Endpoint \`https://tocsin.example/hooks/zendesk\`, POST, JSON.
2. Either subscribe to **Zendesk events**: ticket created, status, priority and subject changed, merged, deleted, marked as spam.
3. Or choose **Trigger or automation**, and in a trigger (for example: tag contains \`outage\`) the action *Notify active webhook* with:

   \`\`\`json
   {
     "ticket_id": "{{ticket.id}}",
     "ticket_title": "{{ticket.title}}",
     "ticket_status": "{{ticket.status}}",
     "ticket_priority": "{{ticket.priority}}",
     "ticket_type": "{{ticket.ticket_type}}",
     "tags": "{{ticket.tags}}",
     "group_name": "{{ticket.group.name}}",
     "created_at": "{{ticket.created_at_with_timestamp}}",
     "updated_at": "{{ticket.updated_at_with_timestamp}}",
     "link": "{{ticket.link}}"
   }
   \`\`\`

   Zendesk does not escape what it fills in: a quote in a subject makes a body that is no JSON, which Tocsin refuses with the place of the fault. For the same reason the description is left out; prefer event webhooks, which are always well-formed. Add \`"service"\`, \`"environment"\` or \`"product"\` as fixed texts. A second trigger for solved tickets sends the same.
4. **Reveal signing secret** on the webhook's page and set it as \`TOCSIN_ZENDESK_SECRET\`.`,
  extracts: [
    'Identity: the ticket. Created, reopened and undeleted trigger; solved, closed, merged, deleted and spam resolve; the rest are updates.',
    'A template says how the ticket is now: anything but solved, closed and deleted counts as open.',
    'Severity: the priority (urgent, high, normal, low).',
    'Title and description, without mail addresses and without the line that names the writer.',
    'Labels: tags, type, channel, brand, group, form. From templates also service, environment, product, team (or group) and the link.',
  ],
  unknown: [
    'A link to the ticket in event webhooks, which do not name the account’s address.',
    'Times that a template writes in words (`February 3, 2025`): a note says so.',
    'Requester, assignee, organisation and comments: not read.',
  ],
  retries:
    '409 three times, time-outs (12 s) five times, 429 and 503 with a short `retry-after`; the circuit opens for a while at 70 % errors. `x-zendesk-webhook-invocation-id` repeats, and by it Tocsin stores each delivery once. A body that is no JSON gets 400 with the place of the fault.',
  source: [
    'Zendesk developer: Webhooks, Ticket events, Verifying webhooks; Zendesk help: Placeholders reference',
  ],
} as const satisfies VendorGuide;
