// How to connect Alertmanager, for docs/vendors/prometheus-alertmanager.md.
import type { VendorGuide } from '../../guide.ts';

/** Prometheus Alertmanager. */
export const guide = {
  setup: `1. Make a token of at least 128 bits, for example with \`openssl rand -hex 32\`. Set it as \`TOCSIN_PROMETHEUS_ALERTMANAGER_SECRET\` where the gateway runs, and write it to a file that Alertmanager can read.
2. Add a receiver to \`alertmanager.yml\` and route to it:

   \`\`\`yaml
   receivers:
     - name: tocsin
       webhook_configs:
         - url: https://tocsin.example/hooks/prometheus-alertmanager
           send_resolved: true
           http_config:
             authorization:
               type: Bearer
               credentials_file: /etc/alertmanager/tocsin-token
   \`\`\`

3. Leave \`max_alerts\` at 0, so that nothing is cut off.`,
  extracts: [
    'One signal for each alert of a group. Identity: `fingerprint`, or a hash of the labels where an old version sends none.',
    '`service`, `environment` (or `env`), `team`, `product`, `function` and `host` (or `instance`) come from the labels of these names, the severity from `severity`.',
    'Title: `alertname` and the annotation `summary`. Description: the annotation `description` or `message`.',
    'A resolved alert ends its problem; `endsAt` 0001-01-01 means that the end is not stated.',
    'Links: the generator, every annotation that is an address, and Alertmanager itself. Labels: all labels.',
  ],
  unknown: [
    'Alerts that Alertmanager cut off (`max_alerts`): they are neither firing nor resolved, and a note says how many are missing.',
    'The time of the latest change while an alert fires: only its start is stated.',
  ],
  retries:
    '5xx and broken connections until the next group interval; 4xx never, but a group is sent again at each `repeat_interval`. Tocsin answers 503 when it cannot store, never 429. Repeats change nothing.',
  source: ['Prometheus documentation: Alertmanager configuration, webhook_config'],
} as const satisfies VendorGuide;
