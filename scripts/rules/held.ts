// Time is an operation here as well: what still fires when its gate lets go is decided again, as if it were said now.
import type { HeldByGate } from '../correlation/held.ts';
import { heldSignal } from '../correlation/held.ts';
import { needsAny } from '../correlation/graph.ts';
import type { Standing } from '../correlation/standing.ts';
import { occurrenceAt } from '../maintenance/occurrences.ts';
import type { Decision } from '../model/decision.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Rule, SuppressRule } from '../model/rule.ts';
import type { StandingProblem } from '../model/standing.ts';
import { endOf, isWithin } from '../oncall/interval.ts';
import { evaluate } from './evaluate.ts';
import { endOfSilence } from './silences.ts';
import { isSuppressed, markOf } from './suppress.ts';

/**
 * The decisions that are due: those about problems whose gate let go, also where another gate holds them back now. What
 * others need comes first, and each is decided when the one before it was remembered, so that a cause is known by then.
 * Once all are remembered, nothing is due any more.
 */
export function* releases(
  organisation: Organisation,
  standing: Standing,
  now: Instant,
): Generator<Decision, void, void> {
  const { gates } = standing.held;
  if (gates.size === 0) return;
  const asksAll = isNewTo(organisation, standing);
  const due = [...gates.values()].flatMap((gate) =>
    asksAll || !holds(organisation, standing, gate, now) ? [...gate.problems] : [],
  );
  asked.set(standing, {
    at: now,
    organisation,
    maintenances: maintenancesOf(standing),
    endings: standing.endings,
    marks: new Map(
      suppressing(organisation, standing).map((rule) => [rule, markOf(standing, rule)]),
    ),
  });
  const waiting = due.flatMap((id) => standing.problems.get(id) ?? []);
  for (const { problem } of causesFirst(organisation, waiting)) {
    const known = standing.problems.get(problem.id);
    if (known === undefined) continue;
    if (!asksAll && isStillSuppressed(organisation, standing, known, now)) continue;
    const decision = again(organisation, standing, known, now);
    if (decision !== null) yield decision;
  }
}

/** What needs another one of them, however indirectly, comes after it. */
function causesFirst(
  { services }: Organisation,
  problems: readonly StandingProblem[],
): readonly StandingProblem[] {
  const failing = new Set(problems.flatMap(({ facts }) => facts.service ?? []));
  const depths = new Map(
    [...failing].map((service) => [
      service,
      [...failing].filter((other) => needsAny(services, service, [other])).length,
    ]),
  );
  const depthOf = ({ facts }: StandingProblem): number => depths.get(facts.service ?? '') ?? 0;
  return problems.toSorted((left, right) => depthOf(left) - depthOf(right));
}

/** The next instant at which `releases` has to be asked, as far as time alone decides it; null when nothing waits. */
export function nextRelease(
  organisation: Organisation,
  standing: Standing,
  now: Instant,
): Instant | null {
  const { gates } = standing.held;
  if (gates.size === 0) return null;
  if (isNewTo(organisation, standing)) return now;
  let first: Instant | null = null;
  for (const gate of gates.values()) {
    const end = endOfGate(organisation, standing, gate, now);
    first = firstOf(first, end);
  }
  const isAnswered =
    asked.get(standing)?.at === now &&
    suppressing(organisation, standing).every((rule) => suppressesAsBefore(standing, rule));
  return first !== null && first <= now && isAnswered ? addMs(now, PAUSE_MS) : first;
}

/** What still waits right after it was asked for is not asked for at once again. */
const PAUSE_MS = 60_000;

type Asked = {
  readonly at: Instant;
  readonly organisation: Organisation;
  readonly maintenances: string;
  readonly endings: number;
  /** Of each rule by which something is suppressed. */
  readonly marks: ReadonlyMap<SuppressRule, object>;
};

/** What each standing was asked with last. */
const asked = new WeakMap<Standing, Asked>();

/** Whether nothing was heard since then after which a rule may suppress less. */
function suppressesAsBefore(standing: Standing, rule: SuppressRule): boolean {
  const last = asked.get(standing);
  return last?.endings === standing.endings && last.marks.get(rule) === markOf(standing, rule);
}

