// What a change says in public by itself, and of which component.
import type { Component } from '../model/component.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { componentOf } from './open.ts';

/** The component that the public knows the incident's first service by; null for none. */
export function shownComponent(organisation: Organisation, incident: Incident): Component | null {
  return componentOf(organisation, incident.services[0] ?? null, incident.environment);
}

/** A public update that is the newest one, whatever the clocks said when the ones before it were made. */
export function statement(
  incident: Incident,
  now: Instant,
  status: 'investigating' | 'monitoring' | 'resolved',
  text: string,
): IncidentEdit {
  const at = incident.updates.reduce((latest, update) => laterOf(latest, update.at), now);
  return { kind: 'update', at, status, text };
}
