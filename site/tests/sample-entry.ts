// How entries of Larder, a fictional company that supplies restaurants, are made for the samples of pages.
import { type ComponentStatus, worseStatus } from '../../scripts/model/component.ts';
import type { MaintenancePhase } from '../../scripts/model/incident.ts';
import { addMs, utcDay } from '../../scripts/model/instant.ts';
import type { IncidentView, UpdateView } from '../../scripts/publication/view.ts';

/** The instant that every sample is read at. */
export const NOW = '2026-11-21T09:30:00.000Z';

/** The sample's components by product. */
export const PRODUCTS = [
  ['ordering', 'Ordering', ['Web shop', 'Mobile app', 'Standing orders', 'Price lists']],
  ['payments', 'Payments', ['Card payments', 'Direct debit', 'Invoices']],
  ['delivery', 'Delivery', ['Route planning', 'Driver app', 'Live tracking', 'Cold-chain sensors']],
  ['suppliers', 'Supplier portal', ['Catalogue upload', 'Stock sync', 'Sign-in']],
] as const;

/** The id of a component from its name. */
export function componentId(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

type Told = readonly [minutes: number, status: UpdateView['status'], text: string];

type Draft = {
  readonly id: string;
  readonly title: string;
  readonly began: string;
  readonly lasted: number | null;
  readonly touches: readonly (readonly [name: string, status: ComponentStatus])[];
  readonly told: readonly Told[];
  readonly window?: number;
  readonly postmortem?: string;
};

/** One entry with its updates; `told` counts minutes from the beginning, oldest first. */
export function entry(draft: Draft): IncidentView {
  const updates = draft.told.map(([minutes, status, text]) => ({
    at: addMs(draft.began, minutes * 60_000),
    status,
    html: `<p>${text}</p>`,
    text,
  }));
  const endedAt = draft.lasted === null ? null : addMs(draft.began, draft.lasted * 60_000);
  const components = draft.touches.map(([name, status]) => ({
    id: componentId(name),
    name,
    status,
    suffered:
      draft.window === undefined ? { worst: status, from: draft.began, until: endedAt } : null,
  }));
  const window =
    draft.window === undefined
      ? null
      : { from: draft.began, until: addMs(draft.began, draft.window * 60_000) };
  return {
    id: draft.id,
    kind: draft.window === undefined ? 'incident' : 'maintenance',
    title: draft.title,
    concerns: components.map(({ id }) => id),
    status: draft.told.at(-1)?.[1] ?? 'investigating',
    impact: components[0]?.status ?? 'degraded',
    current: components
      .map(({ status }) => status)
      .reduce<ComponentStatus>(worseStatus, components.length === 0 ? 'degraded' : 'operational'),
    currentSince: draft.window === undefined && endedAt === null ? draft.began : null,
    startedAt: draft.began,
    endedAt,
    window,
    schedule:
      window === null
        ? null
        : {
            recurs: null,
            occurrences: [
              {
                day: utcDay(window.from),
                ...window,
                startedAt: phaseOf(draft) === 'scheduled' ? null : window.from,
                endedAt,
                late: false,
                status: phaseOf(draft),
              },
            ],
            reminders: [],
          },
    components,
    updates: updates.toReversed(),
    postmortem: draft.postmortem ?? null,
    postmortemText: draft.postmortem?.replaceAll(/<[^>]*>/g, '') ?? null,
    withdrawnAt: null,
    nextUpdateDue: null,
    hasPostmortem: draft.postmortem !== undefined,
    postmortemAt: null,
    digest: JSON.stringify(draft),
  };
}

function phaseOf({ told }: Draft): MaintenancePhase {
  const said = told.at(-1)?.[1];
  return said === 'in_progress' || said === 'verifying' || said === 'completed'
    ? said
    : 'scheduled';
}

/** An ended incident told in the usual steps. */
export function past(
  day: string,
  clock: string,
  lasted: number,
  title: string,
  touches: Draft['touches'],
  said: readonly string[],
  postmortem?: string,
): IncidentView {
  const [first = '', cause = '', end = ''] = said;
  const slug = componentId(touches[0]?.[0] ?? 'larder');
  return entry({
    id: `${day}-${slug}`,
    title,
    began: `${day}T${clock}:00.000Z`,
    lasted,
    touches,
    told: [
      [Math.round(lasted * 0.1), 'investigating', first],
      [Math.round(lasted * 0.35), 'identified', cause],
      [
        Math.round(lasted * 0.7),
        'monitoring',
        'The fix is in place and we are watching that everything stays well.',
      ],
      [lasted, 'resolved', end],
    ],
    ...(postmortem === undefined ? {} : { postmortem }),
  });
}
