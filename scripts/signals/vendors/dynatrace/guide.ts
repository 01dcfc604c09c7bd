// How to connect Dynatrace, for docs/vendors/dynatrace.md.
import type { VendorGuide } from '../../guide.ts';

/** Dynatrace. */
export const guide = {
  setup: `1. **Settings → Integration → Problem notifications** → Custom integration. Webhook URL: \`https://tocsin.example/hooks/dynatrace\`.
2. Additional HTTP header \`Authorization\` with the value \`Bearer \` and the value of \`TOCSIN_DYNATRACE_SECRET\`. Content type: JSON.
3. Custom payload; \`ImpactedEntities\` and \`ProblemDetailsJSON\` stand without quotes:

   \`\`\`json
   {
     "State": "{State}",
     "PID": "{PID}",
     "ProblemID": "{ProblemID}",
     "ProblemTitle": "{ProblemTitle}",
     "ProblemSeverity": "{ProblemSeverity}",
     "ProblemImpact": "{ProblemImpact}",
     "ProblemURL": "{ProblemURL}",
     "ProblemDetailsText": "{ProblemDetailsText}",
     "ProblemDetailsJSON": {ProblemDetailsJSON},
     "ImpactedEntities": {ImpactedEntities},
     "Tags": "{Tags}"
   }
   \`\`\`

4. Tick **Send notification if problem is closed**, else nothing ever ends. The test has PID 99999 and opens a problem; send nothing from it to a live team.`,
  extracts: [
    'Identity: PID, else the id in the details or in the link, else ProblemID.',
    'OPEN opens, RESOLVED and CLOSED end, MERGED is an update.',
    'Severity: the level (AVAILABILITY, ERROR, PERFORMANCE, RESOURCE_CONTENTION, CUSTOM_ALERT …) in ProblemSeverity or in the details.',
    'Service: a tag `service`, else the one affected service, else the one affected entity that is no host, else a field Service. Host: the one affected host.',
    'Environment and team: tags of that name, or a field Environment.',
    'Start and end from the details; text, HTML or Markdown as description; tags, impact and management zones as labels; the link to the problem.',
    'Keys may be spelled as you like (`Problem URL`, `problem_url`), and the whole may be wrapped in a CloudEvent. So are the events of workflows (`event.id`, `event.status`, `event.category` …).',
  ],
  unknown: [
    'Start and end without ProblemDetailsJSON.',
    'The severity without ProblemSeverity or the details: ProblemImpact is a scope and never taken for one.',
    'Which of several services is meant.',
  ],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat is the same problem again.',
  source: ['Dynatrace documentation: Webhook integration; Problem notifications; Problems API'],
} as const satisfies VendorGuide;
