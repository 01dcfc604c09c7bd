// A person asks for a team: whoever is on call there is told at once, whatever the team's rules say of signals.
import { keyOf } from '../correlation/key.ts';
import type { Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Team } from '../model/ownership.ts';
import { nameOf, resolveDestinations } from '../rules/destinations.ts';
import { capitalised } from '../text/capitalised.ts';

/** Whom a call reaches, in words, and the call itself. */
export type TeamCall = { readonly told: string; readonly effects: readonly Notification[] };

/** What somebody who asked for people has to do about it: nothing that is decided rings yet. */
export function reachWords(told: string): string {
  return told === NOBODY ? NOBODY : `reach ${told} yourself, since no channel is connected yet`;
}

const NOBODY = 'nobody can be reached';

/** The same of calls, as a sentence; empty where nobody is called. */
export function reachHint(calls: readonly Notification[]): string {
  const names = calls.flatMap(({ destinations }) => destinations.map(nameOf));
  return names.length === 0 ? '' : `${capitalised(reachWords(names.join(', ')))}.`;
}

/** Calls a team; `about` makes the call one of its own. */
export function callTeam(
  {
    organisation,
    incident,
    now,
  }: {
    readonly organisation: Organisation;
    readonly incident: Pick<Incident, 'id' | 'severity'>;
    readonly now: Instant;
  },
  team: Team,
  event: 'paged' | 'delegated' | 'declared',
  about: string,
): TeamCall {
  const target = { kind: 'team', team: team.id } as const;
  const { resolved, told } = resolveDestinations(organisation, [target], team.id, now);
  if (resolved.length === 0) return { told: NOBODY, effects: [] };
  return {
    told,
    effects: [
      {
        kind: 'notify',
        key: keyOf([incident.id, event, team.id, about]),
        incident: incident.id,
        event,
        severity: incident.severity,
        destinations: resolved,
        mode: 'live',
        waitMs: 0,
        limit: null,
        pageChild: 'always',
        escalation: [],
      },
    ],
  };
}

/** Calls several teams, each once; null where there is none to call. */
export function callTeams(
  subject: Parameters<typeof callTeam>[0],
  teams: readonly Team[],
  event: 'declared',
  about: string,
): TeamCall | null {
  const calls = [...new Set(teams)].map((team) => callTeam(subject, team, event, about));
  if (calls.length === 0) return null;
  const reached = calls.filter(({ effects }) => effects.length > 0);
  return {
    told: reached.length === 0 ? NOBODY : reached.map(({ told }) => told).join(', '),
    effects: reached.flatMap(({ effects }) => effects),
  };
}
