// Components that are called otherwise now, or became a part of another one: incidents keep the id that they were written
// with, views know the one of today.
import { type Component, type ComponentStatus, worseStatus } from '../model/component.ts';
import type { ComponentBefore, Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';

/**
 * The incidents with the ids that their components have today. Of a renamed one what is said under the id of today counts;
 * of several that are one today the worst at each time.
 */
export function withIdsOfToday(
  incidents: readonly Incident[],
  organisation: Organisation,
): readonly Incident[] {
  const today = idsOfToday(organisation);
  if (today.renamed.size + today.merged.size === 0) return incidents;
  return incidents.map((incident) => {
    const isTouched = [
      ...Object.keys(incident.components),
      ...incident.componentsBefore.map(({ component }) => component),
    ].some((id) => today.renamed.has(id) || today.merged.has(id));
    return isTouched ? withMerged(withRenamed(incident, today.renamed), today.merged) : incident;
  });
}

type Ids = ReadonlyMap<string, string>;

/** The ids of today, by those that components had and by those of what became a part of them. */
function idsOfToday(organisation: Organisation): { readonly renamed: Ids; readonly merged: Ids } {
  const shown = shownComponents(organisation);
  const pairs = (of: (component: Component) => readonly string[] | undefined): Ids =>
    new Map(
      shown.flatMap((component) =>
        (of(component) ?? []).map((old) => [old, component.id] as const),
      ),
    );
  return { renamed: pairs(({ former }) => former), merged: pairs(({ merged }) => merged) };
}

function withRenamed(incident: Incident, renamed: Ids): Incident {
  const entries = Object.entries(incident.components);
  return {
    ...incident,
    components: Object.fromEntries([
      ...entries.map(([id, status]) => [renamed.get(id) ?? id, status] as const),
      ...entries.filter(([id]) => !renamed.has(id)),
    ]),
    componentsBefore: incident.componentsBefore.map((before) => ({
      ...before,
      component: renamed.get(before.component) ?? before.component,
    })),
  };
}

function withMerged(incident: Incident, merged: Ids): Incident {
  const before = Map.groupBy(incident.componentsBefore, ({ component }) => component);
  const parts = Map.groupBy(
    new Set([...Object.keys(incident.components), ...before.keys()]),
    (id) => merged.get(id) ?? id,
  );
  if ([...parts].every(([id, own]) => own.every((part) => part === id))) return incident;
  const components: Record<string, ComponentStatus> = {};
  const courses = [...parts].flatMap(([id, own]) => {
    const course = together(
      id,
      own.map((part) => ({
        before: before.get(part) ?? [],
        // What was taken out of the list works, as far as the incident knows.
        status: incident.components[part] ?? 'operational',
      })),
    );
    if (own.some((part) => incident.components[part] !== undefined)) components[id] = course.status;
    return course.before;
  });
  return { ...incident, components, componentsBefore: courses };
}

/** How one component was in an incident: what it was until when, in order, and what it is since. */
type Course = {
  readonly before: readonly ComponentBefore[];
  readonly status: ComponentStatus;
};

/** Several courses as that of one component, which was as bad as the worst of them at each time. */
function together(component: string, courses: readonly Course[]): Course {
  const edges = new Set(courses.flatMap(({ before }) => before.map(({ until }) => until)));
  return {
    before: [...edges].toSorted().map((until) => ({
      component,
      status: worstOf(
        courses.map(
          ({ before, status }) => before.find((each) => each.until >= until)?.status ?? status,
        ),
      ),
      until,
    })),
    status: worstOf(courses.map(({ status }) => status)),
  };
}

function worstOf(statuses: readonly ComponentStatus[]): ComponentStatus {
  return statuses.reduce<ComponentStatus>(worseStatus, 'operational');
}

/** Everything that customers see on the page. */
function shownComponents({ services }: Organisation): readonly Component[] {
  return [...services.values()].flatMap(({ component }) => component ?? []);
}

/** The names of components for customers, by id: also of those that they see no more. */
export function namedComponents(organisation: Organisation): ReadonlyMap<string, Component> {
  const retired = organisation.products.flatMap((product) => product.retired ?? []);
  return new Map(
    [...retired, ...shownComponents(organisation)].map((component) => [component.id, component]),
  );
}
