// Gates that count: thresholds and flapping.
import { changeKey, occurredAt } from '../correlation/problem.ts';
import { readFlap, readWindows, entriesWith, type WindowReading } from '../correlation/tally.ts';
import { hasPassed } from '../correlation/problem-after.ts';
import { type Said, withSeverity, worstSaid } from '../correlation/said.ts';
import { addMs, toMs } from '../model/instant.ts';
import type { Problem } from '../model/problem.ts';
import type { FlapRule, Rule, ThresholdRule } from '../model/rule.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../model/severity.ts';
import type { Count, TallyEntry } from '../model/standing.ts';
import { type GateAnswer, type GateQuery, remark } from './gate.ts';
import { lengthOf } from './length.ts';
import { type FieldReader, holds } from './match.ts';
import { decideStage } from './stage.ts';
import { conditionWords } from './words.ts';

/** What a threshold says, and what it counts. */
export type ThresholdAnswer = GateAnswer & {
  /** The problems that were held back before and come along now. */
  readonly carries: readonly Problem[];
  readonly counts: readonly Count[];
  readonly tally: string | null;
  /** How bad everything is that it opens with, by problem; none where it was not asked or is not reached. */
  readonly severities: Readonly<Record<string, IncidentSeverity>>;
};

/** Asks the first threshold that matches. What another gate holds back before does not count. */
export function askThreshold(query: GateQuery, isHeldBefore: boolean): ThresholdAnswer {
  const { read, observation } = query;
  if (observation.signal.action !== 'trigger') return NO_THRESHOLD;
  const asked = thresholdOf(query);
  if (asked === null) return NO_THRESHOLD;
  const { rule } = asked;
  const { id, place, distinct } = rule;
  // Where the value is missing each problem is one of its own: nothing must wait for ever because nobody said where it is.
  const value = distinct === null ? null : (read(distinct) ?? `problem ${query.problem.id}`);
  if (query.severity === 'none') {
    const words = (): string => `${id}: not counted, since it has no severity`;
    return { ...NO_THRESHOLD, notes: remark(query, place, words) };
  }
  const words = (): string => `${id}: not counted, since it is held back already`;
  if (isHeldBefore) return { ...NO_THRESHOLD, notes: remark(query, place, words) };
  const answer = count(query, rule, value);
  return asked.holds ? answer : { ...answer, reason: null, tally: null };
}

type Asked = {
  readonly rule: ThresholdRule;
  /** Whether it may hold the signal back; else it counts it for others that wait. */
  readonly holds: boolean;
};

/**
 * The threshold that decides. To one that asks for what is new a problem is new until something of it has passed, so that
 * its repeats wait with it; and what was counted as new goes on counting, as the order of arrival must not matter.
 */
function thresholdOf({
  organisation,
  standing,
  team,
  read,
  problem,
  group,
}: GateQuery): Asked | null {
  const rules = organisation.rules.threshold;
  const first = (reader: FieldReader): ThresholdRule | null =>
    decideStage<ThresholdRule>(rules, team, reader, { trace: false }).rule;
  const rule = first(read);
  if (read('first_seen') === 'true') return rule === null ? null : { rule, holds: true };
  const asNew = first((field) => (field === 'first_seen' ? 'true' : read(field)));
  const known = standing.problems.get(problem.id);
  const isNew = known === undefined || !hasPassed(known);
  if (isNew) {
    const earlier = rules.find((each) => each === rule || each === asNew);
    return earlier === undefined ? null : { rule: earlier, holds: true };
  }
  if (rule !== null) return { rule, holds: true };
  const entries =
    asNew === null ? [] : (standing.tallies.get(tallyOf(asNew, group))?.entries ?? []);
  const wasCounted = entries.some((entry) => entry.problem === problem.id);
  return asNew === null || !wasCounted ? null : { rule: asNew, holds: false };
}

/** Whether it counts new problems: what is not new does not match it. */
function countsProblems({ when }: ThresholdRule): boolean {
  return when.some((condition) => condition.field === 'first_seen' && !holds(condition, 'false'));
}

function tallyOf(rule: ThresholdRule, group: string): string {
  return `threshold ${nameAmongTeams(rule)} ${group}`;
}

const NO_THRESHOLD: ThresholdAnswer = {
  reason: null,
  notes: [],
  carries: [],
  counts: [],
  tally: null,
  severities: {},
};

