// How to connect Datadog, for docs/vendors/datadog.md.
import type { VendorGuide } from '../../guide.ts';

/** Datadog. */
export const guide = {
  setup: `1. **Integrations → Webhooks → New**. Name \`tocsin\`, URL \`https://tocsin.example/hooks/datadog\`.
2. Replace the payload, whose default has neither the transition nor an id of the problem, by:

   \`\`\`json
   {
     "alert_transition": "$ALERT_TRANSITION",
     "alert_cycle_key": "$ALERT_CYCLE_KEY",
     "aggreg_key": "$AGGREG_KEY",
     "alert_id": "$ALERT_ID",
     "alert_scope": "$ALERT_SCOPE",
     "alert_priority": "$ALERT_PRIORITY",
     "alert_type": "$ALERT_TYPE",
     "alert_metric": "$ALERT_METRIC",
     "id": "$ID",
     "title": "$EVENT_TITLE",
     "body": "$EVENT_MSG",
     "date": "$DATE",
     "event_type": "$EVENT_TYPE",
     "hostname": "$HOSTNAME",
     "link": "$LINK",
     "tags": "$TAGS"
   }
   \`\`\`

3. Tick **Custom Headers**: \`{"x-tocsin-token": "…"}\`. Set the scheme of the source to \`header-secret\` with this header and the same value as \`TOCSIN_DATADOG_SECRET\`.
4. Write \`@webhook-tocsin\` into the message of each monitor, outside of conditions, so that recoveries are sent too.
5. Tests of a monitor, which put \`[TEST]\` before the transition in the title, are ignored.`,
  extracts: [
    'Identity: the alert cycle; without it the aggregation key or the monitor, each with the scope; else title and scope. Transitions in the title are no part of it.',
    'Triggered, Warn, No Data, their repetitions (Re-…) and Renotify trigger; Recovered resolves. Without `$ALERT_TRANSITION` the title says it, else the alert type.',
    'Severity: the priority (P1 to P5), also from the title; else the alert type (error, warning, info).',
    'Tags and scope are labels; `env`, `service`, `team`, `host` among them are read. Of a tag that is set twice the first value counts; the label `tags` holds them all.',
    'Links: the event and every address in the message. Templates with `$INCIDENT_…` and `$SECURITY_SIGNAL_…` are read too.',
  ],
  unknown: [
    'When a problem began, in repetitions and recoveries.',
    'What a template leaves out; variables without a value arrive literally and count as absent.',
    'Whether an event without transition and alert type is a recovery: it counts as a new problem, and a note says so.',
    'Fields that the template names otherwise; own keys such as `secret` are never kept.',
  ],
  retries:
    'Five times on 5xx and transport errors, never on 4xx; a request may take 15 s. Tocsin answers 202 as soon as the request is stored and 503 while it cannot store.',
  source: ['Datadog documentation: Webhooks integration; Monitor notifications'],
} as const satisfies VendorGuide;
