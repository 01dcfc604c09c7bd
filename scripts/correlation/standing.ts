// What evaluation knows of the past besides the signal. Decisions only read it; `remember` adds what one of them brings.
// All of it is a fold over accepted signals, so the order of arrival does not matter and repeats change nothing.
import type { Decision } from '../model/decision.ts';
import type { Deployment } from '../model/deployment.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, BEGINNING, earlierOf, type Instant, laterOf, toMs } from '../model/instant.ts';
import { isWorse } from '../model/severity.ts';
import type {
  Count,
  Maintenance,
  ProblemFacts,
  StandingChange,
  StandingProblem,
  StoredStanding,
} from '../model/standing.ts';
import { forgetHeld, type HeldProblems, noteHeld, startHeld } from './held.ts';
import { worstFirst } from './precedence.ts';
import { occurredAt, problemId } from './problem.ts';
import { saidAfter, worstSaid } from './said.ts';
import { addEntry, dropEntries, startTally, type Tally } from './tally.ts';

/** Everything that is known, ready to be asked. Only the functions of this file change it. */
export type Standing = {
  readonly problems: Map<string, StandingProblem>;
  /** Firing problems whose identity a rule gives, by the ids that they would have by the tools' own keys. */
  readonly byOwnId: Map<string, string>;
  /** Ids of the firing problems for which somebody was called, by `placeKey`. */
  readonly failing: Map<string, Set<string>>;
  /** What was found of them, until it changes. */
  readonly causes: Map<string, StandingProblem | null>;
  readonly tallies: Map<string, Tally>;
  readonly held: HeldProblems;
  /** Counts up whenever a failure stopped to explain others, or explains less. */
  endings: number;
  /** When each silence was last met. */
  readonly silences: Map<string, Instant>;
  /** By service. */
  readonly deployments: Map<string, readonly Deployment[]>;
  maintenances: readonly Maintenance[];
  /** Incidents that were looked through for failures that nothing explains any more; they never change. */
  readonly uncovered: WeakSet<Incident>;
  /** Incidents that people or time ended: their problems explain nothing any more. */
  ended: Set<string>;
  /** Ids of the problems that changed, in order, so that an index can catch up; a new one begins with each clean-up. */
  changed: string[];
  /** The longest window that anything was counted in. */
  longestMs: number;
  untilCleanUp: number;
};

/** The standing at a beginning: what a store kept, and nothing without one. */
export function startStanding(stored: Partial<StoredStanding> = {}): Standing {
  const standing: Standing = {
    problems: new Map(),
    byOwnId: new Map(),
    failing: new Map(),
    causes: new Map(),
    tallies: new Map(),
    held: startHeld(),
    endings: 0,
    silences: new Map(stored.silences?.map(({ silence, at }) => [silence, at])),
    deployments: new Map(),
    maintenances: [],
    uncovered: new WeakSet(),
    ended: new Set(),
    changed: [],
    longestMs: SHORTEST_MEMORY_MS,
    untilCleanUp: CLEAN_UP_EVERY,
  };
  for (const problem of stored.problems ?? []) setProblem(standing, problem);
  for (const { tally, entry } of stored.tallies ?? []) addEntry(tallyOf(standing, tally), entry);
  for (const deployment of stored.deployments ?? []) addDeployment(standing, deployment);
  return standing;
}

/** Adds a problem that a store still knew; one that is known already stays as it is. */
export function recall(standing: Standing, problem: StandingProblem): void {
  if (!standing.problems.has(problem.problem.id)) setProblem(standing, problem);
}

/** Adds what a decision brings, and says what a store has to keep of it. */
export function remember(standing: Standing, decision: Decision): StandingChange {
  const { memory } = decision;
  const problems = [problemAfter(standing, decision), ...carriedBy(standing, decision)];
  for (const problem of problems) setProblem(standing, problem);
  for (const count of memory.counts) addCount(standing, count, decision.receivedAt);
  for (const silence of memory.silences)
    standing.silences.set(
      silence,
      laterOf(standing.silences.get(silence) ?? decision.receivedAt, decision.receivedAt),
    );
  if (decision.deployment !== null) addDeployment(standing, decision.deployment);
  cleanUp(standing, decision.receivedAt);
  return {
    problems,
    counts: memory.counts,
    silences: memory.silences.map((silence) => ({
      silence,
      at: standing.silences.get(silence) ?? decision.receivedAt,
    })),
  };
}

