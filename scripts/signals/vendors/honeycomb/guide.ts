// How to connect Honeycomb, for docs/vendors/honeycomb.md.
import type { VendorGuide } from '../../guide.ts';

/** Honeycomb. */
export const guide = {
  setup: `1. **Team Settings → Integrations → Trigger and SLO Recipients → Add Integration → Webhook**. URL \`https://tocsin.example/hooks/honeycomb\`, shared secret: the value of \`TOCSIN_HONEYCOMB_SECRET\` (scheme \`honeycomb\`).
2. The default payload and the template "Generic" work. To state severity and time, define the variable \`severity\` and use this payload for triggers:

   \`\`\`
   {
     "id": {{ .ID | quote }},
     "name": {{ .Name | quote }},
     "description": {{ .Description | quote }},
     "environment": {{ .Environment | quote }},
     "severity": {{ .Vars.severity | quote }},
     "datasets": {{ toJson .Datasets }},
     "threshold": { "op": {{ .Operator | quote }}, "value": {{ .Threshold }} },
     "links": { "url": {{ .URL | quote }} },
     "result": {
       "groupsTriggered": {{ .Result.GroupsTriggered | toJson }},
       "links": { "url": {{ .Result.URL | quote }} }
     },
     "alert": {
       "status": {{ .Alert.Status | quote }},
       "summary": {{ .Alert.Summary | quote }},
       "description": {{ .Alert.Description | quote }},
       "timestamp": {{ .Alert.Timestamp | quote }},
       "isTest": {{ .Alert.IsTest }}
     }
   }
   \`\`\`

3. Add the recipient to your triggers and burn alerts.`,
  extracts: [
    'Identity: the trigger or burn alert. TRIGGERED opens, OK ends; without a status the first word of the summary says it.',
    'Title: the name. Description: summary and description. Links: trigger, result, SLO.',
    'Labels: the fields of the first triggered group, operator, threshold, data sets. `service.name`, `environment`, `host.name`, `team` are read.',
    'Severity, environment, service and team, where a template sends them.',
  ],
  unknown: [
    'Any time, with the default payload: the receipt counts.',
    'Severity, with the default payload.',
    'All groups but the first, as labels: one message covers them all, and a note says so.',
  ],
  retries:
    'After transient failures; an answer must come within 10 s. `x-honeycomb-webhook-delivery-id` stays the same, by which Tocsin stores each message once.',
  source: ['Honeycomb documentation: Send Alerts to Webhooks; Webhook variables'],
} as const satisfies VendorGuide;
