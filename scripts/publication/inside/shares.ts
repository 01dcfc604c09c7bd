// How many of the incidents of a year went a certain way, each share with what it is a share of.
import { Temporal } from 'temporal-polyfill';
import type { Incident } from '../../model/incident.ts';
import { addMs, DAY_MS, type Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import { clocksOf } from '../../rooms/clocks.ts';
import { isRestricted } from '../restricted.ts';
import { silencesOf } from './cadence.ts';
import type { Course } from './course.ts';
import { beginOf, isGenuine, isOfTheYear, type LearningOf } from './times.ts';
import type { ShareView } from './view.ts';

/** What shares are made of: the incidents of one slice, and what else is known of each. */
export type ShareInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  /** All that an incident may name as an earlier one. */
  readonly byId: ReadonlyMap<string, Incident>;
  readonly learned: LearningOf;
  readonly courses: (incident: Incident) => Course;
  readonly now: Instant;
};

/** All shares over the incidents that began in the year before `now`, and those that are open. */
export function viewShares(input: ShareInput): readonly ShareView[] {
  const { now } = input;
  const ofTheYear = input.incidents.filter(
    (incident) => incident.kind === 'incident' && isOfTheYear(incident, now),
  );
  const genuine = ofTheYear.filter(isGenuine);
  return SHARES.map(({ judge, isOfAll = false, isDue = false, ...head }) => {
    const verdicts = (isOfAll ? ofTheYear : genuine).flatMap((incident) => judge(incident, input));
    const count = (...kinds: readonly Verdict[]): number =>
      verdicts.filter((verdict) => kinds.includes(verdict)).length;
    const [late, open] = [count('late'), count('past')];
    return {
      ...head,
      count: count('yes'),
      of: count('yes', 'no', 'late', 'past'),
      beyond: isDue ? { late, open } : null,
      pending: count('pending'),
      missing: count('unknown'),
    };
  });
}

/** Whether something counts; `late` and `past` do not, the one done after its deadline, the other still not done. */
type Verdict = 'yes' | 'no' | 'late' | 'past' | 'pending' | 'unknown';

type Share = Pick<ShareView, 'id' | 'topic' | 'name' | 'definition'> & {
  /** Whether declined ones and duplicates are among those that it is a share of. */
  readonly isOfAll?: boolean;
  /** Whether it is of what was done by a deadline. */
  readonly isDue?: boolean;
  /** One verdict for whatever is counted of an incident; none where nothing is. */
  readonly judge: (incident: Incident, input: ShareInput) => readonly Verdict[];
};

const RECURRENCE_MS = 30 * DAY_MS;

const SHARES: readonly Share[] = [
  {
    id: 'in-time',
    topic: 'resolution',
    name: 'Resolved in time',
    definition: 'within what its level asks for, from detected; of those resolved, or open past it',
    isDue: true,
    judge: (incident, { organisation, now }) =>
      clocksOf(organisation, incident, null)
        .filter(({ kind }) => kind === 'resolve')
        .map(({ due, done }) => byDeadline(due, done, now)),
  },
  {
    id: 'reopened',
    topic: 'resolution',
    name: 'Reopened within 24 hours',
    definition: 'taken up again so soon after a resolution; of those whose end Tocsin wrote down',
    judge: (incident, { courses, now }) => reopened(incident, courses(incident), now),
  },
  {
    id: 'recurred',
    topic: 'resolution',
    name: 'Came back',
    definition: 'named as a recurrence, within 30 days of the resolution of the earlier one',
    judge: (incident, { byId }) => [isRecurrence(incident, byId) ? 'yes' : 'no'],
  },
  {
    id: 'cadence',
    topic: 'customers',
    name: 'Next update in time',
    definition:
      'silences between public updates, while it was open, within what its level promises; of all of them',
    isDue: true,
    judge: silences,
  },
  {
    id: 'customer-first',
    topic: 'customers',
    name: 'Customers told first',
    definition: 'before any tool did; of those that say who told of it',
    judge: (incident) => [customerFirst(incident)],
  },
  {
    id: 'postmortem-in-time',
    topic: 'learning',
    name: 'Post-mortem in time',
    definition: 'reviewed by the day it was due; of those reviewed, or not reviewed past it',
    isDue: true,
    judge: (incident, { learned, now }) => {
      const learning = learned(incident);
      if (learning === null) return [];
      if (learning.isReviewed && learning.reviewed === null) return ['unknown'];
      return [byDeadline(learning.due, learning.reviewed, now)];
    },
  },
  {
    id: 'closed-in-time',
    topic: 'learning',
    name: 'Closed in time',
    definition:
      'by the day its post-mortem was due, where one is needed; of those closed, or not closed past it',
    isDue: true,
    judge: (incident, { learned, now }) => {
      const learning = learned(incident);
      if (learning === null) return [];
      const closed = incident.at.closed ?? null;
      if (incident.state === 'closed' && closed === null) return ['unknown'];
      return [byDeadline(learning.due, closed, now)];
    },
  },
  {
    id: 'handed-over',
    topic: 'signals',
    name: 'Went to the wrong team',
    definition:
      'handed from one team to another; of those that Tocsin opened. It counts where it is now',
    judge: (incident, { courses }) => {
      const { handovers } = courses(incident);
      return [handovers === null ? 'unknown' : handovers > 0 ? 'yes' : 'no'];
    },
  },
  {
    id: 'declined',
    topic: 'signals',
    name: 'Declined',
    definition: 'turned out to be none; of all that began',
    isOfAll: true,
    judge: ({ state }) => [state === 'declined' ? 'yes' : 'no'],
  },
  {
    id: 'duplicate',
    topic: 'signals',
    name: 'Duplicate',
    definition: 'repeated another one; of all that began',
    isOfAll: true,
    judge: ({ state }) => [state === 'duplicate' ? 'yes' : 'no'],
  },
  {
    id: 'off-hours',
    topic: 'load',
    name: 'Began off hours',
    definition: 'outside Monday to Friday, 08:00 to 18:00 in the zone of the organisation',
    judge: (incident, { organisation }) => {
      const begun = beginOf(incident);
      return [begun === null ? 'unknown' : isOffHours(begun, organisation) ? 'yes' : 'no'];
    },
  },
];

