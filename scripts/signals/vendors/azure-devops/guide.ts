// How to connect Azure DevOps, for docs/vendors/azure-devops.md.
import type { VendorGuide } from '../../guide.ts';

/** Azure DevOps. */
export const guide = {
  setup: `1. **Project settings → Service hooks** → Create subscription → Web Hooks.
2. Choose the event: Build completed; Run stage or run state changed; Release deployment started or completed; Work item created, updated, deleted or restored. One subscription per event.
3. URL: \`https://tocsin.example/hooks/azure-devops\`. Basic authentication: a user name of your choice and the value of \`TOCSIN_AZURE_DEVOPS_SECRET\` as password. A header \`Authorization: Bearer …\` works too.
4. Resource details to send: **All**. Messages: any. With None there is nothing that identifies a build, and the message is quarantined.`,
  extracts: [
    'Builds, pipeline runs and deployments are of kind deployment. Identity: the definition, the pipeline and its stage, or the release definition and its stage, so that the next success ends a failure.',
    'failed and rejected mean that it failed, succeeded that it arrived; canceled and partiallySucceeded are updates. None opens an incident: releases, stages that deploy, and runs of the main line are recorded per service and environment and are looked at when an incident opens.',
    'Commit messages: of a release the first lines of those of its commits, of a build or a pipeline that which triggered it, where the payload holds them.',
    'Work items are of kind report. Identity: the number. Created, restored and reopened open; closed, done, resolved, removed and deleted end; comments and other changes are updates.',
    'Severity: of a work item its Severity field; builds and deployments have none.',
    'Service: the definition or pipeline, else the project; of a work item the project. Environment: the stage of a release; of a pipeline the word in the name of a stage that deploys (`Deploy Production`, `Release to staging`, `Production`).',
    'Start and end, branch, commit, release, area, iteration, type and priority; links to the result or the work item.',
  ],
  unknown: [
    'Whether a stage with another name deploys; stages without an environment and jobs are not recorded as deployments, nor is a run whose branch is not stated.',
    'The outcome of a build with minimal details: only its message tells it, in words, so it is an update.',
    'States of a customised process beyond the usual words: they neither open nor end anything.',
    'Who started a run or wrote a work item or a comment: never stored; comments are not stored either.',
    'Pushes, pull requests and approvals of pull requests: ignored.',
  ],
  retries:
    'Up to eight tries with growing pauses, then the subscription is on probation; 410 would switch it off at once. Uninteresting events get 202, and 503 is the answer while nothing can be stored.',
  source: ['Microsoft Learn: Service hooks events; Web Hooks; Troubleshoot service hooks'],
} as const satisfies VendorGuide;
