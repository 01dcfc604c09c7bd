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

/** Resolves targets for the owning team; a team without a schedule is reached through its channel, else its lead. */
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
      return channelOf(organisation, team);
    case 'team_lead':
      return leadOf(organisation, team);
    case 'on_call':
      return onCallOf(organisation, team, at);
    case 'team':
      return onCallOf(organisation, target.team, at);
  }
}

function onCallOf(organisation: Organisation, teamId: string, at: Instant): Found {
  const team = organisation.teams.get(teamId);
  const schedule = team?.schedule == null ? undefined : organisation.schedules.get(team.schedule);
  const person = schedule === undefined ? null : personOnCall(schedule, at);
  if (schedule !== undefined && person !== null) {
    return {
      destinations: [{ kind: 'person', person, team: teamId, schedule: schedule.id }],
      note: null,
    };
  }
  const instead = channelOf(organisation, teamId);
  return {
    destinations: instead.destinations,
    note: `nobody is on call for ${teamId}: its channel is told instead`,
  };
}

function leadOf(organisation: Organisation, teamId: string): Found {
  const lead = organisation.teams.get(teamId)?.lead;
  return lead === undefined
    ? channelOf(organisation, teamId)
    : { destinations: [{ kind: 'lead', person: lead, team: teamId }], note: null };
}

function channelOf(organisation: Organisation, teamId: string): Found {
  const channel = organisation.teams.get(teamId)?.channel ?? null;
  if (channel !== null) return { destinations: [{ kind: 'channel', channel }], note: null };
  const triage = organisation.teams.get(organisation.settings.triage)?.channel ?? null;
  const note = `${teamId} has no channel: triage is told instead`;
  return { destinations: triage === null ? [] : [{ kind: 'channel', channel: triage }], note };
}
