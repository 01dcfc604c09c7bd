// How to connect Splunk, for docs/vendors/splunk.md.
import type { VendorGuide } from '../../guide.ts';

/** Splunk. */
export const guide = {
  setup: `1. **Settings → Searches, reports, and alerts** → your alert → **Edit alert → Add actions → Webhook**. URL \`https://tocsin.example/hooks/splunk/…\`: Splunk sets no headers and signs nothing, so the secret (the value of \`TOCSIN_SPLUNK_SECRET\`) is the last part of the address, and the scheme of the source is \`path-token\`.
2. Where Splunk keeps an allow list of webhook addresses, add Tocsin's (\`alert_actions.conf\`).
3. Only the first row of the result is sent. Trigger **for each result** if every row matters, and let the search give the fields \`service\`, \`env\`, \`team\`.
4. Set a quiet period for the source: nothing else ends its problems.`,
  extracts: [
    'Identity: the app and the search, whose runs differ. An alert without a name is named by its run.',
    'Title: the name of the search. Description: the first event. Time, host: those of the event. Link: the results.',
    'Labels: the fields of the first row, without those that Splunk adds for itself and those that name people. `service`, `env`, `environment`, `team`, `host` are read; `count` is the number of occurrences.',
  ],
  unknown: [
    'The end of a problem: Splunk never says it. Close by a quiet period or by hand.',
    'Any severity, even where the alert has one.',
    'All rows of a result but the first, and how many there are.',
    'Who owns the search: never stored.',
  ],
  retries:
    'None: Splunk logs a failure and goes on. Every accepted message gets 202 at once; a repeat is the same problem again.',
  source: ['Splunk documentation: Use a webhook alert action'],
} as const satisfies VendorGuide;
