// Gates that count: thresholds and flapping.
import { changeKey, occurredAt } from '../correlation/problem.ts';
import { readFlap, readWindows, entriesWith, type WindowReading } from '../correlation/tally.ts';
import { toMs } from '../model/instant.ts';
import type { Problem } from '../model/problem.ts';
import type { FlapRule, ThresholdRule } from '../model/rule.ts';
import type { Count, TallyEntry } from '../model/standing.ts';
import { type GateAnswer, type GateQuery, remark } from './gate.ts';
import { lengthOf } from './length.ts';
import { decideStage } from './stage.ts';
import { conditionWords } from './words.ts';

/** What a threshold says, and what it counts. */
export type ThresholdAnswer = GateAnswer & {
  /** The problems that were held back before and come along now. */
  readonly carries: readonly Problem[];
  readonly counts: readonly Count[];
  readonly tally: string | null;
};

/** Asks the first threshold that matches. What another gate holds back before does not count. */
export function askThreshold(query: GateQuery, isHeldBefore: boolean): ThresholdAnswer {
  const { organisation, team, read, observation } = query;
  const isCounted = observation.signal.action === 'trigger';
  const { rule } = decideStage<ThresholdRule>(organisation.rules.threshold, team, read, {
    trace: false,
  });
  if (rule === null || !isCounted) return NO_THRESHOLD;
  const { id, place, distinct } = rule;
  const value = distinct === null ? null : read(distinct);
  const hold = { reason: { kind: 'threshold', id, place } as const, because: conditionWords(rule) };
  if (distinct !== null && value === null) {
    const words = (): string => `${id}: ${distinct} is missing, so it does not count`;
    return { ...NO_THRESHOLD, ...hold, notes: remark(query, place, words) };
  }
  const words = (): string => `${id}: not counted, since it is held back already`;
  if (isHeldBefore) return { ...NO_THRESHOLD, notes: remark(query, place, words) };
  return count(query, rule, value);
}

const NO_THRESHOLD: ThresholdAnswer = {
  reason: null,
  notes: [],
  carries: [],
  counts: [],
  tally: null,
};

function count(query: GateQuery, rule: ThresholdRule, value: string | null): ThresholdAnswer {
  const { id, place, withinMs, distinct } = rule;
  const tally = `threshold ${id} ${query.group}`;
  const entry = entryOf(query, value);
  const entries = entriesWith(query.standing.tallies.get(tally), entry);
  const window = { count: rule.count, withinMs, isDistinct: distinct !== null };
  const reading = readWindows(entries, entry.at, window);
  const what = distinct === null ? 'signals' : `values of ${distinct}`;
  return {
    reason: reading.reached === null ? { kind: 'threshold', id, place } : null,
    because: conditionWords(rule),
    notes: remark(
      query,
      place,
      () => `${id}: ${reading.most} of ${rule.count} ${what} within ${lengthOf(withinMs)}`,
    ),
    carries: carriedBy(query, tally, entries, reading),
    counts: [{ tally, entry, withinMs, most: Math.max(2 * rule.count, MOST_ENTRIES) }],
    tally,
  };
}

/** More are kept only where a rule counts further. */
const MOST_ENTRIES = 1000;

function entryOf({ observation, problem }: GateQuery, value: string | null): TallyEntry {
  const key = changeKey(observation);
  return { key, at: toMs(occurredAt(observation)), problem: problem.id, value };
}

/** Those that still wait in this tally and lie in a window that is full now. */
function carriedBy(
  { standing, problem }: GateQuery,
  tally: string,
  entries: readonly TallyEntry[],
  { reached }: WindowReading,
): readonly Problem[] {
  if (reached === null) return [];
  const carried = new Map<string, Problem>();
  for (const entry of entries) {
    if (entry.problem === problem.id || entry.at < reached.from || entry.at > reached.until)
      continue;
    const known = standing.problems.get(entry.problem);
    if (known?.facts.heldBy === tally) carried.set(entry.problem, known.problem);
  }
  return [...carried.values()];
}

/** What flapping says, and what it counts. */
export type FlapAnswer = GateAnswer & {
  readonly isFlapping: boolean;
  readonly counts: readonly Count[];
};

/** Asks the first flap rule that matches; it holds nothing back, but a flapping problem's recovery is not believed. */
export function askFlap(query: GateQuery): FlapAnswer {
  const { organisation, team, read, observation, standing, problem } = query;
  const state = STATES[observation.signal.action];
  const { rule } = decideStage<FlapRule>(organisation.rules.flap, team, read, { trace: false });
  if (rule === null) return { reason: null, notes: [], isFlapping: false, counts: [] };
  const tally = `flap ${rule.id} ${problem.id}`;
  const entry = state === null ? null : entryOf(query, state);
  const entries =
    entry === null
      ? (standing.tallies.get(tally)?.entries ?? [])
      : entriesWith(standing.tallies.get(tally), entry);
  const { isFlapping, changes } = readFlap(entries, rule);
  const most = Math.max(2 * rule.enter, MOST_CHANGES);
  return {
    reason: null,
    notes: remark(query, rule.place, () => {
      const end = isFlapping ? 'it flaps, so a recovery does not end it' : 'it does not flap';
      return `${rule.id}: ${changes} changes within ${lengthOf(rule.withinMs)}, ${end}`;
    }),
    isFlapping,
    counts: entry === null ? [] : [{ tally, entry, withinMs: rule.withinMs, most }],
  };
}

const MOST_CHANGES = 100;
const STATES = {
  trigger: 'firing',
  resolve: 'recovered',
  acknowledge: null,
  update: null,
} as const;
