// The page of one incident or maintenance.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import { utcDay } from '../../../scripts/model/instant.ts';
import type { IncidentView } from '../../../scripts/publication/view.ts';
import { impactOf, updateText, type UpdateText } from './incident-summary.ts';
import { phases, type Phase } from './phases.ts';
import { duration, moment, span } from './time.ts';
import { PROGRESS_WORDS, STATUS_WORDS } from './words.ts';

/** What an incident's page shows. */
export type IncidentPage = {
  readonly title: string;
  readonly impact: ComponentStatus;
  readonly impactWord: string;
  readonly progress: string;
  /** What it is and how long it took: `Lasted 42 minutes`. */
  readonly length: string;
  readonly when: string;
  readonly month: string;
  readonly window: string | null;
  readonly components: readonly {
    readonly id: string;
    readonly name: string;
    readonly status: ComponentStatus;
    readonly word: string;
  }[];
  readonly phases: readonly Phase[];
  readonly updates: readonly UpdateText[];
  readonly postmortem: string | null;
  /** One sentence for search engines and previews. */
  readonly summary: string;
};

/** The view model of one incident's page. */
export function incidentPage(incident: IncidentView): IncidentPage {
  const progress = PROGRESS_WORDS[incident.status];
  return {
    title: incident.title,
    impact: impactOf(incident),
    impactWord: STATUS_WORDS[impactOf(incident)],
    progress,
    length: length(incident),
    when: when(incident),
    month: incident.startedAt.slice(0, 7),
    window: incident.window === null ? null : span(incident.window.from, incident.window.until),
    components: incident.components.map((component) => ({
      ...component,
      word: STATUS_WORDS[component.status],
    })),
    phases: phases(incident),
    updates: incident.updates.map((update) => updateText(update, utcDay(incident.startedAt))),
    postmortem: incident.postmortem,
    summary: incident.updates[0]?.text ?? `${progress}: ${incident.title}`,
  };
}

function length(incident: IncidentView): string {
  if (incident.endedAt !== null) return `Lasted ${duration(incident.startedAt, incident.endedAt)}`;
  if (incident.status === 'scheduled') return 'Planned';
  return incident.kind === 'maintenance' ? 'In progress' : 'Ongoing';
}

function when(incident: IncidentView): string {
  if (incident.endedAt !== null) return span(incident.startedAt, incident.endedAt);
  if (incident.status === 'scheduled' && incident.window !== null)
    return span(incident.window.from, incident.window.until);
  return `since ${moment(incident.startedAt).text}`;
}
