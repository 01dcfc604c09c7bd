// The organisation and its incidents → what customers see.
import { type Component, type ComponentStatus, worseStatus } from '../model/component.ts';
import { EARLY_MS, workOf } from '../maintenance/words.ts';
import type { Decision } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import type { UptimePolicy } from '../model/uptime.ts';
import type { Coverage } from '../ownership/coverage.ts';
import type { Course } from './inside/course.ts';
import { spansOf, viewIncident } from './incident-view.ts';
import { withoutRetracted } from './retracted.ts';
import { namedComponents } from './renamed.ts';
import { type Held, heldBetween, putOffBetween } from './schedule-view.ts';
import { worstOf } from './sentence.ts';
import { cutIntoDays, type Span } from './spans.ts';
import { calledOffAt, hasPage, isCounted } from './standing.ts';
import { uptimeOf } from './uptime.ts';
import type { ComponentGroupView, ComponentView, IncidentView, PublicView } from './view.ts';

/** What the views are made of. */
export type PublicationInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly postmortems: readonly Postmortem[];
  /** The Markdown of incidents' files by their ids, for people inside. */
  readonly bodies?: ReadonlyMap<string, string>;
  /** What Tocsin's lines tell of incidents whose Markdown is withheld. */
  readonly courses?: ReadonlyMap<string, Course>;
  /** The commit that the files come from; null outside git. */
  readonly revision: string | null;
  readonly now: Instant;
  /** What recorded signals say about the rules and the map, for people inside; null where none were recorded. */
  readonly recorded?: {
    readonly coverage: Coverage;
    readonly decisions: readonly Pick<Decision, 'trace' | 'resolution'>[];
  } | null;
};

/** Builds the public view. Nothing that is not published leaves this function. */
export function viewPublic({
  organisation,
  incidents,
  postmortems,
  revision,
  now,
}: PublicationInput): PublicView {
  const components = namedComponents(organisation);
  const told = incidents.filter(isCounted);
  const learned = new Map(postmortems.map((postmortem) => [postmortem.incident, postmortem]));
  const viewed = (incident: Incident): IncidentView =>
    viewIncident(
      incident,
      components,
      learned.get(incident.postmortem ?? incident.id) ?? null,
      now,
    );
  const { name, url, support, uptime, page } = organisation.settings;
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  const around = { url, languages: page.languages, incidents: byId };
  const views = incidents
    .filter(hasPage)
    .map((incident) => viewed(withoutRetracted(incident, around)))
    .toSorted(newestFirst);
  const begun = begunOf(told, views, now);
  const spans = told.flatMap((incident) => spansOf(incident, now));
  const groups = viewGroups(organisation, spans, views, now);
  const active = views.filter((view) => isOpen(view)).toSorted(worstFirst);
  const maintenance = views.filter((view) => view.kind === 'maintenance');
  const running = maintenance.filter(
    (view) => view.status === 'in_progress' || view.status === 'verifying',
  );
  const { name: pageName, ...brand } = page.brand;
  return {
    page: {
      name: pageName ?? `${name} status`,
      url,
      support,
      languages: page.languages,
      staleAfterMs: page.staleAfterMs,
      brand,
    },
    builtAt: now,
    revision,
    uptimePolicy: uptime,
    state: { status: worstOf(groups, active) },
    groups,
    active,
    maintenance: {
      running,
      upcoming: maintenance.filter((view) => view.status === 'scheduled').toReversed(),
      cancelled: maintenance.filter((view) => view.status === 'cancelled'),
    },
    recent: recentDays(begun, now),
    months: monthsOf(begun),
    incidents: views,
  };
}

const DAYS_SHOWN = 90;
const RECENT_DAYS = 14;

function viewGroups(
  organisation: Organisation,
  spans: readonly (Span & { readonly component: string })[],
  views: readonly IncidentView[],
  now: Instant,
): readonly ComponentGroupView[] {
  const bySpan = Map.groupBy(spans, (span) => span.component);
  const current = currentStatus(views);
  return organisation.products.flatMap((product) => {
    const components = product.services.flatMap((service) =>
      service.component === null
        ? []
        : [
            viewComponent(
              service.component,
              bySpan.get(service.component.id) ?? [],
              current.get(service.component.id) ?? 'operational',
              { now, policy: organisation.settings.uptime },
            ),
          ],
    );
    if (components.length === 0) return [];
    const status = components.reduce<ComponentStatus>(
      (worst, component) => worseStatus(worst, component.status),
      'operational',
    );
    const { id, name, description, translations } = product;
    const inOthers = translations === undefined ? {} : { translations };
    return [{ id, name, description, ...inOthers, status, components }];
  });
}