function count(query: GateQuery, rule: ThresholdRule, value: string | null): ThresholdAnswer {
  const { id, place, withinMs, distinct } = rule;
  const tally = tallyOf(rule, query.group);
  const entry = entryOf(query, value, withinMs);
  const entries = entriesWith(query.standing.tallies.get(tally), entry);
  const isOfNew = countsProblems(rule);
  const differsIn = [
    ...(distinct === null ? [] : (['value'] as const)),
    ...(isOfNew ? (['problem'] as const) : []),
  ];
  const reading = readWindows(entries, entry.at, { count: rule.count, withinMs, differsIn });
  const signals = isOfNew ? 'new problems' : 'signals';
  const what =
    distinct === null ? signals : `${isOfNew ? `${signals} with other ` : ''}values of ${distinct}`;
  const { carries, heard } = broughtBy(query, { tally, isOfNew }, entries, reading);
  const severities = severitiesOf(query, tally, heard, withinMs);
  return {
    reason: reading.reached === null ? { kind: 'threshold', id, team: rule.team, place } : null,
    because: conditionWords(rule),
    notes: remark(
      query,
      place,
      () =>
        `${id}: ${reading.most} of ${rule.count} ${what} within ${lengthOf(withinMs)}${worstWords(query, severities)}`,
    ),
    carries,
    severities,
    counts: [{ tally, entry, withinMs, most: Math.max(2 * rule.count, MOST_ENTRIES) }],
    tally,
  };
}

/** Ids are unique within a team. */
function nameAmongTeams({ id, team }: Pick<Rule, 'id' | 'team'>): string {
  return team === null ? id : `${team}/${id}`;
}

/** More are kept only where a rule counts further. */
const MOST_ENTRIES = 1000;

function entryOf(
  { observation, problem }: GateQuery,
  value: string | null,
  withinMs: number,
): TallyEntry {
  const key = changeKey(observation);
  const until = toMs(observation.receivedAt) + withinMs + LATE_MS;
  return { key, at: toMs(occurredAt(observation)), problem: problem.id, value, until };
}

type Brought = {
  /** Those that still wait in this tally. */
  readonly carries: readonly Problem[];
  /** Those of them and its own problem of which something was counted that is not over. */
  readonly heard: readonly Problem[];
};

/**
 * The problems that lie in a window that is full now; what began anew outside it is over here, unless only what is new
 * waits.
 */
function broughtBy(
  { standing, problem }: GateQuery,
  { tally, isOfNew }: { readonly tally: string; readonly isOfNew: boolean },
  entries: readonly TallyEntry[],
  { reached }: WindowReading,
): Brought {
  if (reached === null) return { carries: [], heard: [] };
  const carries = new Map<string, Problem>();
  const heard = new Map<string, Problem>();
  for (const { problem: id, at } of entries) {
    if (at < reached.from || at > reached.until || heard.has(id)) continue;
    const known = standing.problems.get(id);
    const isOwn = id === problem.id;
    if (!isOwn && known?.facts.heldBy !== tally) continue;
    const folded = isOwn ? problem : known?.problem;
    if (folded === undefined) continue;
    const ended = known?.facts.endedAt;
    const firesOn = isOfNew && folded.state === 'firing';
    const isHeard = ended === undefined || at > toMs(ended) || firesOn;
    if (isHeard) heard.set(id, folded);
    if (!isOwn) carries.set(id, isHeard ? folded : { ...folded, state: 'recovered', at: ended });
  }
  return { carries: [...carries.values()], heard: [...heard.values()] };
}

/** The worst that was said of each problem while it waited, for as long as its signals are counted; nothing of what is over. */
function severitiesOf(
  { standing, problem, severity, observation }: GateQuery,
  tally: string,
  heard: readonly Problem[],
  withinMs: number,
): ThresholdAnswer['severities'] {
  const at = occurredAt(observation);
  const from = addMs(at, -withinMs - LATE_MS);
  const factsOf = (id: string): Said => {
    const facts = standing.problems.get(id)?.facts;
    if (facts === undefined) return {};
    const ended = facts.endedAt === undefined ? {} : { endedAt: facts.endedAt };
    return facts.heldBy === tally ? facts : ended;
  };
  return Object.fromEntries(
    heard.flatMap(({ id, state }) => {
      const facts = factsOf(id);
      const said = id === problem.id ? withSeverity(facts, severity, at) : facts;
      const worst = state === 'firing' ? worstSaid(said, from) : null;
      return worst === null ? [] : [[id, worst]];
    }),
  );
}

/** Signals may come late by this much and still count. */
const LATE_MS = 3_600_000;

/** The worst of several; null of none. */
export function worstOf(
  severities: Readonly<Record<string, IncidentSeverity>>,
): IncidentSeverity | null {
  const all = new Set(Object.values(severities));
  return INCIDENT_SEVERITIES.find((severity) => all.has(severity)) ?? null;
}

function worstWords({ severity }: GateQuery, severities: ThresholdAnswer['severities']): string {
  const worst = worstOf(severities);
  return worst === null || worst === severity ? '' : `, the worst of them ${worst}`;
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
  const tally = `flap ${nameAmongTeams(rule)} ${problem.id}`;
  const entry = state === null ? null : entryOf(query, state, rule.withinMs);
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
