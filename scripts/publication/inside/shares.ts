// How many of the incidents of a year went a certain way, each share with what it is a share of.
import type { Incident } from '../../model/incident.ts';
import { addMs, type Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import { clocksOf, isMissed } from '../../rooms/clocks.ts';
import { beginOf, isGenuine, isOfTheYear } from './times.ts';
import type { ShareView } from './view.ts';

/** What shares are made of: the incidents of one slice, and all that an incident may name as an earlier one. */
export type ShareInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly all: readonly Incident[];
  readonly now: Instant;
};

/** All shares over the incidents that began in the year before `now`, and those that are open. */
export function viewShares(input: ShareInput): readonly ShareView[] {
  const ofTheYear = input.incidents.filter(
    (incident) => incident.kind === 'incident' && isOfTheYear(incident, input.now),
  );
  const genuine = ofTheYear.filter(isGenuine);
  const countOf = (state: Incident['state']): number =>
    ofTheYear.filter((incident) => incident.state === state).length;
  return [
    resolvedInTime(input, genuine),
    {
      id: 'recurred',
      name: 'Came back',
      definition: 'named as a recurrence, within 30 days of the resolution of the earlier one',
      count: genuine.filter((incident) => isRecurrence(input.all, incident)).length,
      of: genuine.length,
      pending: 0,
    },
    {
      id: 'declined',
      name: 'Declined',
      definition: 'turned out to be none; of all that began',
      count: countOf('declined'),
      of: ofTheYear.length,
      pending: 0,
    },
    {
      id: 'duplicate',
      name: 'Duplicate',
      definition: 'repeated another one; of all that began',
      count: countOf('duplicate'),
      of: ofTheYear.length,
      pending: 0,
    },
  ];
}

/** What is open within its target is neither in time nor late yet. */
function resolvedInTime(
  { organisation, now }: ShareInput,
  genuine: readonly Incident[],
): ShareView {
  const clocks = genuine.flatMap((incident) =>
    clocksOf(organisation, incident, null).filter(({ kind }) => kind === 'resolve'),
  );
  const pending = clocks.filter((clock) => clock.done === null && !isMissed(clock, now)).length;
  return {
    id: 'in-time',
    name: 'Resolved in time',
    definition: 'within what its level asks for, from detected; of those resolved, or open past it',
    count: clocks.filter((clock) => clock.done !== null && !isMissed(clock, now)).length,
    of: clocks.length - pending,
    pending,
  };
}

function isRecurrence(all: readonly Incident[], incident: Incident): boolean {
  const earlier = all.find(({ id }) => id === incident.relations.recurrenceOf);
  const ended = earlier?.at.resolved ?? earlier?.at.closed;
  const begun = beginOf(incident);
  return ended !== undefined && begun !== null && begun <= addMs(ended, RECURRENCE_MS);
}

const RECURRENCE_MS = 30 * 86_400_000;
