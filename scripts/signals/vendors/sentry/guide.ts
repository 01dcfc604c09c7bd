// How to connect Sentry, for docs/vendors/sentry.md.
import type { VendorGuide } from '../../guide.ts';

/** Sentry. */
export const guide = {
  setup: `1. **Settings → Developer Settings → New Internal Integration.** Webhook URL: \`https://tocsin.example/hooks/sentry\`. Switch "Alert Rule Action" on, permissions "Issue & Event: Read", and the webhook resource "issue" on.
2. Set the integration's client secret as \`TOCSIN_SENTRY_SECRET\`. Sentry signs each body with it (\`sentry-hook-signature\`).
3. In the issue and metric alert rules that matter, add the action "Send a notification via" and choose the integration.
4. The older **WebHooks** plugin of a project signs nothing and needs a source of its own, with the scheme \`path-token\` and the secret behind the address. It tells of new events only, so nothing of it ends by itself.`,
  extracts: [
    'Issue alerts, issues, metric alerts, errors, activity alerts and the old WebHooks plugin. Identity: the issue, or the metric alert, so that the resolution of an issue ends what its alerts began.',
    'Severity: the level; where an issue has none, its newer priority.',
    "Service: the project's slug; give your service an alias where it has another name. Team: a team that the issue is assigned to; people never.",
    'Environment and host (`server_name`) from the event. Labels: tags, culprit, platform, release; `user` tags are left out.',
    'For the owner: `transaction`, `http.request.method`, `url.path` (no host, no query), and the files of the top three in-app frames as `code.frame.1` to `code.frame.3`.',
    'Links: the event or issue.',
  ],
  unknown: [
    'The end of an issue alert: it never resolves, its issue does. Without the resource "issue" nothing ends.',
    'The origin of messages of the WebHooks plugin: they are unsigned.',
  ],
  retries:
    'Not documented; Sentry gives up after one second. Tocsin stores first, answers, and works afterwards. A message that is sent again with the same `request-id` is stored once.',
  source: ['Sentry documentation: Integration Platform, Webhooks'],
} as const satisfies VendorGuide;
