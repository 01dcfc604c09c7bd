// What an incident shows of components and says by itself in public. Only components with `publish: automatic` speak;
// what a person decided about the public face stays.
import type { Component, ComponentStatus } from '../model/component.ts';
import { worseStatus } from '../model/component.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { set } from './change.ts';
import { changeComponents } from './component-change.ts';
import { factsOf } from './facts.ts';
import { componentOf } from './open.ts';
import { statement } from './public-statement.ts';
import {
  automaticTitle,
  failingWords,
  isAutomaticText,
  isAutomaticTitle,
  recoveredWords,
  resolvedWords,
} from './public-words.ts';

/** A component and what happens to it. */
export type Showing = { readonly component: Component; readonly status: ComponentStatus };

/** The component of a service that fails, with what the failure does to it; none where customers see none. */
export function showingOf(
  organisation: Organisation,
  incident: Incident,
  service: string,
  status: ComponentStatus | null,
): readonly Showing[] {
  const component = componentOf(organisation, service, incident.environment);
  return component === null || status === null ? [] : [{ component, status }];
}

/** Components that an incident shows, as the organisation declares them. */
export function shownComponents(
  organisation: Organisation,
  incident: Incident,
): readonly Component[] {
  const ids = new Set(Object.keys(incident.components));
  return [...organisation.services.values()].flatMap(({ component }) =>
    component !== null && ids.has(component.id) ? [component] : [],
  );
}

/**
 * Shows further components on an incident. A manual one is noted where nobody reads it yet, and left to people where
 * customers do; an automatic one makes the incident public, and then manual ones that nobody published are taken off.
 */
export function show(
  organisation: Organisation,
  incident: Incident,
  showings: readonly Showing[],
  now: Instant,
): readonly IncidentEdit[] {
  const automatic = showings.filter(({ component }) => component.publish === 'automatic');
  const opens = incident.public === null && automatic.some((each) => isUnknown(incident, each));
  const isPublic = opens || incident.public?.visibility === 'public';
  const wanted = showings.filter(
    (each) => each.component.publish === 'automatic' || !isPublic || !isUnknown(incident, each),
  );
  const news = wanted.flatMap(({ component, status }) => {
    const known = incident.components[component.id];
    const shown = known === undefined ? status : worseStatus(known, status);
    return shown === known ? [] : [{ component, status: shown }];
  });
  return [
    ...changeComponents(
      incident,
      news.map(({ component, status }) => ({ id: component.id, status })),
      now,
    ),
    ...(opens ? publish(organisation, incident, automatic) : []),
    ...(isPublic ? announce(incident, news, now) : []),
  ];
}

/** The component of a service works again although the incident goes on. */
export function showWorking(
  organisation: Organisation,
  incident: Incident,
  { service, at }: { readonly service: string; readonly at: Instant },
): readonly IncidentEdit[] {
  const component = componentOf(organisation, service, incident.environment);
  if (component === null || incident.components[component.id] === undefined) return [];
  return changeComponents(incident, [{ id: component.id, status: 'operational' }], at);
}

/** All that failed works again: components of the incident's services, and the words for those that speak. */
export function showCalm(
  organisation: Organisation,
  incident: Incident,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): readonly IncidentEdit[] {
  const components = ownComponents(organisation, incident);
  const speaking = components.filter(({ publish: who }) => who === 'automatic');
  const speaks = speaking.length > 0 && incident.public?.visibility === 'public';
  return [
    ...changeComponents(
      incident,
      components.map(({ id }) => ({ id, status: 'operational' })),
      at,
    ),
    ...(speaks
      ? [
          set(['public', 'status'], 'monitoring'),
          statement(incident, now, 'monitoring', speaking.map(recoveredWords).join(' ')),
        ]
      : []),
  ];
}

/** That it is over, in the words of the components that speak. */
export function sayResolved(
  organisation: Organisation,
  incident: Incident,
  now: Instant,
): readonly IncidentEdit[] {
  const speaking = ownComponents(organisation, incident).filter(
    ({ publish: who }) => who === 'automatic',
  );
  if (speaking.length === 0 || incident.public?.visibility !== 'public') return [];
  const { quietSince } = factsOf(incident);
  const words = speaking.map((component) => resolvedWords(component, quietSince)).join(' ');
  return [set(['public', 'status'], 'resolved'), statement(incident, now, 'resolved', words)];
}

/** Components of an incident's services that it shows. */
export function ownComponents(
  organisation: Organisation,
  incident: Incident,
): readonly Component[] {
  return incident.services.flatMap((service) => {
    const component = componentOf(organisation, service, incident.environment);
    return component === null || incident.components[component.id] === undefined ? [] : [component];
  });
}

/** Whether people decided about the public face: published it, hid it, or said something in their own words. */
export function isFaceTouched(organisation: Organisation, incident: Incident): boolean {
  const components = shownComponents(organisation, incident);
  const speaking = components.filter(({ publish: who }) => who === 'automatic');
  const face = incident.public;
  if (face === null) return speaking.length > 0;
  const title = face.title ?? '';
  return (
    face.visibility !== 'public' ||
    !speaking.some((component) => isAutomaticTitle(component, title)) ||
    incident.updates.some((update) => !isAutomaticText(speaking, update.text))
  );
}

function isUnknown(incident: Incident, { component }: Showing): boolean {
  return incident.components[component.id] === undefined;
}

function publish(
  organisation: Organisation,
  incident: Incident,
  automatic: readonly Showing[],
): readonly IncidentEdit[] {
  const [first] = automatic;
  if (first === undefined) return [];
  const unpublished = shownComponents(organisation, incident).filter(
    (component) => component.publish === 'manual',
  );
  return [
    ...unpublished.map(({ id }): IncidentEdit => ({ kind: 'unset', path: ['components', id] })),
    set(['public', 'visibility'], 'public'),
    set(['public', 'title'], automaticTitle(first.component, first.status)),
  ];
}

function announce(
  incident: Incident,
  news: readonly Showing[],
  now: Instant,
): readonly IncidentEdit[] {
  const speaking = news.filter(({ component }) => component.publish === 'automatic');
  if (speaking.length === 0) return [];
  const text = speaking.map(({ component, status }) => failingWords(component, status)).join(' ');
  return [
    set(['public', 'status'], 'investigating'),
    statement(incident, now, 'investigating', text),
  ];
}
