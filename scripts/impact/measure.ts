// What two organisations make of the same signals, side by side: what ends differently, for whom, and because of which
// lines.
import type { Destination } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import type { Account } from './account.ts';
import { isPage, nameOfTarget, teamOfTarget } from './destination.ts';
import { exampleOf } from './example.ts';
import { startHygiene } from './hygiene.ts';
import {
  type BeforeAfter,
  CHANGE_KINDS,
  type ChangeKind,
  type Impact,
  type TargetImpact,
} from './impact.ts';
import { replaySide } from './side.ts';
import type { Verdict } from './verdict.ts';

/** The organisations that are compared. */
export type Both = { readonly base: Organisation; readonly head: Organisation };

/** The replay of the base, which may go on elsewhere meanwhile. */
export type BaseSide = {
  readonly verdicts: () => Promise<readonly Verdict[]>;
  readonly accounts: (positions: readonly number[]) => Promise<readonly Account[]>;
};

/**
 * Replays the signals through the changed organisation, and compares each with what the base made of it. Teams of which
 * something `moved` are asked for a review, also where no signal shows it.
 */
export async function measureImpact(
  both: Both,
  signals: readonly RecordedSignal[],
  before: BaseSide,
  moved: Iterable<string> = [],
): Promise<Impact> {
  const hygiene = startHygiene(both.head);
  const after = replaySide(both.head, signals, hygiene.see);
  const sum = emptySum();
  for (const team of moved) sum.reviewers.add(team);
  for (const [position, old] of (await before.verdicts()).entries()) {
    const [recorded, now] = [after.signals[position], after.verdicts[position]];
    if (recorded !== undefined && now !== undefined)
      count(sum, both, { position, recorded, old, now });
  }
  const shown = [...sum.kinds.values()].flatMap(chosen);
  const positions = shown.map(({ position }) => position);
  const [old, now] = [await before.accounts(positions), after.accounts(positions)];
  const examples = new Map(
    shown.flatMap(({ position, recorded, now: { service } }, at) => {
      const [left, right] = [old[at], now[at]];
      if (left === undefined || right === undefined) return [];
      return [[position, exampleOf({ recorded, service }, left, right)]];
    }),
  );
  const { base, head } = both;
  const handleOf = (team: string): string =>
    (head.teams.get(team) ?? base.teams.get(team))?.github ?? team;
  return {
    signals: after.signals.length,
    from: after.signals[0]?.receivedAt ?? null,
    until: after.signals.at(-1)?.receivedAt ?? null,
    changed: sum.changed,
    elsewhere: sum.elsewhere,
    kinds: CHANGE_KINDS.flatMap((kind) => {
      const found = sum.kinds.get(kind);
      if (found === undefined) return [];
      return [
        {
          kind,
          count: found.count,
          examples: chosen(found).flatMap(({ position }) => examples.get(position) ?? []),
        },
      ];
    }),
    targets: [...sum.targets.values()].toSorted(byWeight),
    teams: [...sum.teams]
      .map(([team, { pages, incidents }]) => ({ team, pages, incidents }))
      .toSorted((left, right) => (left.team < right.team ? -1 : 1)),
    incidents: sum.incidents,
    reviewers: [...new Set([...sum.reviewers].map(handleOf))].toSorted(),
    hygiene: hygiene.findings(),
  };
}

const MOST_EXAMPLES = 3;

type Count<Value> = { -readonly [Name in keyof Value]: Value[Name] };

/** One signal on both sides. */
type Compared = {
  /** Among the signals in the order of their receipt. */
  readonly position: number;
  readonly recorded: RecordedSignal;
  readonly old: Verdict;
  readonly now: Verdict;
};

/** Examples that differ from each other come first, more of the same only where there are too few. */
type SumOfKind = {
  count: number;
  readonly examples: Compared[];
  readonly spare: Compared[];
};

function chosen({ examples, spare }: SumOfKind): readonly Compared[] {
  return [...examples, ...spare].slice(0, MOST_EXAMPLES);
}

type Sum = {
  changed: number;
  elsewhere: number;
  readonly kinds: Map<ChangeKind, SumOfKind>;
  readonly targets: Map<string, Count<TargetImpact>>;
  readonly teams: Map<
    string,
    { readonly pages: Count<BeforeAfter>; readonly incidents: Count<BeforeAfter> }
  >;
  readonly incidents: Count<BeforeAfter>;
  readonly reviewers: Set<string>;
};

function emptySum(): Sum {
  return {
    changed: 0,
    elsewhere: 0,
    kinds: new Map(),
    targets: new Map(),
    teams: new Map(),
    incidents: { before: 0, after: 0 },
    reviewers: new Set(),
  };
}