/** The incident that a problem came into. */
export function noteIncident(standing: Standing, problem: string, incident: string): void {
  const known = standing.problems.get(problem);
  if (known !== undefined && known.incident !== incident)
    setProblem(standing, { ...known, incident });
}

/** What the incidents say now: which work is announced, and which incidents are over. */
export function noteIncidents(standing: Standing, incidents: readonly Incident[]): void {
  const maintenances: Maintenance[] = [];
  const active = new Set<string>();
  for (const incident of incidents) {
    if (!isActive(incident)) continue;
    active.add(incident.id);
    noteUncovered(standing, incident);
    if (incident.kind === 'maintenance') maintenances.push(...maintenanceOf(incident));
  }
  standing.maintenances = maintenances;
  const ended: string[] = [];
  for (const { id, state, relations } of incidents) {
    if (active.has(id)) continue;
    // A duplicate is over when what it repeats is.
    const original = state === 'duplicate' ? relations.duplicateOf : undefined;
    if (original === undefined || !active.has(original)) ended.push(id);
  }
  if (ended.length === standing.ended.size && ended.every((id) => standing.ended.has(id))) return;
  standing.ended = new Set(ended);
  standing.endings += 1;
  standing.causes.clear();
}

/** What explained a failure is over, and its own team was called: from then on it explains others itself. */
function noteUncovered(standing: Standing, incident: Incident): void {
  if (!isActive(incident) || standing.uncovered.has(incident)) return;
  standing.uncovered.add(incident);
  for (const [id, { state, upstream }] of Object.entries(incident.problems)) {
    if (state !== 'firing' || upstream !== undefined) continue;
    const known = standing.problems.get(id);
    if (known?.facts.isExplained !== true) continue;
    const { isExplained: _explained, ...facts } = known.facts;
    setProblem(standing, { ...known, facts: { ...facts, isLive: true } });
  }
}

/** The failure of a service in an environment that counts as a cause: the worst one, then the earliest. */
export function causeOf(
  standing: Standing,
  environment: string,
  service: string,
): StandingProblem | null {
  const key = placeKey(environment, service);
  const known = standing.causes.get(key);
  if (known !== undefined) return known;
  let cause: StandingProblem | null = null;
  for (const id of standing.failing.get(key) ?? []) {
    const candidate = standing.problems.get(id);
    if (candidate === undefined || !mayExplain(standing, candidate)) continue;
    if (cause === null || worstFirst(candidate, cause) < 0) cause = candidate;
  }
  standing.causes.set(key, cause);
  return cause;
}

/** Whether a failure that counts as a cause began at an instant or later. */
export function hasFailedSince(
  standing: Standing,
  [environment, service]: readonly [string, string],
  from: Instant,
): boolean {
  for (const id of standing.failing.get(placeKey(environment, service)) ?? []) {
    const known = standing.problems.get(id);
    if (known !== undefined && known.problem.since >= from && mayExplain(standing, known))
      return true;
  }
  return false;
}

/** Whether a problem fires, somebody was called for it, and its incident goes on. */
export function mayExplain(
  { ended }: Standing,
  { problem, facts, incident }: StandingProblem,
): boolean {
  const isOver = incident !== null && ended.has(incident);
  return problem.state === 'firing' && facts.isLive && !isOver;
}

/** Whether a decision leads to somebody being called. */
export function reaches(decision: Decision): boolean {
  return mayReach(decision) && (decision.cascade === null || decision.cascade.callsChild);
}

/** Whether somebody would be called for it if nothing explained it. */
function mayReach({ gatedBy, severity, destinations, mode }: Decision): boolean {
  return gatedBy === null && severity !== 'none' && mode === 'live' && destinations.length > 0;
}

