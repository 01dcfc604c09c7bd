// What evaluation knows of the past besides the signal. Decisions only read it; `remember` adds what one of them brings.
// All of it is a fold over accepted signals, so the order of arrival does not matter and repeats change nothing.
import type { Decision } from '../model/decision.ts';
import type { Deployment } from '../model/deployment.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant, laterOf, toMs } from '../model/instant.ts';
import { isWorse } from '../model/severity.ts';
import type {
  Count,
  Maintenance,
  StandingChange,
  StandingProblem,
  StoredStanding,
} from '../model/standing.ts';
import { forgetHeld, type HeldProblems, noteHeld, startHeld } from './held.ts';
import { worstFirst } from './precedence.ts';
import { carriedBy, problemAfter } from './problem-after.ts';
import { addEntry, dropEntries, startTally, type Tally } from './tally.ts';

/** Everything that is known, ready to be asked. Only the functions of this file change it, but for what `causes.ts` found. */
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
  const before = standing.problems.get(decision.problem.id);
  const problems = [problemAfter(before, decision), ...carriedBy(standing.problems, decision)];
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

/** The incident that a problem came into; what still waits in a threshold came into none. */
export function noteIncident(standing: Standing, problem: string, incident: string): void {
  const known = standing.problems.get(problem);
  if (known !== undefined && known.facts.heldBy === null && known.incident !== incident)
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

/**
 * What explained a failure is over, and its own team was called: from then on it explains others itself. What is
 * explained may have gone to the incident of another cause.
 */
function noteUncovered(standing: Standing, incident: Incident): void {
  if (!isActive(incident) || standing.uncovered.has(incident)) return;
  standing.uncovered.add(incident);
  for (const [id, { state, upstream }] of Object.entries(incident.problems)) {
    if (state !== 'firing') continue;
    if (upstream !== undefined) {
      noteIncident(standing, id, incident.id);
      continue;
    }
    const known = standing.problems.get(id);
    if (known?.facts.isExplained !== true) continue;
    const { isExplained: _explained, ...facts } = known.facts;
    setProblem(standing, { ...known, facts: { ...facts, isLive: true } });
  }
}

const CLEAN_UP_EVERY = 1024;
const SHORTEST_MEMORY_MS = 24 * 3_600_000;
/** A tool that never says that it is over must not explain others for ever. */
const LONGEST_FIRING_MS = 30 * 24 * 3_600_000;
const MOST_DEPLOYMENTS = 20;

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

/** Under what the failures of a service in an environment are kept. */
export function placeKey(environment: string, service: string): string {
  return `${environment} ${service}`;
}

function addCount(standing: Standing, count: Count, now: Instant): void {
  const { tally, entry, withinMs, most } = count;
  const known = tallyOf(standing, tally);
  addEntry(known, entry);
  dropEntries(known, toMs(now), most);
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
  const nowMs = toMs(now);
  for (const [tally, { entries }] of standing.tallies)
    if (entries.every(({ until }) => until < nowMs)) standing.tallies.delete(tally);
  for (const [silence, at] of standing.silences) if (at < tooOld) standing.silences.delete(silence);
}
