// How to connect Azure Monitor, for docs/vendors/azure-monitor.md.
import type { VendorGuide } from '../../guide.ts';

/** Azure Monitor. */
export const guide = {
  setup: `1. **Monitor → Alerts → Action groups** → Actions → Webhook. URI: \`https://tocsin.example/hooks/azure-monitor/SECRET\`, where \`SECRET\` is the value of \`TOCSIN_AZURE_MONITOR_SECRET\` (32 random characters or more).
2. Turn **Enable the common alert schema** on. A custom JSON body of the rule has no effect then.
3. Give the alert rules custom properties such as \`environment\`, \`service\` and \`team\`; they become labels.
4. Instead of the secret in the address, a secure webhook proves itself with a token of Microsoft Entra: \`scheme: entra\`, with \`tenant\` (the id of your tenant) and \`audience\` (the Application ID URI of the application that you registered for Tocsin, such as \`api://tocsin\`). The secret is the id of the application that Azure Monitor calls as: its Application ID stands under Enterprise applications, \`AzNS AAD Webhook\`. URI: \`https://tocsin.example/hooks/azure-monitor\`.
5. **Test action group** sends a sample of each type. Samples are no tests to Tocsin: they open what a real alert opens, with severity Sev4.`,
  extracts: [
    'Identity: `alertId`; where that names only the rule (some activity log alerts), `originAlertId`; of service health the tracking id, which joins its messages.',
    'Fired opens, Resolved ends. A service or resource health message that says Resolved ends, although its condition is always Fired.',
    'Severity: Sev0 to Sev4.',
    'Service: a custom property or Prometheus label `service`, else the configuration item, else the target resource, if it is one; of service health the service of Azure.',
    'Environment, team, product and host: custom properties, dimensions or Prometheus labels of that name; the host also from the dimension `Computer`.',
    'Metric, threshold, value, dimensions and custom properties as labels; pages with search results as links.',
    'Also the schemas before the common one: metric alerts, log search alerts, activity log alerts, budgets, smart detection.',
  ],
  unknown: [
    'The recovery of activity log and resource health alerts: each message has an id of its own, so close these by hand or by a time-out. One that says Resolved ends nothing, and a note says so.',
    'A link to the alert, and search results: Azure leaves results out above 256 KB and in newer log alerts altogether.',
    'Who did what in an activity log: names and addresses are never stored.',
    'The time of a log search alert of version 1, and its recovery.',
  ],
  retries:
    'Azure tries up to five more times within about a minute on 408, 429, 503, 504 and transport errors, then leaves the address alone for 15 minutes. 503 is the answer while nothing can be stored.',
  source: [
    'Microsoft Learn: Common alert schema; Sample alert payloads; Noncommon alert schema definitions; Action groups',
  ],
} as const satisfies VendorGuide;
