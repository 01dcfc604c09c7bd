// When an incident hurt which component how much, from what its file says now and said before.
import { type ComponentStatus, worseStatus } from '../model/component.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { BEGINNING, type Instant, laterOf, earlierOf, parseInstant } from '../model/instant.ts';

/** A time in which a component was not operational; `until` null while it lasts. */
export type Hurt = {
  readonly status: ComponentStatus;
  readonly from: Instant;
  readonly until: Instant | null;
};

/**
 * When an incident hurt a component. What it is now lasts until somebody says otherwise in public, or the incident is over;
 * then it ended when people or signals said that the suffering did.
 */
export function hurtOf(incident: Incident, component: string, now: Instant): readonly Hurt[] {
  const current = incident.components[component];
  const start = startOf(incident);
  if (current === undefined || start > now) return [];
  const before = incident.componentsBefore.filter((each) => each.component === component);
  if (isOnlyWell(incident))
    return [{ status: worstKnown(incident), from: start, until: endFrom(incident, start) }];
  const hurts: Hurt[] = [];
  let from = start;
  for (const { status, until } of before) {
    const { mitigated } = incident.at;
    const ended = mitigated !== undefined && mitigated > from ? earlierOf(until, mitigated) : until;
    if (ended > from) hurts.push({ status, from, until: ended });
    from = laterOf(from, until);
  }
  hurts.push({ status: current, from, until: isActive(incident) ? null : endFrom(incident, from) });
  return hurts.filter(({ status }) => status !== 'operational');
}

/** How bad it was for a component at its worst, and from when until when. */
export type Suffered = {
  readonly worst: ComponentStatus;
  readonly from: Instant;
  readonly until: Instant | null;
};

/** What a component suffered; null for nothing. */
export function sufferedOf(incident: Incident, component: string, now: Instant): Suffered | null {
  const [first, ...more] = hurtOf(incident, component, now);
  if (first === undefined) return null;
  return more.reduce(
    (all, { status, until }) => ({ ...all, worst: worseStatus(all.worst, status), until }),
    { worst: first.status, from: first.from, until: first.until },
  );
}

/** The worst state that an incident brought to a component. */
export function impactOf(incident: Incident): ComponentStatus {
  const statuses = Object.values(incident.components);
  // One that names no component is as bad as its severity: nobody can tell readers that it spares them.
  if (isOnlyWell(incident) || statuses.length + incident.componentsBefore.length === 0)
    return incident.kind === 'maintenance' ? 'maintenance' : worstKnown(incident);
  return [
    ...statuses,
    ...incident.componentsBefore.map(({ status }) => status),
  ].reduce<ComponentStatus>(worseStatus, 'operational');
}

/** Since when an incident is, all in all, as bad as `current`; where its components do not say, since it began. */
export function sinceWhen(incident: Incident, current: ComponentStatus, now: Instant): Instant {
  const start = startOf(incident);
  const hurts = Object.keys(incident.components).flatMap((id) => hurtOf(incident, id, now));
  const edges = [start, ...hurts.flatMap(({ from, until }) => [from, until ?? from])].toSorted();
  const other = edges.findLastIndex((edge) => worstAt(hurts, edge) !== current);
  return edges[other + 1] ?? start;
}

function worstAt(hurts: readonly Hurt[], at: Instant): ComponentStatus {
  return hurts
    .filter(({ from, until }) => from <= at && (until === null || at < until))
    .reduce<ComponentStatus>((worst, { status }) => worseStatus(worst, status), 'operational');
}

/** When an incident began; where no time of its file can be read, when customers were told first, or its day. */
export function startOf({ id, at, updates }: Incident): Instant {
  const stated = at.started ?? at.detected ?? at.declared ?? updates[0]?.at;
  return stated ?? parseInstant(`${id.slice(0, 10)}T00:00:00Z`) ?? BEGINNING;
}

/** Whether its file says only that all is well, and nothing of what was: then it was as bad as the incident. */
function isOnlyWell({ components, componentsBefore }: Incident): boolean {
  const statuses = Object.values(components);
  return (
    statuses.length > 0 &&
    componentsBefore.length === 0 &&
    statuses.every((status) => status === 'operational')
  );
}

/** When an incident that is over ended, as far as its file says so. */
export function endStatedBy(incident: Incident): Instant {
  const { at, updates } = incident;
  const start = startOf(incident);
  const stated = [at.resolved, at.mitigated, at.closed, updates.at(-1)?.at];
  return stated.find((end) => end !== undefined && end >= start) ?? start;
}

/** The first that is known of when it ended; a time before what it ends is none. */
function endFrom({ at, updates }: Incident, from: Instant): Instant {
  return (
    [at.mitigated, at.resolved, at.closed, updates.at(-1)?.at].find(
      (end) => end !== undefined && end >= from,
    ) ?? from
  );
}

function worstKnown({ severityMax }: Incident): ComponentStatus {
  const bySeverity = {
    sev1: 'major_outage',
    sev2: 'partial_outage',
    sev3: 'degraded',
    sev4: 'degraded',
  } as const;
  return bySeverity[severityMax];
}
