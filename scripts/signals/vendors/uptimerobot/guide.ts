// How to connect UptimeRobot, for docs/vendors/uptimerobot.md.
import type { VendorGuide } from '../../guide.ts';

/** UptimeRobot. */
export const guide = {
  setup: `1. **Integrations → Webhook → Add**. URL \`https://tocsin.example/hooks/uptimerobot\`.
2. POST value, sent as JSON:

   \`\`\`json
   {
     "monitorID": "*monitorID*",
     "monitorURL": "*monitorURL*",
     "monitorFriendlyName": "*monitorFriendlyName*",
     "alertType": "*alertType*",
     "alertTypeFriendlyName": "*alertTypeFriendlyName*",
     "alertDetails": "*alertDetails*",
     "alertDateTime": "*alertDateTime*",
     "alertFriendlyDuration": "*alertFriendlyDuration*",
     "sslExpiryDaysLeft": "*sslExpiryDaysLeft*"
   }
   \`\`\`

3. Custom header: \`Authorization: Bearer …\` with the value of \`TOCSIN_UPTIMEROBOT_SECRET\`. Where your plan offers no headers, use the scheme \`path-token\` and put the secret behind the address.
4. Enable notifications for up, down, and certificate and domain expiry; choose the integration in each monitor.

The default variables as POST parameters work too, and keys in another spelling (\`monitor_id\`).`,
  extracts: [
    'Identity: the monitor, by its id, else its address, else its name. Down opens, up ends; an expiring certificate or domain opens a problem of its own.',
    'Title: monitor and state. Description: the details. Time: `alertDateTime`.',
    'Link: the address; one without a scheme is the host. Labels: duration, days left, and type, group, status code and tags where the template sends them.',
  ],
  unknown: [
    'Any severity: a rule must set it.',
    'Times, without `alertDateTime`; variables that UptimeRobot did not fill in count as absent.',
    'That a certificate was renewed: no message says so.',
  ],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat is the same problem again.',
  source: ['UptimeRobot help: Webhook Integration'],
} as const satisfies VendorGuide;
