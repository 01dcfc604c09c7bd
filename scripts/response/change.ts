// Decisions about an incident that exists → edits of its file. Each leaves the operation's key in the timeline.
import type { Component } from '../model/component.ts';
import type { Decision } from '../model/decision.ts';
import type { FrontMatterValue, IncidentEdit, IncidentEvent } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, worse } from '../model/severity.ts';
import { notificationOf } from './notification.ts';
import { componentOf } from './open.ts';
import { automaticTitle, failingWords, recoveredWords, statusOf } from './public-words.ts';
import type { Response } from './response.ts';
import { describeSignal } from './signal-text.ts';

/** A person at the tool took the problem. */
export function acknowledge(incident: Incident, decision: Decision): Response {
  const at = decision.signal.occurredAt ?? decision.receivedAt;
  return changed(incident, decision, 'acknowledged', `[acknowledged] in ${decision.source}`, [
    set(['at', 'acknowledged'], laterOf(at, incident.at.declared ?? at)),
    ...(incident.state === 'triage' ? [set(['state'], 'investigating')] : []),
  ]);
}

/** A further problem of the same group fires. */
export function join(organisation: Organisation, incident: Incident, decision: Decision): Response {
  const severity = decision.severity === 'none' ? incident.severity : worse(incident.severity, decision.severity);
  return changed(incident, decision, 'joined', `[joined] ${decision.source} reports a further problem`, [
    problemEdit(decision, 'firing'),
    ...firingAgain(organisation, incident, severity, decision.receivedAt),
    { kind: 'signal', text: describeSignal(decision.source, decision.signal) },
  ], severity !== incident.severity);
}

/** The same problem got worse. */
export function raise(organisation: Organisation, incident: Incident, decision: Decision, severity: IncidentSeverity): Response {
  return changed(incident, decision, 'raised', `[raised] ${incident.severity} → ${severity}, ${decision.source}`, [
    ...firingAgain(organisation, incident, severity, decision.receivedAt),
  ], true);
}

/** A problem that had recovered fires again while people still watch. */
export function recur(organisation: Organisation, incident: Incident, decision: Decision): Response {
  const severity = decision.severity === 'none' ? incident.severity : worse(incident.severity, decision.severity);
  return changed(incident, decision, 'recurred', `[recurred] ${decision.source} reports the problem again`, [
    problemEdit(decision, 'firing'),
    ...firingAgain(organisation, incident, severity, decision.receivedAt),
  ], true);
}

/** The group fires again soon after its incident was resolved. */
export function reopen(organisation: Organisation, incident: Incident, decision: Decision): Response {
  const severity = decision.severity === 'none' ? incident.severity : worse(incident.severity, decision.severity);
  const resolved = incident.at.resolved === undefined ? '' : `, resolved at ${incident.at.resolved.slice(11, 16)} UTC before`;
  return changed(incident, decision, 'reopened', `[reopened] ${decision.source} reports a problem again${resolved}`, [
    problemEdit(decision, 'firing'),
    ...firingAgain(organisation, { ...incident, state: 'monitoring' }, severity, decision.receivedAt),
    { kind: 'signal', text: describeSignal(decision.source, decision.signal) },
  ], true);
}

/** A problem ended; with the last one the incident is watched until somebody resolves it. */
export function recover(organisation: Organisation, incident: Incident, decision: Decision): Response {
  const others = Object.entries(incident.problems).filter(([id, problem]) => id !== decision.problem.id && problem.state === 'firing');
  const last = others.length === 0;
  const text = last
    ? `[recovered] ${decision.source}: the last problem ended; resolve when sure`
    : `[recovered] ${decision.source}: one problem ended, ${others.length} still ${others.length === 1 ? 'fires' : 'fire'}`;
  return changed(incident, decision, 'recovered', text, [
    problemEdit(decision, 'recovered'),
    ...(last ? calmDown(organisation, incident, decision) : []),
  ]);
}

function calmDown(organisation: Organisation, incident: Incident, decision: Decision): readonly IncidentEdit[] {
  const component = shownComponent(organisation, incident);
  const mitigated = laterOf(decision.problem.at, incident.at.declared ?? decision.problem.at);
  return [
    set(['state'], 'monitoring'),
    set(['at', 'mitigated'], mitigated),
    ...(component === null ? [] : [set(['components', component.id], 'operational')]),
    ...(component === null || !speaksItself(incident, component)
      ? []
      : [
          set(['public', 'status'], 'monitoring'),
          { kind: 'update' as const, at: decision.receivedAt, status: 'monitoring' as const, text: recoveredWords(component) },
        ]),
  ];
}

/** What a firing problem does to an incident: its severity, its state, its component and its public words. */
function firingAgain(organisation: Organisation, incident: Incident, severity: IncidentSeverity, at: Instant): readonly IncidentEdit[] {
  const component = shownComponent(organisation, incident);
  const status = statusOf(severity);
  const before = component === null ? undefined : incident.components[component.id];
  const edits: IncidentEdit[] = [];
  if (severity !== incident.severity) edits.push(set(['severity'], severity), set(['severity_max'], worse(severity, incident.severityMax)));
  if (incident.state === 'monitoring') edits.push(set(['state'], 'investigating'));
  if (component === null || status === null || status === before) return edits;
  edits.push(set(['components', component.id], status));
  if (speaksItself(incident, component)) {
    edits.push(
      set(['public', 'status'], 'investigating'),
      set(['public', 'title'], automaticTitle(component, status)),
      { kind: 'update', at, status: 'investigating', text: failingWords(component, status) },
    );
  }
  return edits;
}

function shownComponent(organisation: Organisation, incident: Incident): Component | null {
  return componentOf(organisation, incident.services[0] ?? null, incident.environment);
}

/** Whether the fixed sentences are wanted: an automatic component, and nobody hid the incident. */
function speaksItself(incident: Incident, component: Component): boolean {
  return component.publish === 'automatic' && incident.public.visibility === 'public';
}

function changed(
  incident: Incident,
  decision: Decision,
  event: IncidentEvent,
  text: string,
  edits: readonly IncidentEdit[],
  tell = false,
): Response {
  const timeline: IncidentEdit = { kind: 'timeline', at: decision.receivedAt, text, key: decision.key };
  return {
    outcome: { kind: 'applied', incident: incident.id },
    effects: [
      { kind: 'edit_incident', id: incident.id, event, edits: [...edits, timeline] },
      ...(tell ? notificationOf(incident.id, event, decision) : []),
    ],
  };
}

function problemEdit(decision: Decision, state: 'firing' | 'recovered'): IncidentEdit {
  const { id, since, at } = decision.problem;
  return set(['problems', id], { state, since, at });
}

function set(path: readonly string[], value: FrontMatterValue): IncidentEdit {
  return { kind: 'set', path, value };
}

function laterOf(left: Instant, right: Instant): Instant {
  return left > right ? left : right;
}
