// Targets as rules name them → people and channels that exist at an instant.
import type { Destination } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { NotifyTarget } from '../model/rule.ts';
import { personOnCall } from '../oncall/schedule.ts';

/** Destinations without repeats, the same in words, and what stood in for what was missing. */
export type ResolvedDestinations = {
  readonly resolved: readonly Destination[];
  readonly told: string;
  readonly notes: readonly string[];
};

/** Resolves targets for the owning team. Where a target is nobody at that instant something else stands in, which a note says. */
export function resolveDestinations(
  organisation: Organisation,
  targets: readonly NotifyTarget[],
  team: string,
  at: Instant,
): ResolvedDestinations {
  const resolved: Destination[] = [];
  const notes: string[] = [];
  for (const target of targets) {
    const found = resolveTarget(organisation, target, team, at);
    if (found.note !== null) notes.push(found.note);
    for (const destination of found.destinations) {
      if (!resolved.some((known) => addressOf(known) === addressOf(destination)))
        resolved.push(destination);
    }
  }
  return {
    resolved,
    told: resolved.length === 0 ? 'nobody' : resolved.map(nameOf).join(', '),
    notes,
  };
}

/** The same destination with whoever is on call at an instant; a schedule that is gone leaves its last known person. */
export function destinationAt(
  { schedules }: Pick<Organisation, 'schedules'>,
  destination: Destination,
  at: Instant,
): Destination {
  if (destination.kind !== 'person') return destination;
  const schedule = schedules.get(destination.schedule);
  const person = schedule === undefined ? null : personOnCall(schedule, at);
  return person === null || person === destination.person
    ? destination
    : { ...destination, person };
}

/** Who or what is reached: the same for a person in whatever role, so that nobody is called twice. */
export function addressOf(destination: Destination): string {
  return destination.kind === 'channel' ? destination.channel : `@${destination.person}`;
}

/** A destination in words. */
export function nameOf(destination: Destination): string {
  switch (destination.kind) {
    case 'channel':
      return destination.channel;
    case 'lead':
      return `${destination.person} (leads ${destination.team})`;
    case 'person':
      return `${destination.person} (on call ${destination.schedule})`;
  }
}

type Found = { readonly destinations: readonly Destination[]; readonly note: string | null };

function resolveTarget(
  organisation: Organisation,
  target: NotifyTarget,
  team: string,
  at: Instant,
): Found {
  switch (target.kind) {
    case 'channel':
      return { destinations: [{ kind: 'channel', channel: target.channel }], note: null };
    case 'team_channel':
      return readersOf(organisation, team, at);
    case 'team_lead':
      return leadOf(organisation, team, at);
    case 'on_call':
      return onCallOf(organisation, team, at);
    case 'team':
      return onCallOf(organisation, target.team, at);
  }
}

/** Whoever is on call; where that is nobody, whoever reads of it, and triage at last. */
function onCallOf(organisation: Organisation, team: string, at: Instant): Found {
  const { triage } = organisation.settings;
  return firstOf([
    () => personOf(organisation, team, at),
    () => channelOf(organisation, team),
    () => personOf(organisation, triage, at),
    () => channelOf(organisation, triage),
  ]);
}

/** The team's channel; what was to be read rings a telephone only where nobody reads. */
function readersOf(organisation: Organisation, team: string, at: Instant): Found {
  const { triage } = organisation.settings;
  return firstOf([
    () => channelOf(organisation, team),
    () => channelOf(organisation, triage),
    () => personOf(organisation, team, at),
    () => personOf(organisation, triage, at),
  ]);
}

function leadOf(organisation: Organisation, teamId: string, at: Instant): Found {
  const lead = organisation.teams.get(teamId)?.lead;
  return lead === undefined
    ? readersOf(organisation, teamId, at)
    : { destinations: [{ kind: 'lead', person: lead, team: teamId }], note: null };
}

/** One way to reach somebody: who that is, or what is missing. */
type Way =
  | { readonly destination: Destination; readonly words: string }
  | { readonly destination: null; readonly lacks: string };

/** The first way that leads somewhere, with a note about those that do not. */
function firstOf(ways: readonly (() => Way)[]): Found {
  const lacking: string[] = [];
  for (const ask of ways) {
    const way = ask();
    if (way.destination !== null) {
      const note = lacking.length === 0 ? null : `${lacking.join(', ')}: ${way.words}`;
      return { destinations: [way.destination], note };
    }
    if (!lacking.includes(way.lacks)) lacking.push(way.lacks);
  }
  return { destinations: [], note: `${lacking.join(', ')}: nobody is told` };
}

function personOf(organisation: Organisation, teamId: string, at: Instant): Way {
  const team = organisation.teams.get(teamId);
  const schedule = team?.schedule == null ? undefined : organisation.schedules.get(team.schedule);
  const person = schedule === undefined ? null : personOnCall(schedule, at);
  return schedule === undefined || person === null
    ? { destination: null, lacks: `nobody is on call for ${teamId}` }
    : {
        destination: { kind: 'person', person, team: teamId, schedule: schedule.id },
        words: `whoever is on call for ${teamId} is called instead`,
      };
}

function channelOf(organisation: Organisation, teamId: string): Way {
  const channel = organisation.teams.get(teamId)?.channel ?? null;
  return channel === null
    ? { destination: null, lacks: `${teamId} has no channel` }
    : {
        destination: { kind: 'channel', channel },
        words: `the channel of ${teamId} is told instead`,
      };
}
