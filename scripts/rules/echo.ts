// Our own keys coming back from tools that are source and channel at once.
import { incidentOfKey, outgoingKey } from '../correlation/outgoing-key.ts';
import type { TraceEntry } from '../model/decision.ts';
import type { Signal } from '../model/signal.ts';

/** The incident that a signal echoes, and the trace of it; a signal that is no echo has neither. */
export type Echo = { readonly incident: string | null; readonly trace: readonly TraceEntry[] };

/** Recognises what we ourselves told a tool. Only fields that the tool fills with the caller's key are believed. */
export function recogniseEcho(signal: Signal): Echo {
  const incident = keysIn(signal)
    .map(incidentOfKey)
    .find((id) => id !== null);
  if (incident === undefined) return { incident: null, trace: [] };
  const result = `of incident ${incident}, which ${signal.vendor} knows from us; it opens and joins nothing`;
  return { incident, trace: [{ stage: 'echo', result, by: null, others: [] }] };
}

function keysIn({ vendor, labels }: Signal): readonly string[] {
  switch (vendor) {
    case 'pagerduty':
      return labelled(labels, 'incident_key');
    case 'opsgenie':
      return labelled(labels, 'alias');
    case 'xmatters':
      return labelled(labels, 'tocsin_key');
    case 'jira-service-management':
      // Alerts carry an alias; issues a label, which the adapter takes apart at its colon.
      return [...labelled(labels, 'alias'), ...labelled(labels, 'tocsin').map(outgoingKey)];
    default:
      return [];
  }
}

function labelled(labels: Signal['labels'], name: string): readonly string[] {
  const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
  return value === undefined ? [] : [value];
}
