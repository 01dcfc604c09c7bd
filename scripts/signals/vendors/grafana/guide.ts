// How to connect Grafana, for docs/vendors/grafana.md.
import type { VendorGuide } from '../../guide.ts';

/** Grafana. */
export const guide = {
  setup: `1. **Alerting → Contact points → Add contact point**, integration **Webhook**, URL \`https://tocsin.example/hooks/grafana\`, method POST. Leave the payload template empty.
2. Under **HMAC signature** set a secret, and as timestamp header \`x-grafana-alerting-timestamp\`; set the same secret as \`TOCSIN_GRAFANA_SECRET\`. Versions without HMAC: an authorization header with a bearer token, or basic authentication.
3. Do not tick **Disable resolved message**.
4. Route to the contact point by a notification policy. Label your rules with \`severity\`, \`service\`, \`env\` and \`team\`.
5. **Test** sends the alert \`TestAlert\` of the instance \`Grafana\`. It looks like any other alert, so it opens what an alert opens, and a note says that it is a test; a rule may gate it by its \`alertname\`.`,
  extracts: [
    'One signal per alert, and the facts of the group. Identity: the fingerprint; without one the labels.',
    'State: the status of each alert, never the top-level `state`, which may contradict it.',
    'Severity, environment (`environment`, `env`), service, team, function, product and host (`host`, `instance`): labels of the rule.',
    'Title: the rule and its summary. Description: the annotation, and the measured values.',
    'Links: rule, runbook and other annotations, dashboard, panel, silence, picture.',
    'Legacy alerting (Grafana 7 and older): one signal per rule, identified by organisation and rule; labels are its tags.',
  ],
  unknown: [
    'Alerts that were cut off (`truncatedAlerts`): a note says so, and nothing is concluded about them.',
    'That `DatasourceNoData` and `DatasourceError` belong to the alert whose data is missing: their fingerprint is another one. Map these states to Alerting or Normal in the rule if they shall not be problems of their own.',
    'When a rule of legacy alerting fired: its messages hold no time.',
  ],
  retries:
    'Grafana retries like Alertmanager, and repeats a firing group at the repeat interval. Repeats have the same key and change nothing. Tocsin answers 202, 4xx to what it refuses, and 503 while it cannot store.',
  source: [
    'Grafana documentation: Configure the webhook notifier for Alerting; Alerting, legacy notifications',
  ],
} as const satisfies VendorGuide;
