// How to connect xMatters, for docs/vendors/xmatters.md.
import type { VendorGuide } from '../../guide.ts';

/** xMatters. */
export const guide = {
  setup: `1. In the form's layout tick **Include in outbound integrations** for each property that Tocsin shall see: at least Summary, Severity, Service and Environment.
2. **Workflows → your workflow → Integration Builder → Outbound integrations**: add one each for *Alert status changes* and *Notification responses* (updates: also *Alert comments* and *Escalations*), action **Run a script**.
3. Create an endpoint \`tocsin\` with the base address \`https://tocsin.example\` and basic authentication; its user and password are those of the source (\`TOCSIN_XMATTERS_SECRET\`).
4. The script hands on what it got:

   \`\`\`js
   const tocsin = http.request({
     endpoint: 'tocsin',
     method: 'POST',
     path: '/hooks/xmatters',
     headers: { 'Content-Type': 'application/json' },
   });
   const update = JSON.parse(request.body);
   update.date = new Date().toISOString();
   tocsin.write(JSON.stringify(update));
   \`\`\``,
  extracts: [
    'Identity: the identifier of the event (alert). Active triggers; terminated resolves; suspended and resumed are updates.',
    'Responses: Acknowledge and Accept acknowledge, Resolve and Close resolve, words of your own are updates; so are comments, deliveries and escalations.',
    'Severity: the property Severity or Priority (`1 - Critical`: the word, else the number), else the event’s priority.',
    'Title: the property Summary, Title, Subject or Short description. Service, environment, team, function, product and host: properties and additional tokens of these names.',
    'Labels: all properties, except those that name people. Links: properties that are addresses. A flow may also send an event as the REST API shows it.',
  ],
  unknown: [
    'The time of a change as xMatters writes it (`yy-MM-dd HH:mm:ss`, no zone): a note says so and the receipt counts. The script above sends a full time.',
    'Properties that are not ticked. Who responded, and on which device.',
  ],
  retries:
    'The script decides; without code of its own nothing is sent again. Tocsin answers 202, 4xx to what it refuses, 503 while it cannot store; make the script throw on anything but 2xx, so that the failure shows in the activity log.',
  source: ['xMatters help: Outbound integration webhooks; Integration Builder scripting reference'],
} as const satisfies VendorGuide;
