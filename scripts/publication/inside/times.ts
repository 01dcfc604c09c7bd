// How long things took, each time from one written instant to another. What is missing is counted and not guessed;
// what is open lasts at least until now and is never left out.
import { type Incident, isActive, type IncidentState } from '../../model/incident.ts';
import { addMs, type Instant, toMs } from '../../model/instant.ts';
import type { Learning } from './learned.ts';
import { viewPoints } from './points.ts';
import type { TimePoint, TimeView } from './view.ts';

/** Whether an incident is one of its own, as times and weeks count them: maintenance, mistakes and copies are none. */
export function isGenuine({ kind, state }: Incident): boolean {
  return kind === 'incident' && state !== 'declined' && state !== 'duplicate';
}

/** The instant at which an incident began, as far as that is known. */
export function beginOf({ at }: Incident): Instant | null {
  return at.started ?? at.detected ?? at.declared ?? null;
}

/** All times over the incidents that began in the year before `now`, and those that are open. */
export function viewTimes(
  incidents: readonly Incident[],
  learned: LearningOf,
  now: Instant,
): readonly TimeView[] {
  const cohort = incidents.filter((incident) => isGenuine(incident) && isOfTheYear(incident, now));
  return TIMES.map((time) => viewTime(time, { cohort, learned, now }));
}

/** What became of the learning from an incident. */
export type LearningOf = (incident: Incident) => Learning | null;

/** Whether it began in the year before `now`, or is open. */
export function isOfTheYear(incident: Incident, now: Instant): boolean {
  return isActive(incident) || (beginOf(incident) ?? '') >= addMs(now, -YEAR_MS);
}

/** Whether it was resolved in the year before `now`, or is open; where no end is known its beginning counts. */
export function isWorkOfTheYear(incident: Incident, now: Instant): boolean {
  const end = incident.at.resolved ?? incident.at.closed ?? beginOf(incident) ?? '';
  return isActive(incident) || end >= addMs(now, -YEAR_MS);
}

const YEAR_MS = 365 * 86_400_000;

type Time = Pick<TimeView, 'id' | 'name' | 'definition'> & {
  readonly from: (incident: Incident) => Instant | undefined;
  readonly until: (incident: Incident, learning: Learning | null) => Instant | undefined;
  /** Whether its end can still come. */
  readonly isOpen: (incident: Incident, learning: Learning | null) => boolean;
  readonly isAsked?: (incident: Incident, learning: Learning | null) => boolean;
};

const detected = ({ at }: Incident): Instant | undefined => at.detected ?? at.declared;
const never = (): boolean => false;
const isIn =
  (...states: readonly IncidentState[]) =>
  (incident: Incident): boolean =>
    states.includes(incident.state);

const TIMES: readonly Time[] = [
  {
    id: 'ttd',
    name: 'Time to detect (TTD)',
    definition: 'from started to detected',
    from: ({ at }) => at.started,
    until: detected,
    isOpen: never,
  },
  {
    id: 'declare',
    name: 'Time to declare',
    definition: 'from detected to declared',
    from: detected,
    until: ({ at }) => at.declared,
    isOpen: never,
  },
  {
    id: 'tta',
    name: 'Time to acknowledge (TTA)',
    definition: 'from detected to acknowledged, by people only',
    from: detected,
    until: ({ at }) => at.acknowledged,
    isOpen: isActive,
  },
  {
    id: 'first-update',
    name: 'Time to first public update',
    definition: 'from detected to the first public update, of public incidents only',
    from: detected,
    until: ({ updates }) => firstOf(updates.map(({ at }) => at)),
    isOpen: isActive,
    isAsked: (incident) => incident.public?.visibility === 'public',
  },
  {
    id: 'tti',
    name: 'Time to identify (TTI)',
    definition: 'from acknowledged to identified, asked from the moment on that somebody took it',
    from: ({ at }) => at.acknowledged,
    until: ({ at }) => at.identified,
    isOpen: isIn('triage', 'investigating'),
    isAsked: ({ at, state }) =>
      at.acknowledged !== undefined || (state !== 'triage' && state !== 'investigating'),
  },
  {
    id: 'ttm',
    name: 'Time to mitigate (TTM)',
    definition: 'from started to mitigated, which is how long customers were hurt',
    from: ({ at }) => at.started,
    until: ({ at }) => at.mitigated,
    isOpen: isIn('triage', 'investigating', 'identified'),
  },
  {
    id: 'ttr',
    name: 'Time to resolve (TTR)',
    definition: 'from started to resolved',
    from: ({ at }) => at.started,
    until: ({ at }) => at.resolved,
    isOpen: isActive,
  },
  {
    id: 'ttr-slo',
    name: 'Time to resolve, as the target counts it',
    definition: 'from detected to resolved, which is what a team has in its hands',
    from: detected,
    until: ({ at }) => at.resolved,
    isOpen: isActive,
  },
  {
    id: 'close',
    name: 'Time to close',
    definition: 'from resolved to closed',
    from: ({ at }) => at.resolved,
    until: ({ at }) => at.closed,
    isOpen: isIn('resolved'),
    isAsked: (incident) => !isActive(incident),
  },
  {
    id: 'postmortem',
    name: 'Time to a reviewed post-mortem',
    definition: 'from resolved to reviewed, where a post-mortem is needed',
    from: ({ at }) => at.resolved,
    until: (_incident, learning) => learning?.reviewed ?? undefined,
    isOpen: (_incident, learning) => learning?.isReviewed === false,
    isAsked: (_incident, learning) => learning !== null,
  },
];

type Cohort = {
  readonly cohort: readonly Incident[];
  readonly learned: LearningOf;
  readonly now: Instant;
};

function viewTime(time: Time, { cohort, learned, now }: Cohort): TimeView {
  const asked = cohort.flatMap((incident) => {
    const learning = learned(incident);
    return (time.isAsked?.(incident, learning) ?? true) ? [{ incident, learning }] : [];
  });
  return {
    id: time.id,
    name: time.name,
    definition: time.definition,
    ...viewPoints(
      asked.flatMap((each) => pointOf(time, each, now)),
      asked.length,
    ),
  };
}

type Asked = { readonly incident: Incident; readonly learning: Learning | null };

function pointOf(time: Time, { incident, learning }: Asked, now: Instant): readonly TimePoint[] {
  const from = time.from(incident);
  const until = time.until(incident, learning);
  if (from === undefined) return [];
  if (until === undefined && !time.isOpen(incident, learning)) return [];
  const ms = toMs(until ?? now) - toMs(from);
  return ms < 0 ? [] : [{ incident: incident.id, ms, isOpen: until === undefined }];
}

function firstOf(instants: readonly Instant[]): Instant | undefined {
  return instants.toSorted()[0];
}
