// What an incident does to components, and what it did before: a page that looks back shows what was so at the time.
import type { ComponentStatus } from '../model/component.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { ComponentBefore, Incident } from '../model/incident.ts';
import { type Instant, laterOf } from '../model/instant.ts';
import { set } from './change.ts';

/** A component and what becomes of it. */
export type ComponentChange = { readonly id: string; readonly status: ComponentStatus };

/** Gives components a status from an instant on; what they were until then is kept. */
export function changeComponents(
  incident: Incident,
  changes: readonly ComponentChange[],
  at: Instant,
): readonly IncidentEdit[] {
  return componentEdits(incident, withComponents(incident, changes, at));
}

/** All that fails, working. */
export function allWell({ components }: Incident): readonly ComponentChange[] {
  return Object.keys(components).map((id) => ({ id, status: 'operational' }));
}

/** The incident once components changed. */
export function withComponents(
  incident: Incident,
  changes: readonly ComponentChange[],
  at: Instant,
): Incident {
  const news = changes.filter(({ id, status }) => incident.components[id] !== status);
  const before = news.flatMap(({ id }) => beforeOf(incident, id, at));
  return {
    ...incident,
    components: {
      ...incident.components,
      ...Object.fromEntries(news.map(({ id, status }) => [id, status])),
    },
    componentsBefore: [...incident.componentsBefore, ...before].slice(-MOST_BEFORE),
  };
}

/** The edits that lead from one to the other. */
export function componentEdits(from: Incident, to: Incident): readonly IncidentEdit[] {
  const news = Object.entries(to.components).filter(
    ([id, status]) => from.components[id] !== status,
  );
  const isKept = to.componentsBefore.every((each, index) => each === from.componentsBefore[index]);
  return [
    ...(isKept
      ? []
      : [
          set(
            ['components_before'],
            to.componentsBefore.map((each) => ({ ...each })),
          ),
        ]),
    ...news.map(([id, status]) => set(['components', id], status)),
  ];
}

/** Many more than people cause; of what flaps for days the oldest are forgotten. */
const MOST_BEFORE = 300;

function beforeOf(incident: Incident, id: string, at: Instant): readonly ComponentBefore[] {
  const status = incident.components[id];
  if (status === undefined) return [];
  const last = incident.componentsBefore.findLast(({ component }) => component === id);
  return [{ component: id, status, until: laterOf(at, last?.until ?? at) }];
}
