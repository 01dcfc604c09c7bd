// How to connect Pingdom, for docs/vendors/pingdom.md.
import type { VendorGuide } from '../../guide.ts';

/** Pingdom. */
export const guide = {
  setup: `1. **Integrations → Add integration**, type **Webhook**. URL \`https://tocsin.example/hooks/pingdom/…\`: Pingdom sets no headers, so the secret (the value of \`TOCSIN_PINGDOM_SECRET\`) is the last part of the address, and the scheme of the source is \`path-token\`.
2. Tick the integration in each check, and **Alert when back up**.
3. Set the importance of each check (high or low), and tags such as \`env:production\` or \`service:orders\`.`,
  extracts: [
    'Identity: the check. DOWN and FAILING open, UP and SUCCESS end; unconfirmed, unknown and paused are updates.',
    'Severity: the importance (HIGH high, LOW low). It belongs to the check, so recoveries state it too.',
    'Time: that of the change. Description: reason, details and the custom message of the check.',
    'Link: the address that is checked. Host: its host name. Labels: tags, type of the check, port, previous state, first probe.',
  ],
  unknown: [
    'The begin of an outage, in its recovery.',
    'Tests: the test of the integration looks like any other message.',
  ],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat is the same problem again.',
  source: ['SolarWinds Pingdom documentation: Webhooks'],
} as const satisfies VendorGuide;
