// The page of one component: its state, its 90 days as bars and as a table, its past incidents, its feeds.
import { utcDay } from '../../../scripts/model/instant.ts';
import type {
  ComponentGroupView,
  ComponentView,
  IncidentView,
  PublicView,
} from '../../../scripts/publication/view.ts';
import { componentRow, type ComponentRow } from './home.ts';
import {
  incidentPanel,
  incidentRow,
  type IncidentPanel,
  type IncidentRow,
} from './incident-summary.ts';
import { momentsOf } from './later.ts';
import type { Said } from './phrase.ts';
import { descriptionOf, nameOf } from './said.ts';
import type { Speech, Time } from './speech.ts';

/** What a component's page shows. */
export type ComponentPage = {
  readonly row: ComponentRow;
  readonly group: Said;
  readonly description: Said | null;
  readonly active: readonly IncidentPanel[];
  readonly running: readonly IncidentPanel[];
  readonly past: readonly { readonly day: Time; readonly incidents: readonly IncidentRow[] }[];
  /** Whether more happened than stands here. */
  readonly hasMore: boolean;
};

const PAST_SHOWN = 25;

/** The view model of one component's page; `touching` are the incidents that name it, newest first. */
export function componentPage(
  view: PublicView,
  { group, component, touching }: ComponentInput,
  speech: Speech,
): ComponentPage {
  const known = new Map(touching.map((incident) => [incident.id, incident]));
  const active = touching.filter(isNow);
  const past = touching.filter(({ endedAt }) => endedAt !== null);
  const shown = past.slice(0, PAST_SHOWN);
  return {
    row: componentRow(component, known, { moments: momentsOf(view), speech }),
    group: nameOf(group, speech),
    description: descriptionOf(component, speech),
    active: active
      .filter(({ kind }) => kind === 'incident')
      .map((incident) => incidentPanel(incident, view.builtAt, speech)),
    running: active
      .filter(({ kind }) => kind === 'maintenance')
      .map((incident) => incidentPanel(incident, view.builtAt, speech)),
    past: [...Map.groupBy(shown, (incident) => utcDay(incident.startedAt))].map(
      ([day, incidents]) => ({
        day: speech.longDay(day),
        incidents: incidents.map((incident) => incidentRow(incident, day, speech)),
      }),
    ),
    hasMore: past.length > shown.length,
  };
}

/** A component with its group and its incidents. */
export type ComponentInput = {
  readonly group: ComponentGroupView;
  readonly component: ComponentView;
  readonly touching: readonly IncidentView[];
};

/** Every component with what happened to it, in one pass over the history. */
export function componentInputs(view: PublicView): readonly ComponentInput[] {
  const touching = new Map<string, IncidentView[]>();
  for (const incident of view.incidents) {
    for (const { id } of incident.components) {
      const known = touching.get(id);
      if (known === undefined) touching.set(id, [incident]);
      else known.push(incident);
    }
  }
  return view.groups.flatMap((group) =>
    group.components.map((component) => ({
      group,
      component,
      touching: touching.get(component.id) ?? [],
    })),
  );
}

function isNow({ kind, status }: IncidentView): boolean {
  return kind === 'incident'
    ? status !== 'resolved' && status !== 'withdrawn'
    : status === 'in_progress' || status === 'verifying';
}