function count(sum: Sum, { base, head }: Both, compared: Compared): void {
  const { old, now } = compared;
  countWork(sum, 'before', old);
  countWork(sum, 'after', now);
  const lost = missingIn(now.told, old.told);
  const gained = missingIn(old.told, now.told);
  for (const target of lost) targetOf(sum, base, target).lost += 1;
  for (const target of gained) targetOf(sum, head, target).gained += 1;
  const kinds = changesOf(old, now, { lost, gained });
  if (kinds.length === 0) return;
  sum.changed += 1;
  if (kinds.some((kind) => ELSEWHERE.has(kind))) sum.elsewhere += 1;
  for (const side of [old, now]) sum.reviewers.add(side.team);
  for (const target of [...lost, ...gained]) {
    const team = teamOfTarget(head, target) ?? teamOfTarget(base, target);
    if (team !== null) sum.reviewers.add(team);
  }
  const shown = kinds.map((kind) => kindOf(sum, kind));
  for (const each of shown) each.count += 1;
  // Shown once, under the most urgent of its kinds.
  if (shown[0] !== undefined) keepExample(shown[0], compared);
}

function kindOf(sum: Sum, kind: ChangeKind): SumOfKind {
  const known = sum.kinds.get(kind) ?? { count: 0, examples: [], spare: [] };
  sum.kinds.set(kind, known);
  return known;
}

function keepExample({ examples, spare }: SumOfKind, compared: Compared): void {
  if (examples.length === MOST_EXAMPLES) return;
  const isKnown = examples.some(
    ({ now, recorded }) =>
      now.service === compared.now.service &&
      recorded.signal.title === compared.recorded.signal.title,
  );
  if (!isKnown) examples.push(compared);
  else if (spare.length < MOST_EXAMPLES) spare.push(compared);
}

/** Somebody else hears of the signal. */
const ELSEWHERE: ReadonlySet<ChangeKind> = new Set([
  'lost_page',
  'gained_page',
  'held_back',
  'let_through',
  'destinations',
]);

function countWork(sum: Sum, side: keyof BeforeAfter, { team, opened, told }: Verdict): void {
  for (const target of told) {
    if (target.kind !== 'channel') teamOf(sum, target.team).pages[side] += 1;
  }
  if (opened === null) return;
  sum.incidents[side] += 1;
  teamOf(sum, team).incidents[side] += 1;
}

function teamOf(sum: Sum, team: string): NonNullable<ReturnType<Sum['teams']['get']>> {
  const known = sum.teams.get(team) ?? {
    pages: { before: 0, after: 0 },
    incidents: { before: 0, after: 0 },
  };
  sum.teams.set(team, known);
  return known;
}

function targetOf(sum: Sum, organisation: Organisation, target: Destination): Count<TargetImpact> {
  const name = nameOfTarget(target);
  const known = sum.targets.get(name) ?? {
    target: name,
    team: teamOfTarget(organisation, target),
    isPage: isPage(target),
    gained: 0,
    lost: 0,
  };
  sum.targets.set(name, known);
  return known;
}

type Difference = {
  readonly lost: readonly Destination[];
  readonly gained: readonly Destination[];
};

function changesOf(
  old: Verdict,
  now: Verdict,
  { lost, gained }: Difference,
): readonly ChangeKind[] {
  const kinds: ChangeKind[] = [];
  const note = (kind: ChangeKind, isSo: boolean): void => {
    if (isSo) kinds.push(kind);
  };
  note('lost_page', lost.some(isPage));
  note('gained_page', gained.some(isPage));
  note('moved_team', old.team !== now.team);
  note('lost_incident', old.opened !== null && now.opened === null);
  note('new_incident', old.opened === null && now.opened !== null);
  note('group', old.group !== now.group);
  if (now.isFailure) {
    note('held_back', old.opens && !now.opens);
    note('let_through', !old.opens && now.opens);
    note('severity', old.severity !== now.severity);
    note('category', old.category !== now.category);
  }
  const isTold = lost.length + gained.length > 0;
  note('destinations', isTold || (now.isFailure && old.targets !== now.targets));
  note('timing', isTimedOtherwise(old, now) || (!isTold && old.later !== now.later));
  return kinds;
}

function isTimedOtherwise(old: Verdict, now: Verdict): boolean {
  return now.isFailure && old.opens && now.opens && old.timing !== now.timing;
}

/** Those of `all` that the others do not hold, or hold fewer times. */
function missingIn(
  others: readonly Destination[],
  all: readonly Destination[],
): readonly Destination[] {
  if (all.length === 0) return all;
  const left = new Map<string, number>();
  for (const name of others.map(nameOfTarget)) left.set(name, (left.get(name) ?? 0) + 1);
  return all.filter((target) => {
    const name = nameOfTarget(target);
    const spare = left.get(name) ?? 0;
    left.set(name, spare - 1);
    return spare <= 0;
  });
}

function byWeight(left: TargetImpact, right: TargetImpact): number {
  return weightOf(right) - weightOf(left) || (left.target < right.target ? -1 : 1);
}

/** People before channels. */
function weightOf({ isPage: isPerson, gained, lost }: TargetImpact): number {
  return (isPerson ? 1e9 : 0) + gained + lost;
}
