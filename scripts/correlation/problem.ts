// The state of a problem is a fold over what was accepted: order of arrival does not matter, repeats change nothing.
import type { ProblemChange } from '../model/decision.ts';
import { BEGINNING, earlierOf, type Instant, laterOf } from '../model/instant.ts';
import type { Problem } from '../model/problem.ts';
import type { Signal } from '../model/signal.ts';
import { keyOf } from './key.ts';

/** A signal reduced to what the fold needs. */
export type Observation = {
  readonly source: string;
  readonly signal: Signal;
  /** When the request was received; no change is believed to lie after it. */
  readonly receivedAt: Instant;
};

/** The identity of the problem that a signal is about: its source and the tool's own key, as a hash. */
export function problemId(source: string, dedupKey: string): string {
  const known = recentIds.get(source)?.get(dedupKey);
  if (known !== undefined) return known;
  const id = `${source}/${keyOf([source, dedupKey])}`;
  const ofSource = recentIds.get(source);
  if (ofSource === undefined || ofSource.size >= MOST_RECENT)
    recentIds.set(source, new Map([[dedupKey, id]]));
  else ofSource.set(dedupKey, id);
  return id;
}

/** By source and key: a decision asks several times for the same one, as do all signals of a problem. */
const recentIds = new Map<string, Map<string, string>>();
const MOST_RECENT = 4096;

/** The key of one change of one problem; the same whenever the same change is seen again, whatever the clocks say. */
export function changeKey({ source, signal, receivedAt }: Observation): string {
  return keyOf([
    source,
    signal.dedupKey,
    signal.action,
    signal.occurredAt ?? receivedAt,
    signal.id ?? '',
  ]);
}

/**
 * Folds a signal into its problem. State, instant and key are those of the newest change: the latest instant wins, at
 * one instant the recovery, then the greater key. A recovery before its trigger is kept as a tombstone.
 */
export function foldProblem(
  before: Problem | null,
  observation: Observation,
  id = problemId(observation.source, observation.signal.dedupKey),
  key = changeKey(observation),
): { readonly problem: Problem; readonly change: ProblemChange } {
  const known = before ?? nothingKnown(id);
  const state = stateAfter(observation.signal);
  const counted: Problem = { ...known, count: known.count + 1 };
  if (state === null) return { problem: counted, change: 'unchanged' };
  const change = { state, at: occurredAt(observation), key };
  const started: Problem = { ...counted, since: laterOf(known.since, startOf(observation, state)) };
  if (change.key === known.key) return { problem: started, change: 'repeats' };
  if (!isNewer(change, known)) return { problem: started, change: 'outdated' };
  const isSame = state === known.state && known.at !== BEGINNING;
  return {
    problem: { ...started, ...change },
    change: isSame ? 'repeats' : state === 'firing' ? 'fires' : 'recovers',
  };
}

/** When the change happened, as far as it can be believed: never after its receipt. */
export function occurredAt({ signal, receivedAt }: Observation): Instant {
  return earlierOf(signal.occurredAt ?? receivedAt, receivedAt);
}

function nothingKnown(id: string): Problem {
  return {
    id,
    source: id.split('/')[0] ?? id,
    state: 'recovered',
    since: BEGINNING,
    at: BEGINNING,
    key: '',
    count: 0,
  };
}

function stateAfter(signal: Signal): Problem['state'] | null {
  if (signal.action === 'trigger') return 'firing';
  if (signal.action === 'resolve') return 'recovered';
  return null;
}

function isNewer(change: Pick<Problem, 'at' | 'state' | 'key'>, known: Problem): boolean {
  if (change.at !== known.at) return change.at > known.at;
  if (change.state !== known.state) return change.state === 'recovered';
  return change.key > known.key;
}

function startOf(observation: Observation, state: Problem['state']): Instant {
  const at = occurredAt(observation);
  return earlierOf(observation.signal.startedAt ?? (state === 'firing' ? at : BEGINNING), at);
}
