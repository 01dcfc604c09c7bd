// Whether an incident may be closed. The rules of post-mortems decide; here is only the place that asks them.
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';

/** Whether the way to `closed` is open. */
export type Gate =
  | { readonly kind: 'open' }
  | { readonly kind: 'held'; readonly reasons: readonly string[] };

/** Asks whether an incident may be closed. */
export function gate(
  organisation: Organisation,
  incident: Incident,
  postmortem: Postmortem | null,
  _now: Instant,
): Gate {
  const { categories } = organisation.levels[incident.severityMax].postmortem;
  const isReviewed = postmortem !== null && !['draft', 'in_review'].includes(postmortem.state);
  const items = [
    ...(postmortem?.actionItems ?? []),
    ...incident.actions.filter(({ id }) => !postmortem?.actionItems.some((each) => each.id === id)),
  ].filter(({ status }) => status === 'accepted');
  const reasons = [
    ...(categories.includes(incident.category) && !isReviewed
      ? [
          `a reviewed post-mortem is required (${incident.severityMax}, ${incident.category}): begin it with \`/postmortem\``,
        ]
      : []),
    ...items
      .filter(({ issue, due }) => issue === null || due === null)
      .map(({ id }) => `action item ${id} is accepted and lacks its issue or its day`),
  ];
  return reasons.length === 0 ? { kind: 'open' } : { kind: 'held', reasons };
}
