// Who really works on the code of a service, beside who is written down. Only numbers per team are given, never people.
import type { Instant } from '../model/instant.ts';
import { instantFromMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Service } from '../model/ownership.ts';
import { type Activity, type Contribution, countActivity } from './activity.ts';
import { teamOf } from './cell.ts';
import { lookupOf } from './lookup.ts';

/** A commit with the files that it changed. */
export type FileContribution = Contribution & { readonly files: readonly string[] };

/** Why an entry of the map looks wrong, and which team would fit. */
export type DriftFlag = {
  readonly kind: 'others_work_here' | 'owner_is_gone';
  readonly successor: string;
  readonly sentence: string;
};

/** The work on one service's code for one function. */
export type ServiceDrift = {
  readonly service: string;
  readonly function: string;
  readonly team: string;
  /** The review since which commits count. */
  readonly since: Instant;
  readonly activity: Activity;
  /** The owning team's part of all commits, 0 to 1. */
  readonly share: number;
  /** The owning team's last commit in the whole period that was read; null for none. */
  readonly lastOwn: Instant | null;
  readonly flag: DriftFlag | null;
};

/** How far back commits are needed. */
export function driftStart(organisation: Organisation, now: Instant): Instant {
  const days = [...organisation.services.values()].flatMap(({ reviewed }) => reviewed ?? []);
  return [...days.map(dayStart), daysBefore(now, LONGEST_DAYS)].toSorted()[0] ?? now;
}

/** Measures every service with code in a repository. */
export function measureDrift(
  organisation: Organisation,
  repo: string,
  changes: readonly FileContribution[],
  now: Instant,
): readonly ServiceDrift[] {
  return [...changesByCell(organisation, repo, changes)]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { cell, changes: own }]) => measureOne(organisation, cell, own, now));
}

type Work = { readonly cell: Cell; readonly changes: FileContribution[] };

/** The commits that touched the code of each service and function; a commit may touch several. */
function changesByCell(
  organisation: Organisation,
  repo: string,
  changes: readonly FileContribution[],
): ReadonlyMap<string, Work> {
  const cellOf = cellFinder(organisation, repo);
  const work = new Map<string, Work>();
  for (const change of changes) {
    const cells = new Map(
      change.files.flatMap((file) => {
        const cell = cellOf(file);
        return cell === null ? [] : [[`${cell.service.id} ${cell.function}`, cell] as const];
      }),
    );
    for (const [key, cell] of cells) {
      const known = work.get(key) ?? { cell, changes: [] };
      known.changes.push(change);
      work.set(key, known);
    }
  }
  return work;
}

/** Looks each file up once. */
function cellFinder(organisation: Organisation, repo: string): (file: string) => Cell | null {
  const lookup = lookupOf(organisation);
  const known = new Map<string, Cell | null>();
  const find = (file: string): Cell | null => {
    const hit = lookup.code.find(repo, file)[0]?.value;
    if (hit === undefined || hit.service.unowned !== null) return null;
    const discipline = hit.area.function ?? hit.service.function;
    const team = teamOf(lookup, hit.service, discipline);
    return team === undefined ? null : { service: hit.service, function: discipline, team };
  };
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const cell = find(file);
    known.set(file, cell);
    return cell;
  };
}

type Cell = { readonly service: Service; readonly function: string; readonly team: string };

function measureOne(
  organisation: Organisation,
  { service, function: discipline, team }: Cell,
  changes: readonly FileContribution[],
  now: Instant,
): ServiceDrift {
  const since = service.reviewed === null ? daysBefore(now, YEAR_DAYS) : dayStart(service.reviewed);
  const activity = countActivity(
    organisation,
    changes.filter(({ at }) => at >= since),
    team,
  );
  const own = activity.shares.find((share) => share.team === team);
  const lastOwn =
    countActivity(organisation, changes, team).shares.find((share) => share.team === team)?.last ??
    null;
  const share = activity.commits === 0 ? 0 : (own?.commits ?? 0) / activity.commits;
  return {
    service: service.id,
    function: discipline,
    team,
    since,
    activity,
    share,
    lastOwn,
    flag: flagOf(activity, { team, share, lastOwn }, now),
  };
}

/** Under a quarter of the commits while another team makes more than half; or none for half a year while others go on. */
function flagOf(
  activity: Activity,
  own: { readonly team: string; readonly share: number; readonly lastOwn: Instant | null },
  now: Instant,
): DriftFlag | null {
  const other = activity.shares.find((share) => share.team !== own.team);
  if (other === undefined || activity.commits < FEWEST_COMMITS) return null;
  const part = other.commits / activity.commits;
  if (own.share < 0.25 && part > 0.5) {
    return {
      kind: 'others_work_here',
      successor: other.team,
      sentence: `${own.team} made ${percent(own.share)} of ${activity.commits} commits, ${other.team} ${percent(part)}`,
    };
  }
  const limit = daysBefore(now, GONE_DAYS);
  if ((own.lastOwn ?? '') >= limit || other.last < limit) return null;
  const last =
    own.lastOwn === null ? 'made none' : `made its last one on ${own.lastOwn.slice(0, 10)}`;
  return {
    kind: 'owner_is_gone',
    successor: other.team,
    sentence: `${own.team} ${last}; ${other.team} made ${other.commits} of ${activity.commits} commits, the last on ${other.last.slice(0, 10)}`,
  };
}

/** Fewer commits than this tell nothing. */
const FEWEST_COMMITS = 5;
const GONE_DAYS = 180;
const YEAR_DAYS = 365;
const LONGEST_DAYS = 400;

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function dayStart(day: string): Instant {
  return `${day}T00:00:00.000Z`;
}

function daysBefore(now: Instant, days: number): Instant {
  return instantFromMs(Date.parse(now) - days * 24 * 60 * 60 * 1000) ?? now;
}
