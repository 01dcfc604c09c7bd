// An incident or maintenance in one row or one panel, as lists show it.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import type { IncidentView, UpdateView } from '../../../scripts/publication/view.ts';
import { duration, momentSeenFrom, spanSeenFrom, type Time } from './time.ts';
import { listed, PROGRESS_WORDS, STATUS_WORDS } from './words.ts';

/** One row of a list. */
export type IncidentRow = {
  readonly id: string;
  readonly title: string;
  readonly impact: ComponentStatus;
  readonly impactWord: string;
  readonly progress: string;
  readonly when: string;
  readonly components: string;
};

/** What an open incident shows on the home page. */
export type IncidentPanel = {
  readonly id: string;
  readonly title: string;
  readonly impact: ComponentStatus;
  /** What leads to the time of its beginning: "Major outage since". */
  readonly lead: string;
  readonly progress: string;
  readonly since: Time;
  /** The end of a maintenance's window. */
  readonly until: Time | null;
  readonly components: string;
  readonly latest: UpdateText | null;
};

/** An update as prose with its time. */
export type UpdateText = {
  readonly progress: string;
  readonly at: Time;
  readonly html: string;
};

/** A row as seen from a list headed by `day`. */
export function incidentRow(incident: IncidentView, day: string): IncidentRow {
  return {
    id: incident.id,
    title: incident.title,
    impact: impactOf(incident),
    impactWord: STATUS_WORDS[impactOf(incident)],
    progress: PROGRESS_WORDS[incident.status],
    when: when(incident, day),
    components: componentNames(incident),
  };
}

/** A panel as read on `day`. */
export function incidentPanel(incident: IncidentView, day: string): IncidentPanel {
  const [latest] = incident.updates;
  return {
    id: incident.id,
    title: incident.title,
    impact: isOver(incident) ? 'operational' : impactOf(incident),
    lead: leadOf(incident),
    progress: PROGRESS_WORDS[incident.status],
    since: momentSeenFrom(day, incident.startedAt),
    until: incident.window === null ? null : momentSeenFrom(day, incident.window.until),
    components: componentNames(incident),
    latest: latest === undefined ? null : updateText(latest, day),
  };
}

/** An update as read on `day`. */
export function updateText(update: UpdateView, day: string): UpdateText {
  return {
    progress: PROGRESS_WORDS[update.status],
    at: momentSeenFrom(day, update.at),
    html: update.html,
  };
}

/** Whether every component works again although the incident is still watched. */
function isOver({ status, components }: IncidentView): boolean {
  const works = components.every((component) => component.status === 'operational');
  return status === 'monitoring' && works && components.length > 0;
}

function leadOf(incident: IncidentView): string {
  const word = STATUS_WORDS[impactOf(incident)];
  return isOver(incident) ? `Working again. ${word} began` : `${word} since`;
}

/** The state whose shape and colour stand for the whole entry. */
export function impactOf(incident: IncidentView): ComponentStatus {
  return incident.kind === 'maintenance' ? 'maintenance' : incident.impact;
}

/** The components that it touches, as a phrase. */
export function componentNames(incident: IncidentView): string {
  return listed(incident.components.map((component) => component.name));
}

function when(incident: IncidentView, day: string): string {
  const { startedAt, endedAt, window } = incident;
  if (endedAt !== null)
    return `${spanSeenFrom(day, startedAt, endedAt)} (${duration(startedAt, endedAt)})`;
  if (window !== null) return spanSeenFrom(day, window.from, window.until);
  return `began ${momentSeenFrom(day, startedAt).text}`;
}
