// How to connect New Relic, for docs/vendors/newrelic.md.
import type { VendorGuide } from '../../guide.ts';

/** New Relic. */
export const guide = {
  setup: `1. **Alerts → Destinations** → Webhook. Endpoint: \`https://tocsin.example/hooks/newrelic\`. Authorization: bearer token, the value of \`TOCSIN_NEWRELIC_SECRET\`; basic auth and a custom header work too.
2. **Alerts → Workflows** → your workflow → Notify → Webhook. Send it when an issue is activated, acknowledged, closed or changes its priority.
3. The default template works. This one tells more:

   \`\`\`handlebars
   {
     "id": {{ json issueId }},
     "issueUrl": {{ json issuePageUrl }},
     "title": {{ json annotations.title.[0] }},
     "description": {{ json annotations.description.[0] }},
     "priority": {{ json priority }},
     "state": {{ json state }},
     "trigger": {{ json triggerEvent }},
     "impactedEntities": {{ json entitiesData.names }},
     "totalIncidents": {{ json totalIncidents }},
     "createdAt": {{ json createdAt }},
     "updatedAt": {{ json updatedAt }},
     "closedAt": {{ json closedAt }},
     "acknowledgedAt": {{ json acknowledgedAt }},
     "sources": {{ json accumulations.source }},
     "alertPolicyNames": {{ json accumulations.policyName }},
     "alertConditionNames": {{ json accumulations.conditionName }},
     "runbookUrl": {{ json accumulations.runbookUrl.[0] }},
     "labels": {
       "environment": {{ json accumulations.tag.environment.[0] }},
       "team": {{ json accumulations.tag.team.[0] }}
     },
     "workflowName": {{ json workflowName }}
   }
   \`\`\`

4. Keep \`id\` and \`state\`: a message without them is quarantined.`,
  extracts: [
    'Identity: the issue (of a legacy channel: the incident), by its id, else by the id in its link.',
    'CREATED, ACTIVATED and open open; CLOSED ends; acknowledged acknowledges, as does an acknowledging person or time with USER_ACTION or without any trigger.',
    'Severity: the priority (CRITICAL, HIGH, MEDIUM, LOW), of a legacy channel the severity (CRITICAL, WARNING, INFO).',
    'Service: a label `service`, else the affected entity, if it is one. Environment, team and host: labels or fields of that name.',
    'Times of creation, change and closing; number of incidents; links to the issue, its chart and its runbook; policies, conditions and workflow as labels.',
  ],
  unknown: [
    'Which of several affected entities an issue is about; they are all in the label `impactedEntities`.',
    'An acknowledgement, with the default template: it holds neither person nor time, so USER_ACTION is an update.',
    'Who acknowledged: the name is never stored.',
    'Which value of an accumulated tag is meant, where there are several: they stand in a label such as `tags.team`.',
    'Tests, unless their state says so: the test of a legacy channel may be an open incident with the id 0.',
  ],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat is the same problem again.',
  source: [
    'New Relic documentation: Webhook notification integration; Workflow variables; Customize your webhook payload (legacy)',
  ],
} as const satisfies VendorGuide;
