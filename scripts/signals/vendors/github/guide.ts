// How to connect GitHub as a source of signals, for docs/vendors/github.md.
import type { VendorGuide } from '../../guide.ts';

/** GitHub. */
export const guide = {
  setup: `1. Repository or organisation → **Settings → Webhooks → Add webhook**. Payload URL \`https://tocsin.example/hooks/github\`, content type \`application/json\`, secret: the value of \`TOCSIN_GITHUB_SECRET\` (scheme \`github\`).
2. **Let me select individual events**: those that shall be signals, of Issues, Issue comments, Pull requests, Workflow runs, Check runs, Statuses, Deployments, Deployment statuses, Releases, Dependabot alerts, Code scanning alerts, Secret scanning alerts.
3. GitHub sends a ping, which Tocsin ignores with that reason. All other events are ignored likewise.

This is for the repositories of your products. The rooms of Tocsin's own repository are read by another way, so leave that repository out.`,
  extracts: [
    'Issues are reports: opened and reopened open, closed and deleted end, all else and comments are updates. Pull requests never open anything. Identity: repository and number.',
    'Workflow runs, checks and commit statuses are deployments: failure, timed_out and startup_failure mean that they failed, success that they went well, cancelled, skipped and neutral change nothing. Identity: repository, workflow or check, and branch (a fork has branches of its own).',
    'No deployment opens an incident. Deployment statuses, and runs and releases of the main line, are recorded per service and environment and are looked at when an incident opens; checks, commit statuses and runs of side branches and forks are not. A run states no environment, so it weighs less, unless the source has `defaults: {environment: …}`.',
    'Commit message: the first line of that of the head commit, where the event holds it (a deployment status of a workflow does).',
    'Deployment statuses are deployments: failure and error mean that it failed, success that it arrived. Identity: repository and environment. Deployments and releases are updates.',
    'Alerts of Dependabot, code scanning and secret scanning are problems with the severity of the advisory or rule; the secret itself is never read.',
    'Service: the name of the repository, except for issues. Links: the thing itself, logs, environment. Labels: repository, branch, commit, workflow, labels and milestone of issues.',
  ],
  unknown: [
    'Severity of issues, deployments and builds: a rule may set it by a label or by the environment.',
    'Service of issues: a rule may set it by the repository.',
    'Who wrote, deployed or approved, and what comments say: never stored.',
  ],
  retries:
    'None: GitHub gives up after 10 s and never tries again by itself; failed deliveries can be sent again by hand or by its API. `x-github-delivery` stays the same, by which Tocsin stores each message once.',
  source: ['GitHub documentation: Webhook events and payloads; Validating webhook deliveries'],
} as const satisfies VendorGuide;