/** The rules by which something that waits is suppressed. */
function suppressing(
  { rules }: Organisation,
  { held: { gates } }: Standing,
): readonly SuppressRule[] {
  return [...gates.values()].flatMap(({ by }) =>
    by.kind === 'suppress' ? (ruleOf(rules.suppress, by) ?? []) : [],
  );
}

/** After a restart, and after people changed files, each problem that waits is looked at: any of them may decide otherwise. */
function isNewTo(organisation: Organisation, standing: Standing): boolean {
  const last = asked.get(standing);
  return last?.organisation !== organisation || last.maintenances !== maintenancesOf(standing);
}

/** They are read anew with each incident, and are few. */
function maintenancesOf({ maintenances }: Standing): string {
  return JSON.stringify(maintenances);
}

function holds(
  organisation: Organisation,
  standing: Standing,
  gate: HeldByGate,
  now: Instant,
): boolean {
  const end = endOfGate(organisation, standing, gate, now);
  return end === null || end > now;
}

/** When a gate lets go: now where it did already, never where only a signal or a person can make it. */
function endOfGate(
  { silences, rules, teams }: Organisation,
  standing: Standing,
  { by }: HeldByGate,
  now: Instant,
): Instant | null {
  const { kind, id } = by;
  switch (kind) {
    case 'silence': {
      const silence = silences.find((each) => each.id === id);
      if (silence === undefined) return now;
      return firstOf(endOfSilence(standing, silence, now) ?? now, endOfHours(silence, now));
    }
    case 'maintenance': {
      const work = standing.maintenances.find((each) => each.id === id);
      return work === undefined ? now : (occurrenceAt(work.window, now)?.until ?? now);
    }
    case 'mute': {
      const rule = ruleOf(rules.mute, by);
      if (rule === undefined || !isWithin(rule.during, now)) return now;
      return firstOf(endOf(rule.during, now), endOfHours(rule, now));
    }
    case 'suppress': {
      const rule = ruleOf(rules.suppress, by);
      if (rule === undefined || !suppressesAsBefore(standing, rule)) return now;
      return endOfHours(rule, now);
    }
    case 'shadow':
      return teams.get(id)?.mode === 'shadow' ? null : now;
  }
}

/** Ids are unique within a team. */
function ruleOf<Of extends Rule>(
  rules: readonly Of[],
  { id, team }: HeldByGate['by'],
): Of | undefined {
  return rules.find((each) => each.id === id && each.team === team);
}

/** When the hours end for which conditions ask; null where they ask for none that end. */
function endOfHours({ when }: Pick<Rule, 'when'>, now: Instant): Instant | null {
  return when.reduce<Instant | null>((first, condition) => {
    if (condition.kind !== 'during') return first;
    const { interval } = condition;
    return firstOf(first, isWithin(interval, now) ? endOf(interval, now) : now);
  }, null);
}

function firstOf(left: Instant | null, right: Instant | null): Instant | null {
  return left === null || right === null ? (left ?? right) : earlierOf(left, right);
}

function isStillSuppressed(
  { rules }: Organisation,
  standing: Standing,
  known: StandingProblem,
  now: Instant,
): boolean {
  const held = heldSignal(known);
  if (held?.by.kind !== 'suppress') return false;
  const rule = ruleOf(rules.suppress, held.by);
  if (rule === undefined || endOfHours(rule, now) === now) return false;
  return isSuppressed(standing, rule, known);
}

/** The same change of the same problem, decided at another instant; it does not count as met or heard of once more. */
function again(
  organisation: Organisation,
  standing: Standing,
  known: StandingProblem,
  now: Instant,
): Decision | null {
  const held = heldSignal(known);
  if (held === null) return null;
  const { source, signal, isFirst, by } = held;
  const observation = { source, signal, receivedAt: now };
  const { gatedBy, problem } = evaluate(organisation, standing, observation, {
    trace: false,
    isFirst,
  });
  if (problem.id !== known.problem.id) return null;
  if (gatedBy?.kind === by.kind && gatedBy.id === by.id && gatedBy.team === by.team) return null;
  const decision = evaluate(organisation, standing, observation, { trace: true, isFirst });
  const { memory } = decision;
  return { ...decision, problem: known.problem, memory: { ...memory, silences: [] } };
}
