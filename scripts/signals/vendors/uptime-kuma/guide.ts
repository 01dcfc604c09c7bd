// How to connect Uptime Kuma, for docs/vendors/uptime-kuma.md.
import type { VendorGuide } from '../../guide.ts';

/** Uptime Kuma. */
export const guide = {
  setup: `1. **Settings → Notifications → Setup Notification**, type **Webhook**. Post URL \`https://tocsin.example/hooks/uptime-kuma\`, method POST, request body **Preset - application/json**.
2. Tick **Additional Headers** and set \`{"Authorization": "Bearer …"}\` with the value of \`TOCSIN_UPTIME_KUMA_SECRET\`.
3. Tick **Default enabled** and **Apply on all existing monitors**, or choose the notification in each monitor.
4. Give the monitors tags with values: \`environment\`, \`service\`, \`team\`.
5. **Test** sends a message without a monitor; Tocsin ignores it with that reason.

The preset for multipart forms works too. An own body needs \`{"heartbeat": {{ heartbeatJSON | jsonify }}, "monitor": {{ monitorJSON | jsonify }}, "msg": {{ msg | jsonify }}}\` for the same facts (\`heartbeatJSON\`, \`monitorJSON\` and \`message\` are understood too); the tool's own proposal (\`Title\` and \`Body\`), and one with only \`name\`, \`status\`, \`hostnameOrURL\` and \`msg\`, give a signal without times.`,
  extracts: [
    'Identity: the monitor. Down opens, up ends, pending and maintenance are updates.',
    'Messages about certificates and domains that expire open a problem of their own, the same one until renewal.',
    'Times: that of the heartbeat, which is UTC; older versions state local time and offset.',
    'Description: the message of the check, and the description of the monitor. Link: the address that is checked. Host: the host name that is checked.',
    'Labels: all tags, type, path of the groups, port. Tags `environment` (`env`), `service`, `team`, `function`, `product` are read.',
  ],
  unknown: [
    'Any severity: a rule must set it, for example by a tag.',
    'The begin of an outage, in its recovery.',
    'That a certificate was renewed: no message says so.',
    'Requests with the method GET, whose facts stand in the address: they are refused.',
  ],
  retries:
    'Uptime Kuma sends once and writes a failure to its own log; **Resend Notification** repeats while a monitor is down. Repeats are the same problem. Tocsin answers 202 as soon as the request is stored.',
  source: ['Uptime Kuma: notification provider Webhook, models Heartbeat and Monitor'],
} as const satisfies VendorGuide;