function viewComponent(
  component: Component,
  spans: readonly Span[],
  status: ComponentStatus,
  { now, policy }: { readonly now: Instant; readonly policy: UptimePolicy },
): ComponentView {
  const since = addMs(`${utcDay(now)}T00:00:00.000Z`, (1 - DAYS_SHOWN) * 86_400_000);
  const recent = spans.filter((span) => span.until === null || span.until > since);
  const days = cutIntoDays(recent, now, DAYS_SHOWN);
  return {
    id: component.id,
    ...(component.former === undefined ? {} : { former: component.former }),
    ...(component.merged === undefined ? {} : { merged: component.merged }),
    name: component.name,
    description: component.description,
    ...(component.translations === undefined ? {} : { translations: component.translations }),
    status,
    days: days.map((day) => ({
      day: day.day,
      status: day.status,
      minutes: Math.round((day.ms[day.status] ?? 0) / 60_000),
      incidents: day.incidents,
    })),
    uptime: uptimeOf(days, policy),
    intervals: recent
      .map(({ incident, status: during, from, until }) => ({
        incident,
        status: during,
        from,
        until,
      }))
      .toSorted(byBeginning),
  };
}

function byBeginning(left: Span, right: Span): number {
  if (left.from !== right.from) return left.from < right.from ? -1 : 1;
  return left.incident < right.incident ? -1 : 1;
}

/** What each component is now: the worst that an open incident or a running maintenance says. */
function currentStatus(views: readonly IncidentView[]): ReadonlyMap<string, ComponentStatus> {
  const current = new Map<string, ComponentStatus>();
  for (const view of views) {
    const isNow =
      view.kind === 'incident'
        ? isOpen(view)
        : view.status === 'in_progress' || view.status === 'verifying';
    if (!isNow) continue;
    for (const component of view.components) {
      const status = view.kind === 'maintenance' ? 'maintenance' : component.status;
      current.set(component.id, worseStatus(current.get(component.id) ?? 'operational', status));
    }
  }
  return current;
}

function isOpen({ kind, status }: IncidentView): boolean {
  return kind === 'incident' && status !== 'resolved' && status !== 'withdrawn';
}

function recentDays(begun: readonly IncidentView[], now: Instant): PublicView['recent'] {
  const past = Map.groupBy(begun, (view) => utcDay(view.startedAt));
  return Array.from({ length: RECENT_DAYS }, (_, index) => {
    const day = utcDay(addMs(now, -index * 86_400_000));
    return { day, incidents: past.get(day) ?? [] };
  });
}

/** What has begun: an incident as it is, a recurring maintenance once for each of its times. */
function begunOf(
  told: readonly Incident[],
  views: readonly IncidentView[],
  now: Instant,
): readonly IncidentView[] {
  const byId = new Map(views.map((view) => [view.id, view]));
  return told
    .flatMap((incident) => {
      const view = byId.get(incident.id);
      if (view === undefined) return [];
      const work = workOf(incident);
      if (work === null) return hasBegun(view) ? [view] : [];
      const { recurs, from } = work.window;
      const narrowed = (times: readonly Held[]): readonly IncidentView[] =>
        times.map((time) => narrowTo(view, time, now));
      if (recurs !== undefined)
        return narrowed([
          ...putOffBetween(work, addMs(from, -EARLY_MS), now),
          ...heldBetween(work, from, now, calledOffAt(incident)),
        ]);
      return [...narrowed(putOffBetween(work, BEGINNING, now)), ...(hasBegun(view) ? [view] : [])];
    })
    .toSorted(newestFirst);
}

/** What was called off has only begun where it ran until then. */
function hasBegun({ status, endedAt }: IncidentView): boolean {
  return status === 'cancelled' ? endedAt !== null : status !== 'scheduled';
}

/** A recurring maintenance as one of its times; the schedule stays with the maintenance itself. */
function narrowTo(view: IncidentView, { from, until, isCut }: Held, now: Instant): IncidentView {
  const isOver = until !== null && until <= now;
  return {
    ...view,
    status: isCut ? 'cancelled' : isOver ? 'completed' : view.status,
    startedAt: from,
    endedAt: isOver ? until : null,
    window: { from, until: until ?? view.window?.until ?? from },
    schedule: null,
    withdrawnAt: null,
  };
}

function monthsOf(begun: readonly IncidentView[]): PublicView['months'] {
  const months = Map.groupBy(begun, (view) => view.startedAt.slice(0, 7));
  return [...months]
    .map(([month, incidents]) => ({ month, incidents }))
    .toSorted((left, right) => (left.month < right.month ? 1 : -1));
}

function newestFirst(left: IncidentView, right: IncidentView): number {
  if (left.startedAt !== right.startedAt) return left.startedAt < right.startedAt ? 1 : -1;
  return left.id < right.id ? 1 : -1;
}

function worstFirst(left: IncidentView, right: IncidentView): number {
  if (left.impact === right.impact) return newestFirst(left, right);
  return worseStatus(left.impact, right.impact) === left.impact ? -1 : 1;
}
