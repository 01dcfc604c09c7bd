// Snapshots of the fictional company Larder, consistent in themselves: days and uptime follow from the incidents.
import { worseStatus, type ComponentStatus } from '../../scripts/model/component.ts';
import { addMs, toMs, utcDay, type Instant } from '../../scripts/model/instant.ts';
import { DEFAULT_PAGE } from '../../scripts/model/page.ts';
import { DEFAULT_UPTIME } from '../../scripts/model/uptime.ts';
import type {
  ComponentDayView,
  ComponentView,
  IncidentView,
  PublicView,
  Snapshot,
} from '../../scripts/publication/view.ts';
import { componentId, entry, NOW, PRODUCTS } from './sample-entry.ts';
import { CARDS, MORE, PAST, PAST_MAINTENANCE, RUNNING, UPCOMING } from './sample-incidents.ts';
import { emptyInternal, exampleState, internalOf } from './sample-inside.ts';

/** The situations that the site must look right in. */
export const SCENARIOS = ['calm', 'outage', 'storm', 'long', 'empty'] as const;

/** One of the situations. */
export type Scenario = (typeof SCENARIOS)[number];

const DAY_MS = 86_400_000;
const { name: _name, ...BRAND } = DEFAULT_PAGE.brand;
const LONG = entry({
  id: '2026-11-21-web-shop',
  title: 'Search in the web shop finds no seasonal products for customers in the northern regions',
  began: '2026-11-21T07:12:00.000Z',
  lasted: null,
  touches: [['Web shop', 'degraded']],
  told: [
    [20, 'identified', 'Products are listed under their category; only the search misses them.'],
  ],
});

/** A snapshot for the public. */
export function sampleSnapshot(scenario: Scenario): Snapshot {
  return { audience: 'public', public: scenario === 'empty' ? emptyView() : publicView(scenario) };
}

/** The same for people inside; its internal pages are the example organisation's. */
export function internalSnapshot(scenario: Scenario): Snapshot {
  const internal = scenario === 'empty' ? emptyInternal() : internalOf(exampleState());
  const view = sampleSnapshot(scenario).public;
  const published = new Set(view.incidents.map(({ id }) => id));
  const pages = internal.inside.pages.map((each) => ({
    ...each,
    isPublic: published.has(each.id),
  }));
  const inside = { ...internal.inside, pages };
  return { audience: 'internal', public: view, internal: { ...internal, inside } };
}

function publicView(scenario: Scenario): PublicView {
  const active = activeIn(scenario);
  const running = scenario === 'storm' ? [RUNNING] : [];
  const incidents = [...active, ...running, UPCOMING, ...PAST, PAST_MAINTENANCE].toSorted(
    (left, right) => right.startedAt.localeCompare(left.startedAt),
  );
  const begun = incidents.filter((incident) => incident.startedAt <= NOW);
  const groups = PRODUCTS.map(([id, name, components]) => {
    const rows = components.map((component) => componentView(component, begun));
    return {
      id,
      name,
      description: null,
      status: worst(rows.map((row) => row.status)),
      components: rows,
    };
  });
  const status = worst(groups.map((group) => group.status));
  return {
    ...emptyView(),
    state: { status },
    groups,
    active,
    maintenance: { running, upcoming: [UPCOMING], cancelled: [] },
    recent: days(14)
      .toReversed()
      .map((day) => ({
        day,
        incidents: begun.filter((incident) => utcDay(incident.startedAt) === day),
      })),
    months: [...new Set(begun.map((incident) => incident.startedAt.slice(0, 7)))].map((month) => ({
      month,
      incidents: begun.filter((incident) => incident.startedAt.startsWith(month)),
    })),
    incidents,
  };
}

function emptyView(): PublicView {
  return {
    page: {
      name: 'Larder status',
      url: 'https://status.larder.example',
      support: 'help@larder.example',
      languages: ['en', 'de', 'ar'],
      staleAfterMs: DEFAULT_PAGE.staleAfterMs,
      brand: { ...BRAND, links: [{ text: 'Larder', url: 'https://larder.example' }] },
    },
    builtAt: NOW,
    revision: '3f2a9c1d7be04c51a7e8f0b6d9c2435e1f8a7b60',
    uptimePolicy: DEFAULT_UPTIME,
    state: { status: 'operational' },
    groups: [],
    active: [],
    maintenance: { running: [], upcoming: [], cancelled: [] },
    recent: days(14)
      .toReversed()
      .map((day) => ({ day, incidents: [] })),
    months: [],
    incidents: [],
  };
}

function activeIn(scenario: Scenario): readonly IncidentView[] {
  switch (scenario) {
    case 'calm':
    case 'empty':
      return [];
    case 'outage':
      return [CARDS];
    case 'storm':
      return [CARDS, ...MORE];
    case 'long':
      return [LONG];
  }
}

function componentView(name: string, incidents: readonly IncidentView[]): ComponentView {
  const id = componentId(name);
  const touching = incidents.filter((incident) =>
    incident.components.some((component) => component.id === id),
  );
  const dayViews = days(90).map((day) => dayView(day, id, touching));
  const down = dayViews.reduce(
    (sum, day) =>
      sum +
      (day.status === 'maintenance' ? 0 : day.minutes * (day.status === 'major_outage' ? 1 : 0.3)),
    0,
  );
  const open = touching.filter((incident) => incident.endedAt === null);
  return {
    id,
    name,
    description: null,
    status: worst(open.map((incident) => impactOn(incident, id))),
    days: dayViews,
    uptime: 1 - down / (90 * 1440),
    intervals: touching.map((incident) => ({
      incident: incident.id,
      status: impactOn(incident, id),
      from: incident.startedAt,
      until: incident.endedAt,
    })),
  };
}

function dayView(day: string, id: string, incidents: readonly IncidentView[]): ComponentDayView {
  const start: Instant = `${day}T00:00:00.000Z`;
  const hits = incidents.filter((incident) => overlap(incident, start) > 0);
  return {
    day,
    status: worst(hits.map((incident) => impactOn(incident, id))),
    minutes: hits.reduce((sum, incident) => sum + overlap(incident, start), 0),
    incidents: hits.map((incident) => incident.id),
  };
}

function overlap(incident: IncidentView, start: Instant): number {
  const from = Math.max(toMs(incident.startedAt), toMs(start));
  const until = Math.min(toMs(incident.endedAt ?? NOW), toMs(start) + DAY_MS);
  return Math.max(0, Math.round((until - from) / 60_000));
}

function impactOn(incident: IncidentView, id: string): ComponentStatus {
  return incident.components.find((component) => component.id === id)?.status ?? 'operational';
}

function worst(statuses: readonly ComponentStatus[]): ComponentStatus {
  return statuses.reduce(worseStatus, 'operational');
}

function days(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    utcDay(addMs(NOW, (index - count + 1) * DAY_MS)),
  );
}
