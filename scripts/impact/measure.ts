// Recorded signals through two organisations in step: what ends differently, for whom, and because of which lines.
import type { Destination } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { type ReplayedSignal, startReplay } from '../simulation/replay.ts';
import { isPage, nameOfTarget, opens, teamOfTarget, toldTargets } from './destination.ts';
import { exampleOf } from './example.ts';
import { startHygiene } from './hygiene.ts';
import {
  type BeforeAfter,
  CHANGE_KINDS,
  type ChangeKind,
  type Impact,
  type ImpactExample,
  type TargetImpact,
} from './impact.ts';

/** Replays the signals, in the order of their receipt, through both organisations. */
export function measureImpact(
  base: Organisation,
  head: Organisation,
  signals: readonly RecordedSignal[],
): Impact {
  const handleOf = (team: string): string =>
    (head.teams.get(team) ?? base.teams.get(team))?.github ?? team;
  const ordered = signals.toSorted((left, right) =>
    left.receivedAt < right.receivedAt ? -1 : Number(left.receivedAt > right.receivedAt),
  );
  const [before, after] = [startReplay(base), startReplay(head)];
  const hygiene = startHygiene(head);
  const sum = emptySum();
  for (const recorded of ordered) {
    const [old, now] = [before.send(recorded), after.send(recorded)];
    count(sum, { base, head }, old, now);
    hygiene.see(now);
  }
  return {
    signals: ordered.length,
    from: ordered[0]?.receivedAt ?? null,
    until: ordered.at(-1)?.receivedAt ?? null,
    changed: sum.changed,
    elsewhere: sum.elsewhere,
    kinds: CHANGE_KINDS.flatMap((kind) => {
      const found = sum.kinds.get(kind);
      return found === undefined ? [] : [{ kind, count: found.count, examples: chosen(found) }];
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

/** Examples that differ from each other come first, more of the same only where there are too few. */
type SumOfKind = {
  count: number;
  readonly examples: ImpactExample[];
  readonly spare: ImpactExample[];
};

function chosen({ examples, spare }: SumOfKind): readonly ImpactExample[] {
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

type Both = { readonly base: Organisation; readonly head: Organisation };

function count(sum: Sum, { base, head }: Both, old: ReplayedSignal, now: ReplayedSignal): void {
  countWork(sum, 'before', old);
  countWork(sum, 'after', now);
  const lost = missingIn(now.told, old.told);
  const gained = missingIn(old.told, now.told);
  for (const target of [...lost, ...missingIn(now.toldByTime, old.toldByTime)])
    targetOf(sum, base, target).lost += 1;
  for (const target of [...gained, ...missingIn(old.toldByTime, now.toldByTime)])
    targetOf(sum, head, target).gained += 1;
  const kinds = changesOf(old, now, { lost, gained });
  if (kinds.length === 0) return;
  sum.changed += 1;
  if (kinds.some((kind) => ELSEWHERE.has(kind))) sum.elsewhere += 1;
  for (const side of [old, now]) sum.reviewers.add(side.decision.resolution.owner.team);
  for (const target of [...lost, ...gained]) {
    const team = teamOfTarget(head, target) ?? teamOfTarget(base, target);
    if (team !== null) sum.reviewers.add(team);
  }
  const shown = kinds.map((kind) => kindOf(sum, kind));
  for (const each of shown) each.count += 1;
  // Shown once, under the most urgent of its kinds.
  if (shown[0] !== undefined) keepExample(shown[0], old, now);
}

function kindOf(sum: Sum, kind: ChangeKind): SumOfKind {
  const known = sum.kinds.get(kind) ?? { count: 0, examples: [], spare: [] };
  sum.kinds.set(kind, known);
  return known;
}

function keepExample(
  { examples, spare }: SumOfKind,
  old: ReplayedSignal,
  now: ReplayedSignal,
): void {
  if (examples.length === MOST_EXAMPLES) return;
  const example = exampleOf(old, now);
  const isKnown = examples.some(
    ({ service, title }) => service === example.service && title === example.title,
  );
  if (!isKnown) examples.push(example);
  else if (spare.length < MOST_EXAMPLES) spare.push(example);
}

/** Somebody else hears of the signal. */
const ELSEWHERE: ReadonlySet<ChangeKind> = new Set([
  'lost_page',
  'gained_page',
  'held_back',
  'let_through',
  'destinations',
]);

function countWork(
  sum: Sum,
  side: keyof BeforeAfter,
  { decision, opened, told, toldByTime }: ReplayedSignal,
): void {
  for (const target of [...told, ...toldByTime]) {
    if (target.kind !== 'channel') teamOf(sum, target.team).pages[side] += 1;
  }
  if (opened === null) return;
  sum.incidents[side] += 1;
  teamOf(sum, decision.resolution.owner.team).incidents[side] += 1;
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
  old: ReplayedSignal,
  now: ReplayedSignal,
  { lost, gained }: Difference,
): readonly ChangeKind[] {
  const kinds: ChangeKind[] = [];
  const note = (kind: ChangeKind, isSo: boolean): void => {
    if (isSo) kinds.push(kind);
  };
  const [left, right] = [old.decision, now.decision];
  note('lost_page', lost.some(isPage));
  note('gained_page', gained.some(isPage));
  note('moved_team', left.resolution.owner.team !== right.resolution.owner.team);
  note('lost_incident', old.opened !== null && now.opened === null);
  note('new_incident', old.opened === null && now.opened !== null);
  note('group', left.group !== right.group);
  if (left.signal.action === 'trigger' && left.signal.kind !== 'deployment') {
    note('held_back', opens(left) && !opens(right));
    note('let_through', !opens(left) && opens(right));
    note('severity', left.severity !== right.severity);
    note('category', left.category !== right.category);
    note('timing', opens(left) && opens(right) && timing(old) !== timing(now));
    note(
      'destinations',
      toldTargets(left) !== toldTargets(right) || lost.length + gained.length > 0,
    );
  }
  return kinds;
}

function timing({ decision }: ReplayedSignal): string {
  const { waitMs, escalation, limit, reopenMs, mode } = decision;
  return JSON.stringify([waitMs, escalation, limit, reopenMs, mode]);
}

/** Those of `all` that the others do not hold. */
function missingIn(
  others: readonly Destination[],
  all: readonly Destination[],
): readonly Destination[] {
  const names = new Set(others.map(nameOfTarget));
  return all.filter((target) => !names.has(nameOfTarget(target)));
}

function byWeight(left: TargetImpact, right: TargetImpact): number {
  return weightOf(right) - weightOf(left) || (left.target < right.target ? -1 : 1);
}

/** People before channels. */
function weightOf({ isPage: isPerson, gained, lost }: TargetImpact): number {
  return (isPerson ? 1e9 : 0) + gained + lost;
}
