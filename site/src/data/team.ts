// A team's page: four numbers that need action, the lists behind them, then the past and what the team owns.
import { toMs, utcDay, type Instant } from '../../../scripts/model/instant.ts';
import type {
  InternalView,
  TeamIncidentView,
  TeamView,
} from '../../../scripts/publication/view.ts';
import type { Time } from './speech.ts';
import { duration, longDay, moment } from './time.ts';
import { counted, STATE_WORDS } from './words.ts';

/** A number that needs action and the list it leads to. */
export type TeamNumber = {
  readonly label: string;
  readonly count: number;
  readonly anchor: string;
};

/** One incident in a team's table. */
export type TeamRow = {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly state: string;
  readonly service: string;
  readonly started: Time;
  /** `in 4 minutes`, or that nobody has yet. */
  readonly acknowledged: string;
  readonly waiting: boolean;
  readonly lasted: string;
  /** `3 customer reports`; empty without any. */
  readonly reports: string;
  readonly isPublic: boolean;
};

/** What a team's page shows. */
export type TeamPage = {
  readonly id: string;
  readonly name: string;
  readonly mission: string | null;
  readonly people: string;
  readonly numbers: readonly TeamNumber[];
  readonly open: readonly TeamRow[];
  readonly postmortems: readonly {
    readonly incident: string;
    readonly due: Time;
    readonly overdue: boolean;
  }[];
  readonly actions: readonly {
    readonly incident: string;
    readonly title: string;
    readonly due: Time;
  }[];
  readonly past: readonly TeamRow[];
  readonly services: TeamView['services'];
};

/** A team in the index. */
export type TeamLine = {
  readonly id: string;
  readonly name: string;
  readonly owns: string;
  readonly numbers: readonly TeamNumber[];
};

/** The index of teams, those that must act first on top. */
export function teamIndex(view: InternalView): readonly TeamLine[] {
  return view.teams
    .map((team) => ({
      id: team.id,
      name: team.name,
      owns: counted(team.services.length, 'service'),
      numbers: numbers(team),
    }))
    .toSorted((left, right) => total(right) - total(left) || left.name.localeCompare(right.name));
}

/** The view model of one team's page. */
export function teamPage(team: TeamView): TeamPage {
  return {
    id: team.id,
    name: team.name,
    mission: team.mission,
    people: `Led by ${team.lead}. ${team.onCall === null ? 'Nobody is on call.' : `On call: ${team.onCall}.`}`,
    numbers: numbers(team),
    open: team.open
      .map(row)
      .toSorted((left, right) => Number(right.waiting) - Number(left.waiting)),
    postmortems: team.postmortemsDue.map(({ incident, due, overdue }) => ({
      incident,
      due: longDay(utcDay(due)),
      overdue,
    })),
    actions: team.overdueActions.map(({ incident, title, due }) => ({
      incident,
      title,
      due: longDay(utcDay(due)),
    })),
    past: team.past.map(row),
    services: team.services,
  };
}

function numbers(team: TeamView): readonly TeamNumber[] {
  const due = team.postmortemsDue.length;
  const late = team.overdueActions.length;
  return [
    { label: 'open', count: team.open.length, anchor: 'open' },
    { label: 'not acknowledged', count: team.unacknowledged, anchor: 'open' },
    {
      label: due === 1 ? 'post-mortem due' : 'post-mortems due',
      count: due,
      anchor: 'postmortems',
    },
    { label: late === 1 ? 'action overdue' : 'actions overdue', count: late, anchor: 'actions' },
  ];
}

function row(incident: TeamIncidentView): TeamRow {
  return {
    id: incident.id,
    title: incident.title,
    severity: incident.severity,
    state: STATE_WORDS[incident.state],
    service: incident.service ?? '–',
    started: moment(incident.startedAt),
    acknowledged:
      incident.acknowledgedAt === null
        ? 'not yet'
        : after(incident.startedAt, incident.acknowledgedAt),
    waiting: incident.acknowledgedAt === null && incident.resolvedAt === null,
    lasted: incident.resolvedAt === null ? '–' : duration(incident.startedAt, incident.resolvedAt),
    reports: incident.reports === 0 ? '' : counted(incident.reports, 'customer report'),
    isPublic: incident.isPublic,
  };
}

function after(startedAt: Instant, acknowledgedAt: Instant): string {
  return toMs(acknowledgedAt) <= toMs(startedAt)
    ? 'at once'
    : `after ${duration(startedAt, acknowledgedAt)}`;
}

function total(line: TeamLine): number {
  return line.numbers.reduce((sum, { count }) => sum + count, 0);
}
