// What was promised after incidents and is not done yet: the data of the debt page. Only for people inside.
import type { ActionItem } from '../model/action-item.ts';
import type { Incident } from '../model/incident.ts';
import { DAY_MS, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { actionItemsOf } from '../postmortems/action-items.ts';
import { ageDays, isOpenItem, isOverdue } from '../postmortems/ageing.ts';

/** The debt page. */
export type DebtView = {
  readonly at: Instant;
  readonly total: DebtFigures;
  readonly teams: readonly (DebtFigures & { readonly team: string; readonly name: string })[];
  readonly types: readonly (DebtFigures & { readonly type: ActionItem['type'] })[];
  /** Those that wait, the oldest first. */
  readonly open: readonly DebtItem[];
};

/** Figures of a group of items. */
export type DebtFigures = {
  readonly open: number;
  readonly proposed: number;
  readonly accepted: number;
  readonly overdue: number;
  readonly done: number;
  readonly dropped: number;
  /** Repairs that must be followed by something better, and that nothing definitive of the same incident follows yet. */
  readonly hotfixes: number;
  readonly definitive: number;
  /** Days from a hotfix to the first definitive repair of the same incident, the fewest first. */
  readonly hotfixDays: readonly number[];
  /** Their percentiles; null below eight. */
  readonly hotfixPercentiles: { readonly p50: number; readonly p90: number } | null;
  /** Of what is done and has both days, how much was done in time. */
  readonly onTime: { readonly known: number; readonly inTime: number };
  /** Ages of what is open, in days, the youngest first. */
  readonly ages: readonly number[];
  /** Their percentiles; null below eight items, where a list says more. */
  readonly ageDays: { readonly p50: number; readonly p90: number } | null;
};

/** One item that waits. */
export type DebtItem = {
  readonly incident: string;
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly assignee: string | null;
  readonly type: ActionItem['type'];
  readonly debt: ActionItem['debt'];
  readonly status: ActionItem['status'];
  readonly due: string | null;
  readonly issue: number | null;
  readonly ageDays: number;
  readonly isOverdue: boolean;
};

/** What the page is made from. */
export type DebtInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly postmortems: readonly Postmortem[];
  readonly now: Instant;
};

/** Builds the debt page's data. */
export function viewDebt(input: DebtInput): DebtView {
  const { organisation, now } = input;
  const rows = rowsOf(input);
  const teams = [...Map.groupBy(rows, ({ item }) => item.ownerTeam)].map(([team, own]) => ({
    team,
    name: organisation.teams.get(team)?.name ?? team,
    ...figuresOf(own, now),
  }));
  return {
    at: now,
    total: figuresOf(rows, now),
    teams: teams.toSorted((left, right) => (left.team < right.team ? -1 : 1)),
    types: TYPES.map((type) => ({
      type,
      ...figuresOf(
        rows.filter(({ item }) => item.type === type),
        now,
      ),
    })),
    open: rows
      .filter(({ item }) => isOpenItem(item))
      .toSorted((left, right) => right.age - left.age)
      .map((row) => toItem(row, now)),
  };
}

/** Every item with the incident that it came from. */
export function rowsOf({ incidents, postmortems, now }: DebtInput): readonly DebtRow[] {
  const written = new Map(postmortems.map((postmortem) => [postmortem.incident, postmortem]));
  return incidents.flatMap((incident) => {
    const items = actionItemsOf(incident, written.get(incident.id) ?? null);
    const isFollowed = items.some(
      ({ debt, status }) => debt === 'definitive' && (status === 'accepted' || status === 'done'),
    );
    const [repaired] = items
      .flatMap(({ debt, status, done }) =>
        debt === 'definitive' && status === 'done' && done !== undefined ? [done] : [],
      )
      .toSorted();
    return items.map((item) => ({
      item,
      incident,
      isFollowed,
      age: ageDays(incident, now),
      hotfixDays: hotfixDaysOf(item, repaired),
    }));
  });
}

/** What was repaired for good before counts as repaired on the day of the hotfix. */
function hotfixDaysOf(
  { debt, status, done }: ActionItem,
  repaired: string | undefined,
): number | null {
  if (debt !== 'hotfix' || status !== 'done' || done === undefined || repaired === undefined)
    return null;
  return Math.max(0, (Date.parse(repaired) - Date.parse(done)) / DAY_MS);
}

const TYPES = ['prevent', 'detect', 'mitigate', 'process', 'document'] as const;

/** One item, and what counts with it. */
export type DebtRow = {
  readonly item: ActionItem;
  readonly incident: Incident;
  readonly isFollowed: boolean;
  readonly age: number;
  /** Of a hotfix, how many days later something definitive was done; null where that is not known. */
  readonly hotfixDays: number | null;
};

/** The figures of some items. */
export function figuresOf(rows: readonly DebtRow[], now: Instant): DebtFigures {
  const count = (isCounted: (row: DebtRow) => boolean): number => rows.filter(isCounted).length;
  const ages = rows
    .filter(({ item }) => isOpenItem(item))
    .map(({ age }) => age)
    .toSorted((left, right) => left - right);
  const hotfixDays = rows
    .flatMap((row) => row.hotfixDays ?? [])
    .toSorted((left, right) => left - right);
  return {
    open: ages.length,
    proposed: count(({ item }) => item.status === 'proposed'),
    accepted: count(({ item }) => item.status === 'accepted'),
    overdue: count(({ item }) => isOverdue(item, now)),
    done: count(({ item }) => item.status === 'done'),
    dropped: count(({ item }) => item.status === 'dropped'),
    hotfixes: count(
      ({ item, isFollowed }) => item.debt === 'hotfix' && item.status !== 'dropped' && !isFollowed,
    ),
    definitive: count(({ item }) => item.debt === 'definitive' && item.status !== 'dropped'),
    hotfixDays,
    hotfixPercentiles: percentilesOf(hotfixDays),
    onTime: {
      known: count(({ item }) => hasDays(item)),
      inTime: count(({ item }) => hasDays(item) && (item.done ?? '') <= (item.due ?? '')),
    },
    ages,
    ageDays: percentilesOf(ages),
  };
}

function hasDays({ status, done, due }: ActionItem): boolean {
  return status === 'done' && done !== undefined && due !== null;
}

/** Below this a list says more than a percentile. */
const FEWEST = 8;

function percentilesOf(sorted: readonly number[]): DebtFigures['ageDays'] {
  return sorted.length < FEWEST
    ? null
    : { p50: percentile(sorted, 0.5), p90: percentile(sorted, 0.9) };
}

/** The smallest value that at least this share of all does not exceed; the smallest one comes first. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function toItem({ item, incident, age }: DebtRow, now: Instant): DebtItem {
  return {
    incident: incident.id,
    id: item.id,
    title: item.title,
    team: item.ownerTeam,
    assignee: item.assignee,
    type: item.type,
    debt: item.debt,
    status: item.status,
    due: item.due,
    issue: item.issue,
    ageDays: age,
    isOverdue: isOverdue(item, now),
  };
}
