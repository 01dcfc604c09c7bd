// Which teams work on some code, from commits. Only numbers per team leave this file.
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';

/** A commit as git tells it. */
export type Contribution = {
  readonly name: string;
  readonly address: string;
  readonly at: Instant;
};

/** How many commits the members of a team made, and when the last one. */
export type Share = { readonly team: string; readonly commits: number; readonly last: Instant };

/** Who made some commits; `strangers` counts those of people who are in no team. */
export type Activity = {
  readonly commits: number;
  readonly shares: readonly Share[];
  readonly strangers: number;
};

/** Counts commits per team, the busiest team first. Somebody in several teams counts for `owner` where that is one of them; machines count for nobody. */
export function countActivity(
  organisation: Organisation,
  contributions: readonly Contribution[],
  owner: string | null,
): Activity {
  const members = membersOf(organisation);
  const counts = new Map<string, { commits: number; last: Instant }>();
  let commits = 0;
  let strangers = 0;
  for (const contribution of contributions) {
    if (MACHINE.test(contribution.name)) continue;
    commits += 1;
    const teams = loginsOf(contribution).flatMap((login) => members.get(login) ?? []);
    const team = owner !== null && teams.includes(owner) ? owner : teams[0];
    if (team === undefined) {
      strangers += 1;
      continue;
    }
    const before = counts.get(team) ?? { commits: 0, last: contribution.at };
    counts.set(team, {
      commits: before.commits + 1,
      last: before.last > contribution.at ? before.last : contribution.at,
    });
  }
  const shares = [...counts]
    .map(([team, count]): Share => ({ team, ...count }))
    .toSorted((left, right) => right.commits - left.commits || (left.team < right.team ? -1 : 1));
  return { commits, shares, strangers };
}

const MACHINE = /\[bot\]$/;

function membersOf(organisation: Organisation): ReadonlyMap<string, readonly string[]> {
  const pairs = [...organisation.teams.values()].flatMap((team) =>
    team.members.map((login) => [login.toLowerCase(), team.id] as const),
  );
  return new Map(
    [...Map.groupBy(pairs, ([login]) => login)].map(([login, found]) => [
      login,
      found.map(([, team]) => team),
    ]),
  );
}

/** Logins that an author may have: of GitHub's own addresses, the name itself, and the part before the @. */
function loginsOf({ name, address }: Contribution): readonly string[] {
  const [local = '', host = ''] = address.toLowerCase().split('@');
  const own = host.endsWith('users.noreply.github.com') ? local.replace(/^\d+\+/, '') : local;
  return [own, own.replaceAll('.', '-'), name.toLowerCase().replaceAll(/[ .]+/g, '-')];
}
