// Components that are called otherwise now: incidents keep the id that they were written with, views know the one of today.
import { type Component, idsOf } from '../model/component.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';

/** The incidents with the ids that their components have today. What is said under the id of today counts. */
export function withIdsOfToday(
  incidents: readonly Incident[],
  organisation: Organisation,
): readonly Incident[] {
  const today = new Map(
    shownComponents(organisation).flatMap((component) =>
      idsOf(component)
        .slice(1)
        .map((old) => [old, component.id] as const),
    ),
  );
  if (today.size === 0) return incidents;
  return incidents.map((incident) => {
    const isTouched = [
      ...Object.keys(incident.components),
      ...incident.componentsBefore.map(({ component }) => component),
    ].some((id) => today.has(id));
    if (!isTouched) return incident;
    const entries = Object.entries(incident.components);
    return {
      ...incident,
      components: Object.fromEntries([
        ...entries.map(([id, status]) => [today.get(id) ?? id, status] as const),
        ...entries.filter(([id]) => !today.has(id)),
      ]),
      componentsBefore: incident.componentsBefore.map((before) => ({
        ...before,
        component: today.get(before.component) ?? before.component,
      })),
    };
  });
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