const CLEAN_UP_EVERY = 1024;
const SHORTEST_MEMORY_MS = 24 * 3_600_000;
/** A tool that never says that it is over must not explain others for ever. */
const LONGEST_FIRING_MS = 30 * 24 * 3_600_000;
const MOST_DEPLOYMENTS = 20;
/** Signals may come late by this much and still count. */
const LATE_MS = 3_600_000;

function problemAfter(standing: Standing, decision: Decision): StandingProblem {
  const { problem, memory, signal } = decision;
  const before = standing.problems.get(problem.id);
  const isTrigger = signal.action === 'trigger';
  const isNewest = isTrigger && problem.key === decision.key;
  const recoveredAt = firstRecovery(before?.facts, decision);
  // What has no severity opens nothing, so nothing waits any less for it.
  const passes = isTrigger && decision.gatedBy === null && decision.severity !== 'none';
  const wasLive = before?.problem.state === 'firing' && before.facts.isLive;
  const incident = decision.change === 'fires' ? null : (before?.incident ?? null);
  const isWaiting = !passes && !wasLive && incident === null;
  const isLive = wasLive || (isNewest && reaches(decision));
  const wasExplained = before?.problem.state === 'firing' && before.facts.isExplained === true;
  const isExplained = !isLive && (isNewest ? mayReach(decision) : wasExplained);
  const facts: ProblemFacts = {
    ...withoutHeld(isNewest || before === undefined ? memory.facts : before.facts),
    isLive,
    ...(isExplained ? { isExplained } : {}),
    heldBy: isWaiting ? (memory.facts.heldBy ?? before?.facts.heldBy ?? null) : null,
    recoveredAt,
    ...saidAfter(before?.facts, decision),
    ...ownIdsAfter(before?.facts, decision),
  };
  const held = isNewest ? memory.facts.held : before?.facts.held;
  const isNews = isWaiting || (!passes && worsens(before, decision));
  const isHeld = held !== undefined && isNews && problem.state === 'firing';
  return { problem, incident, facts: isHeld ? { ...facts, held } : facts };
}

/** Whether a problem that people know of is worse than they heard; once it waits for that it goes on waiting. */
function worsens(before: StandingProblem | undefined, { memory }: Decision): boolean {
  const { severity } = memory.facts;
  if (before === undefined || severity === 'none') return false;
  const heard = worstSaid(before.facts, BEGINNING) ?? before.facts.severity;
  return before.facts.held !== undefined || heard === 'none' || isWorse(severity, heard);
}

function withoutHeld({
  held: _held,
  isExplained: _explained,
  ...facts
}: ProblemFacts): ProblemFacts {
  return facts;
}

const MOST_OWN_IDS = 20;

function ownIdsAfter(
  before: ProblemFacts | undefined,
  { problem, source, signal }: Decision,
): Pick<ProblemFacts, 'ownIds'> {
  const own = problemId(source, signal.dedupKey);
  const known = before?.ownIds ?? [];
  if (own === problem.id) return known.length === 0 ? {} : { ownIds: known };
  return { ownIds: [...known.filter((id) => id !== own), own].slice(-MOST_OWN_IDS) };
}

/** What a threshold held back has passed it now as well. */
function carriedBy(standing: Standing, decision: Decision): readonly StandingProblem[] {
  const isLive = reaches(decision);
  return decision.carries.flatMap(({ id }) => {
    const known = standing.problems.get(id);
    return known === undefined
      ? []
      : [{ ...known, facts: { ...known.facts, isLive, heldBy: null } }];
  });
}

function firstRecovery(before: ProblemFacts | undefined, decision: Decision): Instant | null {
  const known = before?.recoveredAt ?? null;
  if (decision.signal.action !== 'resolve') return known;
  const at = occurredAt(decision);
  return known === null ? at : earlierOf(known, at);
}

