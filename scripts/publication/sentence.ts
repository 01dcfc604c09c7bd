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
  const affected = groups
    .flatMap((group) => group.components)
    .filter(
      (component) => component.status !== 'operational' && component.status !== 'maintenance',
    );
  if (active.length === 1 && active[0] !== undefined) return tellOne(active[0]);
  if (active.length > 1)
    return `${active.length} incidents are open${affected.length === 0 ? '' : `, affecting ${list(affected.map((component) => component.name))}`}.`;
  if (running.length > 0)
    return `Planned maintenance of ${list([...new Set(running.flatMap((view) => view.components.map((component) => component.name)))])} is running.`;
  return groups.length === 0 ? 'No components are shown yet.' : 'Everything works.';
}

function tellOne(view: IncidentView): string {
  return view.status === 'monitoring' ? `${view.title}: fixed, we are watching.` : `${view.title}.`;
}

function list(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  return names.length < 2
    ? (names[0] ?? 'our services')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
