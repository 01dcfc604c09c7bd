// The first line of the page: is it broken, is it my part, does someone work on it? What is to be said is decided here
// once for all languages; `verdict.ts` says it.
import { COMPONENT_STATUSES, type ComponentStatus, worseStatus } from '../model/component.ts';
import type { ComponentGroupView, ComponentView, IncidentView } from './view.ts';

/** What the first line says, whatever the language. */
export type Verdict =
  | { readonly kind: 'nothing-shown' }
  | { readonly kind: 'well' }
  | { readonly kind: 'one'; readonly incident: IncidentView }
  | { readonly kind: 'watching'; readonly components: readonly Named[] }
  | { readonly kind: 'several'; readonly count: number; readonly components: readonly Named[] }
  | { readonly kind: 'maintenance'; readonly components: readonly Named[] };

type Named = Pick<ComponentView, 'id' | 'name' | 'translations'>;

/** What is to be said of a state first. */
export function verdictOf(
  groups: readonly ComponentGroupView[],
  active: readonly IncidentView[],
  running: readonly IncidentView[],
): Verdict {
  const [first] = active;
  if (active.length === 1 && first !== undefined)
    return isWatched(first)
      ? { kind: 'watching', components: touchedBy([first]) }
      : { kind: 'one', incident: first };
  if (active.length > 1)
    return { kind: 'several', count: active.length, components: troubledOf(groups) };
  if (running.length > 0) return { kind: 'maintenance', components: touchedBy(running) };
  return { kind: groups.length === 0 ? 'nothing-shown' : 'well' };
}

/** Whether all that it names works again; of what nobody named nobody may say that it should. */
function isWatched({ status, current, components }: IncidentView): boolean {
  return status === 'monitoring' && components.length > 0 && current === 'operational';
}

/** The worst that a component is now or that an open incident says: no row of the page need carry what it tells of. */
export function worstOf(
  groups: readonly Pick<ComponentGroupView, 'status'>[],
  active: readonly IncidentView[],
): ComponentStatus {
  return [...groups.map(({ status }) => status), ...active.map(({ current }) => current)].reduce(
    (worst, status) => worseStatus(worst, status),
    'operational',
  );
}

/** The worst first, since only the first ones are named; of one state in the order of the page. */
function troubledOf(groups: readonly ComponentGroupView[]): readonly Named[] {
  return groups
    .flatMap((group) => group.components)
    .filter(({ status }) => status !== 'operational' && status !== 'maintenance')
    .toSorted((left, right) => badnessOf(right) - badnessOf(left));
}

function badnessOf({ status }: ComponentView): number {
  return COMPONENT_STATUSES.indexOf(status);
}

function touchedBy(views: readonly IncidentView[]): readonly Named[] {
  const touched = views.flatMap((view) => view.components);
  return [...new Map(touched.map((component) => [component.id, component])).values()];
}
