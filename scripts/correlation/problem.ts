// The state of a problem is a fold over what was accepted: order of arrival does not matter, repeats change nothing.
import type { ProblemChange } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
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
  return `${source}/${keyOf([source, dedupKey])}`;
}

/** The key of one change of one problem; the same whenever the same change is seen again. */
export function changeKey(observation: Observation): string {
  const { source, signal } = observation;
  return keyOf([source, signal.dedupKey, signal.action, occurredAt(observation), signal.id ?? '']);
}

/** Folds a signal into its problem: the newest change wins, recovered before firing at one instant, then the key. */
export function foldProblem(before: Problem | null, observation: Observation): { readonly problem: Problem; readonly change: ProblemChange } {
  const { source, signal } = observation;
  const at = occurredAt(observation);
  const key = changeKey(observation);
  const state = stateAfter(signal);
  if (before === null) {
    const problem: Problem = { id: problemId(source, signal.dedupKey), source, state: state ?? 'recovered', since: startOf(signal, at), at, key, count: 1 };
    return { problem, change: state === null ? 'unchanged' : state === 'firing' ? 'fires' : 'recovers' };
  }
  const counted: Problem = { ...before, count: before.count + (key === before.key ? 0 : 1) };
  if (state === null) return { problem: counted, change: 'unchanged' };
  if (key === before.key) return { problem: counted, change: 'repeats' };
  if (!isNewer({ at, state, key }, before)) return { problem: counted, change: 'outdated' };
  const since = state === 'firing' && before.state === 'recovered' ? startOf(signal, at) : before.since;
  const change: ProblemChange = state === before.state ? 'repeats' : state === 'firing' ? 'fires' : 'recovers';
  return { problem: { ...counted, state, since, at, key }, change };
}

/** When the change happened, as far as it can be believed: never after its receipt. */
export function occurredAt(observation: Observation): Instant {
  const stated = observation.signal.occurredAt;
  return stated !== null && stated < observation.receivedAt ? stated : observation.receivedAt;
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

function startOf(signal: Signal, at: Instant): Instant {
  return signal.startedAt !== null && signal.startedAt < at ? signal.startedAt : at;
}
