// What every outcome must look like, however hostile the payload; for tests only. The checks are
// plain comparisons, because they run some hundred thousand times.
import { expect } from 'vitest';
import { toMs } from '../../model/instant.ts';
import {
  type Signal,
  SIGNAL_ACTIONS,
  SIGNAL_INSTANTS,
  SIGNAL_KINDS,
  SIGNAL_LINES,
  SIGNAL_SEVERITIES,
} from '../../model/signal.ts';
import type { Outcome } from '../adapter.ts';

/** Fails unless an outcome keeps what adapters promise about shape, size and cleanliness. */
export function expectValidOutcome(outcome: Outcome): void {
  const flaws = flawsOf(outcome);
  if (flaws.length > 0) expect(flaws, JSON.stringify(outcome).slice(0, 2_000)).toEqual([]);
}

/** What is wrong with an outcome, in words; nothing for a valid one. */
export function flawsOf(outcome: Outcome): readonly string[] {
  if (outcome.kind === 'ignored') return lineFlaws('reason', outcome.reason, 300);
  const problems = outcome.kind === 'rejected' ? outcome.problems : outcome.notes;
  const flaws = problems.flatMap(({ pointer, message }) => [
    ...flawIf(!/^(?:\/[^/]*)*$/.test(pointer), `pointer ${pointer}`),
    ...lineFlaws('message', message, 300),
  ]);
  if (problems.length > 20) flaws.push(`${problems.length} problems`);
  if (outcome.kind === 'rejected')
    return [...flaws, ...flawIf(problems.length === 0, 'no problem')];
  const { length } = outcome.signals;
  if (length === 0 || length > 20_000) flaws.push(`${length} signals`);
  return [...flaws, ...outcome.signals.flatMap(signalFlaws)];
}

function signalFlaws(signal: Signal): readonly string[] {
  const keys = Object.keys(signal);
  const labels = Object.entries(signal.labels);
  return [
    ...flawIf(keys.join() !== SIGNAL_KEYS.join(), `keys ${keys.join()}`),
    ...flawIf(!KINDS.has(signal.kind), `kind ${signal.kind}`),
    ...flawIf(!ACTIONS.has(signal.action), `action ${signal.action}`),
    ...flawIf(!SEVERITIES.has(signal.severity), `severity ${signal.severity}`),
    ...lineFlaws('dedupKey', signal.dedupKey, 512),
    ...lineFlaws('title', signal.title, 300),
    ...SIGNAL_LINES.flatMap((name) => lineFlaws(name, signal[name], 512)),
    ...textFlaws('description', signal.description, 8_000),
    ...SIGNAL_INSTANTS.flatMap((name) => instantFlaws(name, signal[name])),
    ...flawIf(signal.links.length > 20, `${signal.links.length} links`),
    ...signal.links.flatMap((link) => flawIf(!/^https?:\/\/[!-~]+$/i.test(link), `link ${link}`)),
    ...flawIf(labels.length > 64, `${labels.length} labels`),
    ...flawIf(Object.getPrototypeOf(signal.labels) !== null, 'labels with a prototype'),
    ...labels.flatMap(([key, value]) => [
      ...lineFlaws('label key', key, 128),
      ...lineFlaws('label', value, 1_024),
    ]),
    ...flawIf(signal.count !== null && !Number.isSafeInteger(signal.count), 'count'),
  ];
}

function instantFlaws(name: string, instant: string | null): readonly string[] {
  if (instant === null) return [];
  const ms = toMs(instant);
  return flawIf(Number.isNaN(ms) || new Date(ms).toISOString() !== instant, `${name} ${instant}`);
}

function lineFlaws(name: string, line: string | null, maxLength: number): readonly string[] {
  if (line === null) return [];
  return [...textFlaws(name, line, maxLength), ...flawIf(/[\t\n]/.test(line), `${name} in lines`)];
}

function textFlaws(name: string, text: string | null, maxLength: number): readonly string[] {
  if (text === null) return [];
  const isClean =
    typeof text === 'string' &&
    text !== '' &&
    text === text.trim() &&
    (PLAIN.test(text) || (text.isWellFormed() && text === text.normalize('NFC'))) &&
    !UNCLEAN.test(text);
  return flawIf(
    !isClean || text.length > maxLength,
    `${name} ${JSON.stringify(text).slice(0, 200)}`,
  );
}

function flawIf(isFlawed: boolean, flaw: string): readonly string[] {
  return isFlawed ? [flaw] : NONE;
}

const NONE: readonly string[] = [];
const PLAIN = /^[\t\n -~]*$/;
const UNCLEAN = /(?![\t\n])[\p{Cc}\p{Cf}]/u;
const KINDS: ReadonlySet<unknown> = new Set(SIGNAL_KINDS);
const ACTIONS: ReadonlySet<unknown> = new Set(SIGNAL_ACTIONS);
const SEVERITIES: ReadonlySet<unknown> = new Set([...SIGNAL_SEVERITIES, null]);
const SIGNAL_KEYS = [
  'vendor',
  'kind',
  'action',
  'id',
  'dedupKey',
  'title',
  'description',
  'severity',
  'severityRaw',
  'status',
  'environment',
  'service',
  'team',
  'function',
  'product',
  'host',
  'startedAt',
  'endedAt',
  'occurredAt',
  'links',
  'labels',
  'count',
];
