// How much of people's time incidents took, by what their files know: who has a role in them or took them, and for how long
// they were open. Who joins late or rests is counted like all others, so that it is what it took at the most.
import { type Incident, isActive } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Course } from './course.ts';
import { msWithin, openSpansOf } from './open-spans.ts';
import { viewPoints } from './points.ts';
import type { TimePoint, TimeView } from './view.ts';

/** People's time over some incidents; what somebody counted and wrote down stands in the place of what is worked out. */
export function viewPeopleTime(
  incidents: readonly Incident[],
  courses: (incident: Incident) => Course,
  now: Instant,
): TimeView {
  const points = incidents.flatMap((incident) => pointOf(incident, courses(incident), now));
  return {
    id: 'people',
    name: 'People’s time of one incident',
    definition:
      'each person who has a role in it or took it, from acknowledged (else declared) to resolved, as if nobody rested; or the response minutes that its file states',
    ...viewPoints(points, incidents.length),
  };
}

function pointOf(incident: Incident, course: Course, now: Instant): readonly TimePoint[] {
  const ms = statedMs(incident) ?? workedOutMs(incident, course, now);
  return ms === null ? [] : [{ incident: incident.id, ms, isOpen: isActive(incident) }];
}

function statedMs({ impact }: Incident): number | null {
  const minutes = impact?.response_minutes;
  return minutes === undefined ? null : minutes * 60_000;
}

function workedOutMs(incident: Incident, course: Course, now: Instant): number | null {
  const { roles, takenBy, at } = incident;
  const logins = [...Object.values(roles), ...(takenBy === null ? [] : [takenBy])];
  // As GitHub knows them, whatever case they are written in.
  const people = new Set(logins.map((login) => login.toLowerCase()));
  const spans = openSpansOf(incident, course);
  const [first] = spans ?? [];
  if (people.size === 0 || spans === null || first === undefined) return null;
  return people.size * msWithin(spans, at.acknowledged ?? first.from, now);
}