function isOffHours(instant: Instant, { settings }: Organisation): boolean {
  const { dayOfWeek, hour } = Temporal.Instant.from(instant).toZonedDateTimeISO(settings.zone);
  return dayOfWeek > 5 || hour < 8 || hour >= 18;
}

function byDeadline(due: Instant, done: Instant | null, now: Instant): Verdict {
  if (done !== null) return done <= due ? 'yes' : 'late';
  return now <= due ? 'pending' : 'past';
}

/** An end of less than a day ago may still not hold. */
function reopened(
  { at: { resolved } }: Incident,
  { reopenings }: Course,
  now: Instant,
): readonly Verdict[] {
  if (reopenings === null) return resolved === undefined ? [] : ['unknown'];
  const isSoon = (each: (typeof reopenings)[number]): boolean =>
    each.resolved !== null && each.at <= addMs(each.resolved, DAY_MS);
  if (reopenings.some(isSoon)) return ['yes'];
  if (reopenings.some((each) => each.resolved === null)) return ['unknown'];
  if (resolved === undefined) return reopenings.length === 0 ? [] : ['no'];
  return [now < addMs(resolved, DAY_MS) ? 'pending' : 'no'];
}

function isRecurrence(incident: Incident, byId: ReadonlyMap<string, Incident>): boolean {
  const earlier = byId.get(incident.relations.recurrenceOf ?? '');
  const ended = earlier?.at.resolved ?? earlier?.at.closed;
  const begun = beginOf(incident);
  return ended !== undefined && begun !== null && begun <= addMs(ended, RECURRENCE_MS);
}

function silences(incident: Incident, { organisation, now }: ShareInput): readonly Verdict[] {
  const { updateMs } = organisation.levels[incident.severity];
  if (updateMs === null || incident.public?.visibility !== 'public') return [];
  const { kept, late, past, pending } = silencesOf(incident, updateMs, now);
  const times = (verdict: Verdict, count: number): readonly Verdict[] =>
    Array.from({ length: count }, () => verdict);
  return [
    ...times('yes', kept),
    ...times('late', late),
    ...times('past', past),
    ...times('pending', pending),
  ];
}

/**
 * By the earliest of what tools and customers said; a ticket says so of an incident that no tool saw before it was declared.
 * The tickets of a restricted one are withheld.
 */
function customerFirst(incident: Incident): Verdict {
  const { problems, tickets, at } = incident;
  const [first] = Object.values(problems).toSorted((left, right) =>
    left.since < right.since ? -1 : 1,
  );
  const isTicket =
    tickets.length > 0 && (first === undefined || (at.declared ?? first.since) < first.since);
  if (isTicket || first?.kind === 'report') return 'yes';
  return first === undefined || isRestricted(incident) ? 'unknown' : 'no';
}
