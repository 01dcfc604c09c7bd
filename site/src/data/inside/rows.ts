// Incidents as rows of the internal tables.
import type { InsideIncident } from '../../../../scripts/publication/inside/incident-views.ts';
import type { Clock } from '../../../../scripts/rooms/clocks.ts';
import { toMs, type Instant } from '../../../../scripts/model/instant.ts';
import type { Time } from '../../../../scripts/speech/speech.ts';
import { duration, moment } from '../time.ts';
import { counted, STATE_WORDS } from '../words.ts';

/** One incident in a table. */
export type IncidentRow = {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly state: string;
  readonly team: string;
  readonly service: string | null;
  readonly started: Time;
  /** `after 4 minutes, by @teodora-ilic` since it was detected, or that nobody has yet. */
  readonly acknowledged: string;
  readonly isWaiting: boolean;
  /** `lead @teodora-ilic`; empty where nobody has a role. */
  readonly people: string;
  readonly lasted: string;
  /** What is owed next, and by when; null when nothing is. */
  readonly next: { readonly what: string; readonly due: Time; readonly isOverdue: boolean } | null;
  readonly reports: string;
};

/** What a clock asks for. */
export const CLOCK_WORDS = {
  acknowledge: 'Acknowledge',
  resolve: 'Resolve',
  update: 'Tell the public',
  postmortem: 'Review the post-mortem',
} as const satisfies Record<Clock['kind'], string>;

/** The rows of some incidents by their ids, in this order. */
export function rowsOf(
  incidents: ReadonlyMap<string, InsideIncident>,
  ids: readonly string[],
  now: Instant,
): readonly IncidentRow[] {
  return ids.flatMap((id) => {
    const incident = incidents.get(id);
    return incident === undefined ? [] : [rowOf(incident, now)];
  });
}

/** Those whose next deadline comes first on top; nothing owed comes last. */
export function byDeadline(
  incidents: ReadonlyMap<string, InsideIncident>,
  ids: readonly string[],
): readonly string[] {
  const due = (id: string): string => incidents.get(id)?.next?.due ?? '9';
  return ids.toSorted((left, right) => {
    const [first, second] = [due(left), due(right)];
    return first === second ? 0 : first < second ? -1 : 1;
  });
}

function rowOf(incident: InsideIncident, now: Instant): IncidentRow {
  const { id, title, severity, team, service, startedAt, resolvedAt } = incident;
  const { next, isOpen, isTaken } = incident;
  return {
    id,
    title,
    severity,
    state: STATE_WORDS[incident.state],
    team,
    service,
    started: moment(startedAt),
    acknowledged: acknowledgedWords(incident),
    isWaiting: isOpen && !isTaken,
    people: incident.people.map(({ role, login }) => `${role} @${login}`).join(', '),
    lasted: lastedOf(incident, resolvedAt, now),
    next:
      next === null
        ? null
        : { what: CLOCK_WORDS[next.kind], due: moment(next.due), isOverdue: next.due < now },
    reports: incident.reports === 0 ? '' : counted(incident.reports, 'customer report'),
  };
}

function lastedOf(
  { startedAt, isOpen }: InsideIncident,
  resolvedAt: Instant | null,
  now: Instant,
): string {
  if (isOpen) return `${duration(startedAt, now)} so far`;
  return resolvedAt === null ? '–' : duration(startedAt, resolvedAt);
}

/** When it was taken first, and who has it; who took it over is named with the time of that. */
function acknowledgedWords(incident: InsideIncident): string {
  const { startedAt, detectedAt, acknowledgedAt, takenBy, takenOverAt, isTaken } = incident;
  if (acknowledgedAt === null) return 'not yet';
  const first = after(detectedAt ?? startedAt, acknowledgedAt);
  if (!isTaken) return `${first}, handed over or taken up again, and not taken since`;
  if (takenOverAt !== null) {
    const over = after(detectedAt ?? startedAt, takenOverAt);
    return `${first}, taken over ${over}${takenBy === null ? '' : ` by @${takenBy}`}`;
  }
  return takenBy === null ? first : `${first}, by @${takenBy}`;
}

function after(detectedAt: Instant, acknowledgedAt: Instant): string {
  return toMs(acknowledgedAt) <= toMs(detectedAt)
    ? 'at once'
    : `after ${duration(detectedAt, acknowledgedAt)}`;
}
