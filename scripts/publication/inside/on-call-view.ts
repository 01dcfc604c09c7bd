// Who is on call for each team as its files declare it: now, the next hand-over, and where nobody is.
import type { Instant } from '../../model/instant.ts';
import { addMs } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import { personOnCall } from '../../oncall/schedule.ts';
import { turnsBetween } from '../../oncall/turns.ts';
import type { OnCallView } from './view.ts';

/** Every team, in the order of their names. */
export function viewOnCall(organisation: Organisation, now: Instant): readonly OnCallView[] {
  const owners = [...organisation.services.values()].map(
    ({ teams }) => new Set(Object.values(teams)),
  );
  return [...organisation.teams.values()]
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((team) => {
      const schedule =
        team.schedule === null ? undefined : organisation.schedules.get(team.schedule);
      return {
        team: team.id,
        name: team.name,
        services: owners.filter((teams) => teams.has(team.id)).length,
        schedule:
          schedule === undefined
            ? null
            : {
                name: schedule.name,
                zone: schedule.zone,
                person: personOnCall(schedule, now),
                turns: turnsBetween(schedule, now, addMs(now, AHEAD_MS)),
              },
      };
    });
}

const AHEAD_MS = 28 * 86_400_000;
