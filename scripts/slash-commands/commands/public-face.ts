// What has to be so that the public can see an incident, and what a word to it makes of components and times.
import type { Component, ComponentStatus } from '../../model/component.ts';
import type { IncidentEdit } from '../../model/effect.ts';
import { type Incident, isActive, isTaken, type PublicStatus } from '../../model/incident.ts';
import { BEGINNING, type Instant } from '../../model/instant.ts';
import { takeAt } from '../../response/acknowledge.ts';
import { set } from '../../response/change.ts';
import {
  allWell,
  changeComponents,
  type ComponentChange,
  componentEdits,
  withComponents,
} from '../../response/component-change.ts';
import { ownComponents, shownComponents } from '../../response/face.ts';
import { forget, reach } from '../../response/milestones.ts';
import { componentOf } from '../../response/open.ts';
import { automaticTitle, statusOf } from '../../response/public-words.ts';
import { isCalm, publicWord } from '../../incidents/last-word.ts';
import { enterState } from '../../incidents/lifecycle.ts';
import type { Situation } from '../situation.ts';

/** What the public sees of an incident from now on. */
export type Face =
  | {
      readonly kind: 'ready';
      readonly title: string;
      /** As the edits leave it. */
      readonly incident: Incident;
      readonly edits: readonly IncidentEdit[];
    }
  | { readonly kind: 'refused'; readonly text: string };

/**
 * What has to be so that the public can see an incident: components, a title, and nobody who took it from the page. An
 * incident that shows no component yet shows those of its services.
 */
export function faceFor({ incident, organisation }: Situation, title: string | null): Face {
  const { public: face } = incident;
  if (incident.state === 'duplicate' || incident.state === 'declined')
    return {
      kind: 'refused',
      text: `It is \`${incident.state}\`, and the public hears of it no more.`,
    };
  if (face !== null && face.visibility !== 'public')
    return {
      kind: 'refused',
      text: `Its visibility is \`${face.visibility}\`. A manager lets the public see it with \`/publish "title"\` first.`,
    };
  const shown = [
    ...ownComponents(organisation, incident),
    ...shownComponents(organisation, incident),
  ];
  const added = shown.length > 0 ? [] : componentsOfServices({ incident, organisation });
  const [first] = [...shown, ...added];
  if (first === undefined)
    return { kind: 'refused', text: withoutComponents(organisation, incident) };
  const failing = failingStatus(incident);
  const changes = added.map(({ id }) => ({ id, status: failing }));
  const now = incident.components[first.id] ?? failing;
  const known =
    title ?? face?.title ?? automaticTitle(first, now === 'operational' ? failing : now);
  return {
    kind: 'ready',
    title: known,
    incident: withComponents(incident, changes, BEGINNING),
    edits: [
      ...changeComponents(incident, changes, BEGINNING),
      ...(face === null ? [set(['public', 'visibility'], 'public')] : []),
      ...(face?.title === known ? [] : [set(['public', 'title'], known)]),
    ],
  };
}

/** The components that customers know the services of an incident by. */
export function componentsOfServices({
  incident,
  organisation,
}: Pick<Situation, 'incident' | 'organisation'>): readonly Component[] {
  return incident.services.flatMap(
    (service) => componentOf(organisation, service, incident.environment) ?? [],
  );
}

/** Every component of the status page. */
export function allComponents({ services }: Situation['organisation']): readonly Component[] {
  return [...services.values()].flatMap(({ component }) => component ?? []);
}

/** What an incident does to its components where nobody said so. */
export function failingStatus({ kind, severity }: Incident): ComponentStatus {
  return kind === 'maintenance' ? 'maintenance' : (statusOf(severity) ?? 'degraded');
}

/** When something was said, and by whom. */
type Said = { readonly now: Instant; readonly by: string };

/**
 * What a word to the public makes of an incident that goes on. `monitoring` and `resolved` say that the suffering has
 * ended: components work again. `investigating` and `identified` after that say that it is back, and so are they.
 */
export function turnFor(
  incident: Incident,
  status: PublicStatus,
  { now, by }: Said,
): readonly IncidentEdit[] {
  if (incident.kind === 'maintenance') return [];
  if (status === 'monitoring' || status === 'resolved') {
    const { mitigated } = incident.at;
    return [
      ...changeComponents(incident, allWell(incident), mitigated ?? incident.at.resolved ?? now),
      ...(isActive(incident) ? watch(incident, { now, by }) : []),
    ];
  }
  const before = publicWord(incident);
  return before !== null && isCalm(before) && isActive(incident)
    ? failAgain(incident, { state: status, ended: now, now })
    : [];
}

/** Whoever tells customers that it works again watches it from then on. */
function watch(incident: Incident, { now, by }: Said): readonly IncidentEdit[] {
  const { mitigated } = incident.at;
  return [
    ...(isTaken(incident) ? [] : takeAt(incident, mitigated ?? now, by)),
    enterState(incident, 'progress', 'monitoring'),
    ...(mitigated === undefined ? reach(incident, 'mitigated', now) : []),
  ];
}

/**
 * What was well fails again as it did before, and nobody believes any more that the suffering has ended. What nobody
 * called well in the meantime was so since the end of the suffering.
 */
export function failAgain(
  incident: Incident,
  turn: {
    readonly state: 'investigating' | 'identified';
    readonly ended: Instant;
    readonly now: Instant;
  },
): readonly IncidentEdit[] {
  const { state, ended, now } = turn;
  const rested = isActive(incident) ? incident : withComponents(incident, allWell(incident), ended);
  return [
    ...(incident.state === 'monitoring' ? [enterState(incident, 'progress', state)] : []),
    ...forget(incident, ['mitigated']),
    ...componentEdits(incident, withComponents(rested, failingBefore(rested), now)),
  ];
}

/** What failed until the suffering ended; where no file says so, all of it, as bad as the incident is. */
function failingBefore(incident: Incident): readonly ComponentChange[] {
  const { components, componentsBefore, at } = incident;
  const well = Object.keys(components).filter((id) => components[id] === 'operational');
  const known = well.flatMap((id) => {
    const last = componentsBefore.findLast(
      (each) => each.component === id && each.status !== 'operational',
    );
    return last === undefined ? [] : [last];
  });
  const until = known.filter((each) => each.until >= (at.mitigated ?? BEGINNING));
  if (known.length === 0)
    return well.length === Object.keys(components).length
      ? well.map((id) => ({ id, status: failingStatus(incident) }))
      : [];
  return (until.length === 0 ? known : until).map(({ component: id, status }) => ({ id, status }));
}

function withoutComponents(organisation: Situation['organisation'], { kind }: Incident): string {
  const names = allComponents(organisation).map(({ id }) => `\`${id}\``);
  const [first = ''] = allComponents(organisation).map(({ id }) => id);
  if (names.length === 0)
    return 'The status page has no components. Give a service one first: `component: {id: …, name: …}`.';
  const fix =
    kind === 'maintenance'
      ? `Write \`components: {${first}: maintenance}\` into the file of this work, by a commit or pull request`
      : `Name one with \`/set component ${first} degraded\``;
  return `Its services have no component on the status page. ${fix}, then say it again. There are ${names.slice(0, 20).join(', ')}.`;
}