function setProblem(standing: Standing, next: StandingProblem): void {
  const { id } = next.problem;
  const before = standing.problems.get(id);
  if (before?.problem.state === 'firing' && before.facts.isLive && explainsLess(before, next))
    standing.endings += 1;
  forgetFailure(standing, before);
  standing.problems.set(id, next);
  standing.changed.push(id);
  const tooMany = noteHeld(standing.held, next);
  if (tooMany !== null) forgetHeld(standing.held, tooMany);
  if (next.problem.state === 'firing')
    for (const own of next.facts.ownIds ?? []) standing.byOwnId.set(own, id);
  const { service, environment, isLive } = next.facts;
  if (next.problem.state !== 'firing' || !isLive || service === null) return;
  const key = placeKey(environment, service);
  const ids = standing.failing.get(key) ?? new Set();
  standing.failing.set(key, ids.add(id));
  const cause = standing.causes.get(key);
  if (cause == null || worstFirst(next, cause) < 0) standing.causes.delete(key);
}

/** Whether it explains less than before: it ended, or became milder than what it still held back. */
function explainsLess(
  { facts: before }: StandingProblem,
  { problem, facts }: StandingProblem,
): boolean {
  if (problem.state !== 'firing') return true;
  if (before.severity === 'none') return false;
  return facts.severity === 'none' || isWorse(before.severity, facts.severity);
}

function forgetFailure(
  { failing, causes, byOwnId }: Standing,
  known: StandingProblem | undefined,
): void {
  for (const own of known?.facts.ownIds ?? [])
    if (byOwnId.get(own) === known?.problem.id) byOwnId.delete(own);
  if (known === undefined || known.facts.service === null) return;
  const key = placeKey(known.facts.environment, known.facts.service);
  const ids = failing.get(key);
  ids?.delete(known.problem.id);
  if (causes.get(key)?.problem.id === known.problem.id) causes.delete(key);
  if (ids?.size === 0) failing.delete(key);
}

function placeKey(environment: string, service: string): string {
  return `${environment} ${service}`;
}

function addCount(standing: Standing, count: Count, now: Instant): void {
  const { tally, entry, withinMs, most } = count;
  const known = tallyOf(standing, tally);
  addEntry(known, entry);
  dropEntries(known, toMs(now) - withinMs - LATE_MS, most);
  standing.longestMs = Math.max(standing.longestMs, withinMs);
}

function tallyOf({ tallies }: Standing, id: string): Tally {
  const tally = tallies.get(id) ?? startTally();
  tallies.set(id, tally);
  return tally;
}

function addDeployment({ deployments }: Standing, deployment: Deployment): void {
  const known = deployments.get(deployment.service) ?? [];
  const others = known.filter(
    ({ id, outcome }) => id !== deployment.id || outcome !== deployment.outcome,
  );
  const newest = [...others, deployment].toSorted((left, right) => (left.at < right.at ? -1 : 1));
  deployments.set(deployment.service, newest.slice(-MOST_DEPLOYMENTS));
}

function maintenanceOf(incident: Incident): readonly Maintenance[] {
  const { id, kind, window, environment, services, components } = incident;
  if (kind !== 'maintenance' || window === null || !isActive(incident)) return [];
  return [{ id, window, environment, services, components: Object.keys(components) }];
}

/** Forgets what can decide nothing any more; rarely, since it looks at everything. */
function cleanUp(standing: Standing, now: Instant): void {
  standing.untilCleanUp -= 1;
  if (standing.untilCleanUp > 0) return;
  standing.untilCleanUp = CLEAN_UP_EVERY;
  standing.changed = [];
  const forgotten = addMs(now, -Math.max(standing.longestMs, 7 * SHORTEST_MEMORY_MS));
  const tooOld = addMs(now, -LONGEST_FIRING_MS);
  for (const known of standing.problems.values()) {
    const { isLive, held } = known.facts;
    const isKept = known.problem.state === 'firing' && (isLive || held !== undefined);
    if (known.problem.at >= (isKept ? tooOld : forgotten)) continue;
    forgetFailure(standing, known);
    forgetHeld(standing.held, known.problem.id);
    standing.problems.delete(known.problem.id);
  }
  const sinceMs = toMs(now) - standing.longestMs - LATE_MS;
  for (const [tally, { entries }] of standing.tallies)
    if ((entries.at(-1)?.at ?? 0) < sinceMs) standing.tallies.delete(tally);
  for (const [silence, at] of standing.silences) if (at < tooOld) standing.silences.delete(silence);
}
