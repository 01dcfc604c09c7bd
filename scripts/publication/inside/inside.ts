// The organisation, its incidents and what was recorded → what people inside see.
import type { Incident } from '../../model/incident.ts';
import { viewDebt } from '../debt-view.ts';
import type { PublicationInput } from '../public-view.ts';
import { viewGraph } from './graph-view.ts';
import { viewIncidentPages } from './incident-pages.ts';
import { viewRow } from './incident-rows.ts';
import { viewMatrix } from './matrix-view.ts';
import { viewOnCall } from './on-call-view.ts';
import { viewOwnership } from './ownership-view.ts';
import { viewPostmortems } from './postmortem-index.ts';
import { viewRules } from './rules-view.ts';
import { viewSlices } from './slices.ts';
import type { InsideView } from './view.ts';
import type { InsideIncident } from './incident-views.ts';

/** Builds everything that only people inside see. */
export function viewInside(input: PublicationInput): InsideView {
  const { organisation, now, recorded = null } = input;
  const rows = rowsOf(input);
  return {
    incidents: rows,
    pages: viewIncidentPages(input),
    slices: viewSlices({ ...input, rows }),
    debt: viewDebt(input),
    postmortems: viewPostmortems(input),
    onCall: viewOnCall(organisation, now),
    matrix: viewMatrix(organisation),
    ownership: viewOwnership(organisation, recorded?.coverage ?? null),
    graph: viewGraph(organisation, rows),
    rules: viewRules(organisation, recorded?.decisions ?? null),
  };
}

function rowsOf({
  organisation,
  incidents,
  postmortems,
  now,
}: PublicationInput): readonly InsideIncident[] {
  const written = new Map(postmortems.map((postmortem) => [postmortem.incident, postmortem]));
  const learned = ({ id, postmortem }: Incident) => written.get(postmortem ?? id) ?? null;
  return incidents
    .filter(({ kind }) => kind === 'incident')
    .map((incident) => viewRow(organisation, incident, learned(incident), now))
    .toSorted((left, right) =>
      left.startedAt === right.startedAt
        ? left.id < right.id
          ? 1
          : -1
        : left.startedAt < right.startedAt
          ? 1
          : -1,
    );
}
