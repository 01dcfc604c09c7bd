// Narrows the webhook body of Google Cloud Monitoring (schema versions 1.1 and 1.2).
// https://cloud.google.com/monitoring/support/notification-options#webhooks
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, entries, identity, instant, items, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** An incident of an alerting policy. */
export type PolicyIncident = {
  readonly id: string;
  readonly state: string;
  readonly policy: string | null;
  readonly condition: string | null;
  readonly severity: string | null;
  readonly summary: string | null;
  /** What the policy's author wrote for the responder. */
  readonly documentation: string | null;
  readonly subject: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Labels of the policy, then of what is monitored; the first of equal keys counts. */
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads `incident`; fails without an id or a state. */
export function readIncident(body: unknown): Parsed<PolicyIncident> {
  const incident = at(body, 'incident');
  const id = identity(incident, 'incident_id');
  if (id === null) return unexpected(body, ['incident', 'incident_id'], 'the id of an incident');
  const state = text(incident, 'state');
  if (state === null) return unexpected(body, ['incident', 'state'], '`open` or `closed`');
  const documentation = at(incident, 'documentation');
  return parsed({
    id,
    state,
    policy: text(incident, 'policy_name'),
    condition: text(incident, 'condition_name') ?? text(incident, 'condition', 'displayName'),
    severity: text(incident, 'severity') ?? text(incident, 'policy_user_labels', 'severity'),
    summary: prose(incident, 'summary'),
    documentation: prose(documentation, 'content') ?? prose(documentation),
    subject: text(documentation, 'subject'),
    startedAt: epochInstant(incident, 'started_at') ?? instant(incident, 'started_at'),
    endedAt: epochInstant(incident, 'ended_at') ?? instant(incident, 'ended_at'),
    labels: labelsOf(incident),
    urls: [at(incident, 'url'), ...items(documentation, 'links').map((link) => at(link, 'url'))],
  });
}

function labelsOf(incident: unknown): readonly LabelEntry[] {
  return [
    ...entries(incident, 'policy_user_labels'),
    ...entries(incident, 'metadata', 'user_labels'),
    ...entries(incident, 'metric', 'labels'),
    ...entries(incident, 'resource', 'labels'),
    ...entries(incident, 'metadata', 'system_labels'),
    ...statedLabels({
      resource_type: text(incident, 'resource', 'type'),
      resource_name: text(incident, 'resource_name') ?? text(incident, 'resource_display_name'),
      resource_id: text(incident, 'resource_id'),
      metric_type: text(incident, 'metric', 'type'),
      project_id: text(incident, 'scoping_project_id'),
      policy: text(incident, 'policy_name'),
    }),
  ];
}
