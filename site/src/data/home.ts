// The home page: is it broken, is it my part, does someone work on it.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import { utcDay } from '../../../scripts/model/instant.ts';
import type {
  ComponentGroupView,
  IncidentView,
  PublicView,
} from '../../../scripts/publication/view.ts';
import {
  componentNames,
  incidentPanel,
  incidentRow,
  type IncidentPanel,
  type IncidentRow,
} from './incident-summary.ts';
import { strip, type Strip } from './strip.ts';
import { clock, longDay, span, weekday, type Time } from './time.ts';
import { counted, STATUS_WORDS } from './words.ts';

/** What the home page shows. */
export type HomeView = {
  readonly status: ComponentStatus;
  readonly sentence: string;
  readonly asOf: { readonly clock: Time; readonly day: Time };
  readonly active: readonly IncidentPanel[];
  readonly running: readonly IncidentPanel[];
  readonly upcoming: readonly UpcomingRow[];
  readonly groups: readonly GroupBlock[];
  readonly recent: readonly { readonly day: Time; readonly incidents: readonly IncidentRow[] }[];
};

/** A planned maintenance. */
export type UpcomingRow = {
  readonly id: string;
  readonly title: string;
  readonly when: string;
  readonly components: string;
};

/** A product with its components. */
export type GroupBlock = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** What the folded group says on a phone; null when something is wrong and it stays open. */
  readonly fold: string | null;
  readonly components: readonly ComponentRow[];
};

/** A component in one row. */
export type ComponentRow = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: ComponentStatus;
  readonly word: string;
  readonly strip: Strip;
  readonly uptime: string;
};

/** The view model of the home page. */
export function homeView(view: PublicView): HomeView {
  const today = utcDay(view.builtAt);
  const known = new Map(view.incidents.map((incident) => [incident.id, incident]));
  return {
    status: view.state.status,
    sentence: view.state.sentence,
    asOf: { clock: clock(view.builtAt), day: longDay(today) },
    active: view.active.map((incident) => incidentPanel(incident, today)),
    running: view.maintenance.running.map((incident) => incidentPanel(incident, today)),
    upcoming: view.maintenance.upcoming.map(upcomingRow),
    groups: view.groups.map((group) => groupBlock(group, known)),
    recent: view.recent.map(({ day, incidents }) => ({
      day: weekday(day),
      incidents: incidents.map((incident) => incidentRow(incident, day)),
    })),
  };
}

/** Two decimals, rounded down: only a component without any outage reads 100%. */
export function percentage(share: number): string {
  if (share >= 1) return '100%';
  return `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)}%`;
}

function upcomingRow(incident: IncidentView): UpcomingRow {
  const { from, until } = incident.window ?? {
    from: incident.startedAt,
    until: incident.startedAt,
  };
  return {
    id: incident.id,
    title: incident.title,
    when: span(from, until),
    components: componentNames(incident),
  };
}

function groupBlock(
  group: ComponentGroupView,
  known: ReadonlyMap<string, IncidentView>,
): GroupBlock {
  const allWell = group.components.every((component) => component.status === 'operational');
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    fold: allWell ? `${counted(group.components.length, 'component')} operational` : null,
    components: group.components.map((component) => ({
      id: component.id,
      name: component.name,
      description: component.description,
      status: component.status,
      word: STATUS_WORDS[component.status],
      strip: strip(component.days, known),
      uptime: percentage(component.uptime),
    })),
  };
}
