// How many incidents are open, now and at the ends of the last weeks: a team beside its own usual, never beside others.
import { type Incident, isActive } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Course } from './course.ts';
import { type OpenSpan, openSpansOf } from './open-spans.ts';
import { FEWEST, timeOfShare } from './survival.ts';
import { isGenuine } from './times.ts';
import type { UnderWayView } from './view.ts';
import { lastWeeks } from './weeks.ts';

/** What was open at the end of each of the last weeks, and is now; each with its worst severity. */
export function viewUnderWay(
  incidents: readonly Incident[],
  courses: (incident: Incident) => Course,
  { zone, now }: { readonly zone: string; readonly now: Instant },
): UnderWayView {
  const genuine = incidents.filter(isGenuine);
  const ends = lastWeeks(zone, now);
  const known = genuine
    .filter((incident) => isActive(incident) || endedAfter(incident, ends[0]?.end ?? now))
    .map((incident) => ({ incident, spans: openSpansOf(incident, courses(incident)) }));
  const weeks = ends.map(({ monday, end }) => {
    const counts = { sev1: 0, sev2: 0, sev3: 0, sev4: 0 };
    const open = known.filter(({ incident, spans }) =>
      end > now ? isActive(incident) : isOpenAt(spans ?? [], end),
    );
    for (const { incident } of open) counts[incident.severityMax] += 1;
    return { monday, end, counts, total: open.length };
  });
  const first = firstOf(genuine) ?? now;
  const past = weeks.filter(({ end }) => first < end && end <= now).map(({ total }) => total);
  return {
    weeks: weeks.map(({ monday, counts }) => ({ monday, counts })),
    open: genuine.filter(isActive).length,
    past,
    usual: past.length < FEWEST ? null : timeOfShare(past, [], 0.5),
    missing: known.filter(({ spans }) => spans === null).length,
  };
}

/** One without an end may have been open at any time. */
function endedAfter({ at }: Incident, instant: Instant): boolean {
  return (at.resolved ?? at.closed ?? instant) >= instant;
}

function firstOf(incidents: readonly Incident[]): Instant | undefined {
  return incidents
    .flatMap(({ at }) => at.declared ?? at.detected ?? at.started ?? [])
    .toSorted()[0];
}

function isOpenAt(spans: readonly OpenSpan[], at: Instant): boolean {
  return spans.some(({ from, until }) => from <= at && (until === null || until > at));
}
