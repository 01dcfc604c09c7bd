// What the clock alone changes after the build: planned work begins and ends, and with it headline, components and
// words. Worked out here for the instants to come, so that the page's script only has to look at the time.
import { type ComponentStatus, worseStatus } from '../../../scripts/model/component.ts';
import { addMs, type Instant } from '../../../scripts/model/instant.ts';
import { worstOf } from '../../../scripts/publication/sentence.ts';
import type {
  IncidentView,
  OccurrenceView,
  PublicView,
} from '../../../scripts/publication/view.ts';
import type { Speech } from '../../../scripts/speech/speech.ts';

/** What is said at one time, with the state whose shape stands beside it. */
export type Saying = { readonly text: string; readonly status: ComponentStatus };

/** Instants and what is said from each on, as the script reads it; absent where nothing changes. */
export type Later = string | undefined;

/** The view as it stands at an instant to come, as far as the clock alone decides it. */
export type Moment = { readonly at: Instant; readonly view: PublicView };

const AHEAD_MS = 7 * 86_400_000;
const POINTS_WHEN_STALE = 12;

/**
 * The next instants at which planned work begins or ends, with the view that holds from each on: all until the page warns
 * that it is old, and of the week as many as weigh little.
 */
export function momentsOf(view: PublicView): readonly Moment[] {
  const end = addMs(view.builtAt, AHEAD_MS);
  const stale = addMs(view.builtAt, view.page.staleAfterMs);
  const points = worksOf(view)
    .flatMap(timesOf)
    .flatMap(({ from, until, late }) => (late ? [from] : [from, until]))
    .filter((at) => at > view.builtAt && at <= end);
  return [...new Set(points)]
    .toSorted()
    .filter((at, index) => at <= stale || index < POINTS_WHEN_STALE)
    .map((at) => ({ at, view: viewAt(view, at) }));
}

/** What is said now and at each moment to come, as the script reads it. */
export function laterOf(
  moments: readonly Moment[],
  now: Saying,
  saidAt: (view: PublicView) => Saying,
): Later {
  const steps: (readonly [Instant, string, ComponentStatus])[] = [];
  let known = now;
  for (const { at, view } of moments) {
    const next = saidAt(view);
    if (next.text !== known.text || next.status !== known.status)
      steps.push([at, next.text, next.status]);
    known = next;
  }
  return steps.length === 0 ? undefined : JSON.stringify(steps);
}

/** The words for one time of planned work as its window passes. */
export function passing(
  {
    from,
    until,
    late,
    status,
    endedAt,
  }: Pick<OccurrenceView, 'from' | 'until' | 'late' | 'status' | 'endedAt'>,
  { progress }: Speech,
): Later {
  if (late || endedAt !== null || status === 'completed' || status === 'cancelled')
    return undefined;
  const over = [until, progress('completed')];
  return JSON.stringify(status === 'scheduled' ? [[from, progress('in_progress')], over] : [over]);
}

/** The same for the time of a maintenance that people ask about. */
export function passingOf({ schedule, window }: IncidentView, speech: Speech): Later {
  const time = schedule?.occurrences.find(({ from }) => from === window?.from);
  return time === undefined ? undefined : passing(time, speech);
}

function worksOf({ maintenance }: PublicView): readonly IncidentView[] {
  return [...maintenance.running, ...maintenance.upcoming];
}

function timesOf({ schedule }: IncidentView): readonly OccurrenceView[] {
  return (schedule?.occurrences ?? []).filter(
    ({ endedAt, status }) => endedAt === null && status !== 'cancelled',
  );
}

function viewAt(view: PublicView, at: Instant): PublicView {
  const running = worksOf(view).flatMap((work) => {
    const time = timesOf(work).find(
      ({ from, until, startedAt, late }) => (startedAt ?? from) <= at && (late || at < until),
    );
    return time === undefined ? [] : [{ ...work, window: { from: time.from, until: time.until } }];
  });
  const states = new Map<string, ComponentStatus>();
  const worsen = (id: string, status: ComponentStatus): void =>
    void states.set(id, worseStatus(states.get(id) ?? 'operational', status));
  for (const { components } of view.active)
    for (const { id, status } of components) worsen(id, status);
  for (const { components } of running) for (const { id } of components) worsen(id, 'maintenance');
  const groups = view.groups.map((group) => {
    const components = group.components.map((component) => ({
      ...component,
      status: states.get(component.id) ?? 'operational',
    }));
    return { ...group, components, status: worstOf(components, []) };
  });
  return {
    ...view,
    groups,
    maintenance: { ...view.maintenance, running },
    state: { ...view.state, status: worstOf(groups, view.active) },
  };
}
