// How to connect Jira Service Management, for docs/vendors/jira-service-management.md.
import type { VendorGuide } from '../../guide.ts';

/** Jira Service Management. */
export const guide = {
  setup: `1. **Settings → System → WebHooks → Create**. URL \`https://tocsin.example/hooks/jira-service-management\`, and a secret: the same value as \`TOCSIN_JIRA_SERVICE_MANAGEMENT_SECRET\`, scheme \`jira\`.
2. A JQL filter keeps the noise out, for example \`project = OPS AND issuetype = "[System] Incident"\`. Events: issue created, updated, deleted. Do not exclude the body.
3. Or with Automation: action **Send web request**, POST, a header \`x-tocsin-token\` with the secret, and in the source file

   \`\`\`yaml
   authentication:
     scheme: header-secret
     header: x-tocsin-token
     secrets: [TOCSIN_JIRA_SERVICE_MANAGEMENT_SECRET]
   \`\`\`

   Body: **Issue data (Jira format)**, or **Custom data**, which gives your own fields the names that Tocsin reads:

   \`\`\`json
   {
     "key": "{{issue.key}}",
     "summary": {{issue.summary.asJsonString}},
     "status": "{{issue.status.name}}",
     "status_category": "{{issue.status.statusCategory.key}}",
     "priority": "{{issue.priority.name}}",
     "severity": "{{issue.Severity}}",
     "service": "{{issue.components.first.name}}",
     "environment": "{{issue.Environment}}",
     "team": "{{issue.Team}}",
     "url": "{{issue.url}}"
   }
   \`\`\`

   It names no event: an issue that is not done counts as open.
4. Alerts of its operations part: **Operations → Integrations → Webhook** to the same address, with the header; they are read as those of Opsgenie.`,
  extracts: [
    'Identity: the issue key. A new or reopened issue (its resolution removed, or its status changed from Done, Closed, Resolved or Cancelled) triggers; one in a status of the category Done, or deleted, resolves; other changes and comments are updates.',
    'Severity: the priority by the names of both standard schemes; of custom data first `severity`. It also states service, environment, team, function and product.',
    'Service: the first component, else the project’s name where its kind is stated. Environment: the field of this name.',
    'Title and description as plain text, without mail addresses. Times: created, resolved.',
    'Labels: labels, components, project, issue type, request type, resolution. Links: the issue and the customer’s request.',
  ],
  unknown: [
    'Severity, team and other custom fields: their numbers differ per site. Send them by name with Automation (above), or read them by number with [a mapping](generic.md), such as `severity: /issue/fields/customfield_10042/value`.',
    'People: reporter, assignee, mentions and the words of comments are not read.',
    'A move to another project: the key changes and with it the identity.',
    'Names of own priorities: the word is kept, the severity is left to rules.',
  ],
  retries:
    'Jira Cloud repeats on 408, 409, 425, 429, 5xx and time-outs (about 20 s), up to five times, with the same `x-atlassian-webhook-identifier`, by which Tocsin stores each delivery once. Deliveries may be late, double and out of order; the stored times decide.',
  source: [
    'Atlassian developer: Jira Cloud webhooks; Atlassian support: Send web request; Atlassian Document Format',
  ],
} as const satisfies VendorGuide;
