// How to connect Opsgenie, for docs/vendors/opsgenie.md.
import type { VendorGuide } from '../../guide.ts';

/** Opsgenie. */
export const guide = {
  setup: `1. **Settings → Integrations → Add integration → Webhook**. Webhook URL: \`https://tocsin.example/hooks/opsgenie\`.
2. **Add custom header** \`x-tocsin-token\` with a long random value. Set the scheme of the source to \`header-secret\` with this header and the same value as \`TOCSIN_OPSGENIE_SECRET\`.
3. Tick **Add alert description** and **Add alert details** to the payload.
4. Choose the actions: at least created, acknowledged, closed, deleted and priority updated.
5. Put \`environment\`, \`service\` and \`team\` into the alert's details, or as tags such as \`service:checkout\`.`,
  extracts: [
    'Identity: the alert id. Create triggers, Acknowledge acknowledges, Close and Delete resolve; all others, with the names of custom actions, are updates.',
    'Severity: the priority, as P1 to P5 or as a number.',
    'Environment, service, function and product: details and `key:value` tags. Team: the first team that has a name. Host: the entity.',
    'Times: creation, and the last change, which ends a closed alert.',
    'Labels: details, tags, alias, tiny id. Links: addresses in the details.',
  ],
  unknown: [
    'Teams that arrive as ids only.',
    'Description and details in other actions than Create and custom ones, and what stands behind their first 1,000 characters.',
    'A link to the alert. Old accounts also send no priority.',
    'Who did it: names, user ids and addresses are not read.',
  ],
  retries:
    'Not documented. Tocsin answers 202, and repeated deliveries (a Create comes again for each further team) have the same key.',
  source: [
    'Atlassian support: Integrate Opsgenie with outgoing webhooks; Opsgenie Edge Connector alert action data',
  ],
} as const satisfies VendorGuide;
