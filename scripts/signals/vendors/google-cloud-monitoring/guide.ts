// How to connect Google Cloud Monitoring, for docs/vendors/google-cloud-monitoring.md.
import type { VendorGuide } from '../../guide.ts';

/** Google Cloud Monitoring. */
export const guide = {
  setup: `1. **Monitoring → Alerting → Edit notification channels → Webhooks → Add new**. Endpoint \`https://tocsin.example/hooks/google-cloud-monitoring\`.
2. Tick **Use HTTP basic auth**; scheme \`basic\`, password \`TOCSIN_GOOGLE_CLOUD_MONITORING_SECRET\`. Or put the secret behind the address and use the scheme \`path-token\`. Other headers cannot be set.
3. **Test connection** sends a message of the version \`test\`; Tocsin ignores it with that reason.
4. In each policy choose the channel, tick **Notify on incident closure**, set a severity, and user labels: \`service\`, \`environment\`, \`team\`.`,
  extracts: [
    'Identity: the incident. Open opens, closed ends. Repeated notifications are the same problem.',
    'Severity: that of the policy, else its user label `severity` (Critical critical, Error high, Warning medium).',
    'Title: the subject of the documentation, else policy and condition. Description: summary and documentation.',
    'A Pub/Sub channel whose subscription pushes here is read too. Times of begin and end. Links: the incident, and links of the documentation.',
    'Labels: those of policy, metadata, metric and resource; type and name of the resource, project. `environment` (`env`), `service` (`service_name`), `team`, `function`, `product`, `host` (`instance_name`, `node_name`) are read.',
  ],
  unknown: ['Who acknowledged an incident: no message says so.'],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat is the same problem again.',
  source: ['Google Cloud documentation: Create and manage notification channels, Webhooks'],
} as const satisfies VendorGuide;
