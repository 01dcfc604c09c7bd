// A change of an incident that exists → edits of its file. Each leaves the operation's key in the timeline.
import { enterState } from '../incidents/lifecycle.ts';
import type { Decision, Destination } from '../model/decision.ts';
import type {
  FrontMatterValue,
  IncidentEdit,
  IncidentEvent,
  Notification,
} from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { type IncidentSeverity, isMajor, worse } from '../model/severity.ts';
import { calledEdits } from './called.ts';
import { notificationOf } from './notification.ts';
import type { Response } from './response.ts';

/** A change of an incident: what the timeline says, what else the file says, and whether people are called. */
export type IncidentChange = {
  readonly event: IncidentEvent;
  readonly text: string;
  readonly edits: readonly IncidentEdit[];
} & (
  | { readonly tells: false }
  | {
      readonly tells: boolean;
      readonly severity: IncidentSeverity;
      /** Only these are called; absent for everybody whom the decision names. */
      readonly only?: readonly Destination[];
    }
);

/** The answer to a decision that changes an incident. */
export function changed(incident: Incident, decision: Decision, change: IncidentChange): Response {
  const calls = change.tells
    ? notificationOf({ ...change, id: incident.id }, change.event, decision, change.only)
    : [];
  return changedWith(incident, decision, change, calls);
}

/** The answer to a decision that changes an incident, with calls that were chosen for it. */
export function changedWith(
  incident: Incident,
  decision: Decision,
  { event, text, edits }: Pick<IncidentChange, 'event' | 'text' | 'edits'>,
  calls: readonly Notification[],
): Response {
  const timeline: IncidentEdit = {
    kind: 'timeline',
    at: decision.receivedAt,
    text,
    key: decision.key,
  };
  const all = [...edits, ...calledEdits(incident, calls), timeline];
  return {
    outcome: { kind: 'applied', incident: incident.id },
    effects: [{ kind: 'edit_incident', id: incident.id, event, edits: all }, ...calls],
  };
}

/** An edit that gives a value to a key of the front matter. */
export function set(path: readonly string[], value: FrontMatterValue): IncidentEdit {
  return { kind: 'set', path, value };
}

/** What becomes a sev1 or sev2 waits in triage no longer, whichever of its problems came first. */
export function leaveTriage(
  incident: Incident,
  severity: IncidentSeverity,
): readonly IncidentEdit[] {
  return incident.state === 'triage' && isMajor(severity)
    ? [enterState(incident, 'raise', 'investigating')]
    : [];
}

/** The edits of what becomes as bad as something else that it shows; none where it is so already. */
export function raiseTo(incident: Incident, severity: IncidentSeverity): readonly IncidentEdit[] {
  return severity === incident.severity
    ? []
    : [
        ...leaveTriage(incident, severity),
        set(['severity'], severity),
        set(['severity_max'], worse(severity, incident.severityMax)),
      ];
}

/** Lists more values behind those that are known, each once and no more than fit a file that people read. */
export function union(
  path: readonly string[],
  known: readonly string[],
  more: readonly string[],
): readonly IncidentEdit[] {
  const all = [...new Set([...known, ...more])];
  return all.length === known.length ? [] : [set(path, all.slice(0, MOST_LISTED))];
}

const MOST_LISTED = 2000;
