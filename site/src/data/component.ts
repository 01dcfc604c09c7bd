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
import type { Said } from '../../../scripts/speech/phrase.ts';
import { descriptionOf, nameOf } from '../../../scripts/publication/said.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';

/** What a component's page shows. */
export type ComponentPage = {
  readonly row: ComponentRow;
  readonly group: Said;
  readonly description: Said | null;
  readonly active: readonly IncidentPanel[];
  readonly running: readonly IncidentPanel[];
  readonly past: readonly { readonly day: Time; readonly incidents: readonly IncidentRow[] }[];
  /** Said where nothing stands in the past. */
  readonly empty: string;
  /** Whether more happened than stands here. */
  readonly hasMore: boolean;
};

const PAST_SHOWN = 25;
/** What takes place every day must not push out what went wrong. */
const TIMES_SHOWN = 3;

/** The view model of one component's page. */
export function componentPage(
  view: PublicView,
  { group, component, touching, over }: ComponentInput,
  speech: Speech,
): ComponentPage {
  const known = new Map(touching.map((incident) => [incident.id, incident]));
  const active = touching.filter(isNow);
  const shown = newestOfEach(over).slice(0, PAST_SHOWN);
  const row = componentRow(component, known, { moments: momentsOf(view), speech });
  const isQuiet = active.length === 0 && row.strip.troubles.length === 0;
  return {
    row,
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
    empty: speech.say(isQuiet ? 'component.none' : 'component.noneElse'),
    hasMore: over.length > shown.length,
  };
}

function newestOfEach(over: readonly IncidentView[]): readonly IncidentView[] {
  const times = new Map<string, number>();
  return over.filter(({ id }) => {
    const count = (times.get(id) ?? 0) + 1;
    times.set(id, count);
    return count <= TIMES_SHOWN;
  });
}

/** A component with its group and what names it, newest first. */
export type ComponentInput = {
  readonly group: ComponentGroupView;
  readonly component: ComponentView;
  readonly touching: readonly IncidentView[];
  /** What is over; of recurring work each of its times. */
  readonly over: readonly IncidentView[];
};

/** Every component with what happened to it, in one pass over the history. */
export function componentInputs(view: PublicView): readonly ComponentInput[] {
  const touching = byComponent(view.incidents);
  const begun = view.months.flatMap(({ incidents }) => incidents);
  const over = byComponent(begun.filter(({ endedAt }) => endedAt !== null));
  return view.groups.flatMap((group) =>
    group.components.map((component) => ({
      group,
      component,
      touching: touching.get(component.id) ?? [],
      over: over.get(component.id) ?? [],
    })),
  );
}

function byComponent(
  incidents: readonly IncidentView[],
): ReadonlyMap<string, readonly IncidentView[]> {
  const found = new Map<string, IncidentView[]>();
  for (const incident of incidents) {
    for (const { id } of incident.components) {
      const known = found.get(id);
      if (known === undefined) found.set(id, [incident]);
      else known.push(incident);
    }
  }
  return found;
}

function isNow({ kind, status }: IncidentView): boolean {
  return kind === 'incident'
    ? status !== 'resolved' && status !== 'withdrawn'
    : status === 'in_progress' || status === 'verifying';
}
