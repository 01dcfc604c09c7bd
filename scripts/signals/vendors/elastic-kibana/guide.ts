// How to connect Kibana, for docs/vendors/elastic-kibana.md.
import type { VendorGuide } from '../../guide.ts';

/** Elastic (Kibana). */
export const guide = {
  setup: `1. **Stack Management → Connectors → Create connector → Webhook**. Method POST, URL \`https://tocsin.example/hooks/elastic-kibana\`, basic authentication (scheme \`basic\`, password \`TOCSIN_ELASTIC_KIBANA_SECRET\`) or a header.
2. In each rule add an action with the connector, **For each alert**, **On status changes**, and a second one for **Recovered**: without it nothing ends. Both get this body:

   \`\`\`json
   {
     "date": "{{date}}",
     "rule": {
       "id": "{{rule.id}}",
       "name": "{{rule.name}}",
       "type": "{{rule.type}}",
       "spaceId": "{{rule.spaceId}}",
       "tags": "{{rule.tags}}",
       "url": "{{rule.url}}"
     },
     "alert": {
       "id": "{{alert.id}}",
       "uuid": "{{alert.uuid}}",
       "actionGroup": "{{alert.actionGroup}}",
       "actionGroupName": "{{alert.actionGroupName}}",
       "flapping": "{{alert.flapping}}"
     },
     "context": {
       "reason": "{{context.reason}}",
       "message": "{{context.message}}",
       "timestamp": "{{context.timestamp}}",
       "alertDetailsUrl": "{{context.alertDetailsUrl}}",
       "serviceName": "{{context.serviceName}}",
       "environment": "{{context.environment}}"
     },
     "severity": "high"
   }
   \`\`\`

3. \`severity\` is yours to choose per rule (critical, high, medium, low, info), or leave it out.
4. Give the rules tags such as \`env:production\`, \`service:orders\`, \`team:payments\`.`,
  extracts: [
    'Identity: the rule and what it groups by (`alert.id`). The action group `recovered` ends, every other one opens.',
    'The older names (`alertId`, `alertName`, `alertInstanceId`, `alertActionGroup`) and flat ones (`rule_id`) are understood; beside a rule id `alert_id` is the alert, without one it is the rule of version 7. `alert.uuid` stands in for a missing `alert.id`.',
    'Severity: a field `severity`, that of a detection rule, or the name of the action group where it is a severity (burn rates).',
    'Title: the rule. Description: the reason. Time: that of the context, else the date. Links: alert and rule.',
    'Labels: tags, groups, type of the rule, space, flapping. Environment, service, team, host: context, groups, tags.',
  ],
  unknown: [
    'Which alert a summary, or a template with neither `alert.id` nor `alert.uuid`, is about: all alerts of the rule are one problem then, and a note says so.',
    'Whether an action without an action group is a recovery: it counts as a new problem, and a note says so.',
    'When a problem began, in repetitions and recoveries.',
    'What a template leaves out; variables without a value arrive empty and count as absent.',
  ],
  retries:
    'Kibana tries an action that failed up to three times. Every accepted message gets 202 at once; a repeat is the same problem again.',
  source: ['Elastic documentation: Webhook connector and action; Rule action variables'],
} as const satisfies VendorGuide;
