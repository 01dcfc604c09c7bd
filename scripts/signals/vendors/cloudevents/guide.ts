// How to connect anything that speaks CloudEvents, for docs/vendors/cloudevents.md.
import type { VendorGuide } from '../../guide.ts';

/** CloudEvents. */
export const guide = {
  setup: `Send events to \`https://tocsin.example/hooks/cloudevents\` with \`Authorization: Bearer …\` (the value of \`TOCSIN_CLOUDEVENTS_SECRET\`), in structured, batch or binary mode. This one says all that Tocsin reads:

\`\`\`json
{
  "specversion": "1.0",
  "id": "b2f1",
  "source": "https://stock.larder.example/shelves",
  "type": "example.larder.shelf.empty",
  "subject": "shelf-9",
  "time": "2026-11-21T09:18:00Z",
  "datacontenttype": "application/json",
  "data": {
    "status": "firing",
    "title": "Shelf 9 is empty",
    "description": "No flour since Friday.",
    "severity": "high",
    "environment": "production",
    "service": "stock",
    "team": "warehouse",
    "host": "stock-1",
    "url": "https://stock.larder.example/shelves/9",
    "labels": { "aisle": "b" }
  }
}
\`\`\`

The end has the same \`source\` and \`subject\`, another \`id\`, and the status \`resolved\`, or a type such as \`example.larder.shelf.recovered\`.`,
  extracts: [
    'Identity: the source with `data.dedupKey`, else with the subject, else with the id of the event, which then is a problem of its own.',
    'Action: `action`, `status` or `state` of the data (firing, acknowledged, resolved, ok …), else a word of the type (recovered, resolved, closed, acknowledged, updated). Anything else opens.',
    'Title, description, severity, environment, service, team, function, product, host, count, links and labels: members of the data, or extension attributes of that name. Severity also from the severity extension.',
    'CDEvents, in an envelope of CloudEvents or without one: services (the subject) that are deployed, upgraded or rolled back are deployments of the artifact’s version (its tag, else what follows `@`) to the environment; incidents are problems, tickets are reports, and runs of pipelines and tests end as their outcome says.',
    'Labels: extension attributes, and `data.labels`.',
  ],
  unknown: [
    'What else the data means: its meaning belongs to whoever made the type. [A mapping](generic.md) can say it.',
    'Extension attributes in binary mode other than `ce-severity` and `ce-severitytext`: their headers are not stored.',
    'Data that is neither JSON nor JSON in base64.',
  ],
  retries:
    'As the sender likes. A sender that asks first (OPTIONS with `webhook-request-origin`) gets `webhook-allowed-origin`. Tocsin answers 202 as soon as the request is stored, 4xx to what it refuses, 503 while it cannot store. An event that is sent again is the same problem again.',
  source: ['CloudEvents specification 1.0: HTTP protocol binding, JSON format, HTTP webhooks'],
} as const satisfies VendorGuide;
