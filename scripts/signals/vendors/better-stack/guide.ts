// How to connect Better Stack, for docs/vendors/better-stack.md.
import type { VendorGuide } from '../../guide.ts';

/** Better Stack. */
export const guide = {
  setup: `1. **Uptime → Integrations → Exporting data → Outgoing webhooks → Configure**, type **Incident**. URL \`https://tocsin.example/hooks/better-stack\`; leave the body as it is.
2. Tick started, acknowledged, resolved and reopened.
3. Add the header \`Authorization: Bearer …\` with the value of \`TOCSIN_BETTER_STACK_SECRET\`. Where your plan offers no headers, use the scheme \`path-token\` and put the secret behind the address.
4. Give your monitors metadata: \`Service\`, \`Environment\`.
5. Errors: **Errors → Outgoing webhooks → Error webhook**, the same address.`,
  extracts: [
    'Identity: the incident. Started and reopened open, acknowledged acknowledges, resolved ends; comments and escalations are updates.',
    'Without `event` the times of the incident tell what happened.',
    'Title: the name of the incident. Description: its cause. Team: the team. Times of begin, acknowledgement and end.',
    'Links: the address that is checked, origin, screenshot, response. Labels: metadata, method, monitor or heartbeat, regions, group of incidents.',
    'Errors: identity is the error; new, threshold, spike, reoccurred and unresolved open, resolved and ignored end. Service: the application.',
  ],
  unknown: [
    'Any severity: a rule must set it, for example by the escalation policy.',
    'Who acknowledged or resolved, and what comments say: never stored.',
    'When an incident was reopened.',
  ],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat is the same problem again. Webhooks for monitors and for on-call contacts, and those of status pages, are ignored with that reason.',
  source: [
    'Better Stack documentation: Uptime, Outgoing webhooks; Incidents API, response attributes; Errors, Outgoing webhooks',
  ],
} as const satisfies VendorGuide;
