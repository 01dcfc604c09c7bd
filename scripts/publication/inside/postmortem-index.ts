// What was learned, with the whole text and the causes, and which incidents still owe it.
import type { Incident } from '../../model/incident.ts';
import { type Instant, utcDay } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { isReviewed } from '../../postmortems/gate.ts';
import { clocksOf } from '../../rooms/clocks.ts';
import { renderRepositoryMarkdown } from '../markdown.ts';
import type { PostmortemIndexView, PostmortemRowView } from './view.ts';

/** What the index is made of. */
export type PostmortemIndexInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly postmortems: readonly Postmortem[];
  readonly now: Instant;
};

/** The index: newest first, and those that are lacking by their deadline. */
export function viewPostmortems({
  organisation,
  incidents,
  postmortems,
  now,
}: PostmortemIndexInput): PostmortemIndexView {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  const written = postmortems
    .map((postmortem) => viewPostmortem(postmortem, byId.get(postmortem.incident), now))
    .toSorted((left, right) => (left.incident < right.incident ? 1 : -1));
  const known = new Set(postmortems.map(({ incident }) => incident));
  return {
    written,
    lacking: incidents
      .filter(({ id, postmortem }) => !known.has(postmortem ?? id))
      .flatMap((incident) =>
        clocksOf(organisation, incident, null)
          .filter(({ kind }) => kind === 'postmortem')
          .map(({ due }) => ({ incident: incident.id, due })),
      )
      .toSorted((left, right) => (left.due < right.due ? -1 : 1)),
    causes: causesOf(written),
  };
}

function viewPostmortem(
  { incident: id, state, owner, due, meeting, report }: Postmortem,
  incident: Incident | undefined,
  now: Instant,
): PostmortemRowView {
  return {
    incident: id,
    title: incident?.title ?? id,
    team: incident?.owner.team ?? null,
    severity: incident?.severityMax ?? null,
    state,
    owner,
    due,
    meeting: meeting ?? null,
    isOverdue: !isReviewed(state) && due < utcDay(now),
    factors: report?.factors ?? [],
    html: renderRepositoryMarkdown(report?.text ?? ''),
  };
}

function causesOf(written: readonly PostmortemRowView[]): PostmortemIndexView['causes'] {
  const named = written.flatMap(({ incident, factors }) =>
    [...new Set(factors.map(({ category }) => category))].map((category) => ({
      category,
      incident,
    })),
  );
  return [...Map.groupBy(named, ({ category }) => category)]
    .map(([category, members]) => ({
      category,
      incidents: members.map(({ incident }) => incident),
    }))
    .toSorted(
      (left, right) =>
        right.incidents.length - left.incidents.length || (left.category < right.category ? -1 : 1),
    );
}
