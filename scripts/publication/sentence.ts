// The first line of the page: is it broken, is it my part, does someone work on it?
import { type ComponentStatus, worseStatus } from '../model/component.ts';
import type { ComponentGroupView, IncidentView, PublicView } from './view.ts';

/** The overall state as one sentence for people. */
export function sentenceOf(
  groups: readonly ComponentGroupView[],
  active: readonly IncidentView[],
  running: readonly IncidentView[],
): PublicView['state'] {
  const status = groups.reduce<ComponentStatus>(
    (worst, group) => worseStatus(worst, group.status),
    'operational',
  );
  return { status, sentence: tell(groups, active, running) };
}

function tell(
  groups: readonly ComponentGroupView[],
  active: readonly IncidentView[],
  running: readonly IncidentView[],
): string {
  const [first] = active;
  if (active.length === 1 && first !== undefined) return tellOne(first);
  if (active.length > 1) return `${active.length} incidents are open${affecting(groups)}`;
  if (running.length > 0) return `Planned maintenance of ${componentsOf(running)} is running`;
  return groups.length === 0 ? 'No components are shown yet' : 'Everything works';
}

function tellOne(view: IncidentView): string {
  if (view.status !== 'monitoring') return view.title;
  return `${componentsOf([view])} should work again; we are watching`;
}

function affecting(groups: readonly ComponentGroupView[]): string {
  const names = groups
    .flatMap((group) => group.components)
    .filter(({ status }) => status !== 'operational' && status !== 'maintenance')
    .map((component) => component.name);
  return names.length === 0 ? '' : `, affecting ${list(names)}`;
}

function componentsOf(views: readonly IncidentView[]): string {
  return list([
    ...new Set(views.flatMap((view) => view.components.map((component) => component.name))),
  ]);
}

function list(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  return names.length < 2
    ? (names[0] ?? 'our services')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
