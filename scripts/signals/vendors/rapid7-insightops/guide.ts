// How to connect Rapid7 InsightOps, for docs/vendors/rapid7-insightops.md.
import type { VendorGuide } from '../../guide.ts';

/** Rapid7 InsightOps. */
export const guide = {
  setup: `1. **Alerts** → your alert → Notification → Webhook. URL: \`https://USER:SECRET@tocsin.example/hooks/rapid7-insightops\` with a user of your choice; the secret is the value of \`TOCSIN_RAPID7_INSIGHTOPS_SECRET\`. The credentials are not sent; they sign the request.
2. Name the scheme \`rapid7-insightops\` in the source. No proxy may change the path, which is part of what is signed.
3. Set the limits of the alert (per hour or day) as you like: repeats are the same problem.`,
  extracts: [
    'Identity: the names of the alert, the host and the log and the address of the host.',
    'Every message opens. Title: the alert and the log. Description: the log line that matched.',
    'Service: the name of the host (log set). Host: its address, where it has one.',
    'Start: the time of the log line.',
  ],
  unknown: [
    'The recovery: InsightOps sends none, so close by hand or by a time-out.',
    'Severity, environment and team.',
    'The time of an inactivity alert, which has no log line; the time of receipt takes its place.',
    'The lines around the matching one (`context`): they may hold secrets and are not stored in a signal.',
  ],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat with the same nonce is refused.',
  source: ['Logentries and Rapid7 documentation: Webhook alerts'],
} as const satisfies VendorGuide;
