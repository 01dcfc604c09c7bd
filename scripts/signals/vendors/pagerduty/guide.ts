// How to connect PagerDuty, for docs/vendors/pagerduty.md.
import type { VendorGuide } from '../../guide.ts';

/** PagerDuty. */
export const guide = {
  setup: `1. **Integrations → Generic Webhooks (v3)** → New Webhook. Webhook URL: \`https://tocsin.example/hooks/pagerduty\`.
2. Scope as you like (account, team or service); subscribe to all incident events.
3. The secret is shown once, when the subscription is created. Set it as \`TOCSIN_PAGERDUTY_SECRET\`. During a rotation list both variables, the newer one first.
4. Send a test event: PagerDuty shows 202, and Tocsin ignores the ping with that reason.`,
  extracts: [
    'Identity: the incident. Triggered and reopened open, acknowledged acknowledges, resolved ends.',
    'Reassignments, notes, status updates and priority changes are updates and never open anything.',
    'Severity: the priority (P1 to P5), else the urgency (high, low).',
    'Service: the name that PagerDuty gives it; give your service that name as an alias. Team: the first team.',
    'Links: the incident and its conference bridge. Labels: urgency, incident key, custom fields; a custom field `environment` is the environment.',
  ],
  unknown: [
    'Details that PagerDuty leaves out above 55 KB; messages above 256 KB, which it drops itself.',
    'The origin of V2 bodies (`messages`), which arrive unsigned and are therefore refused with the scheme `pagerduty`.',
  ],
  retries:
    'Up to 48 hours on 5xx, 429 and time-outs (5 s), with the same `x-webhook-id`, by which Tocsin stores each message once. Any other 4xx drops the message, and three dropped in a row disable the subscription for 24 hours; so what is merely uninteresting gets 202, and 503 is the answer while nothing can be stored.',
  source: ['PagerDuty developer documentation: Webhooks Overview, Verifying Webhook Signatures'],
} as const satisfies VendorGuide;
