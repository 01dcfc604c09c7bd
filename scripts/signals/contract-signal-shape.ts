// What every outcome must look like, however hostile the payload; for tests only.
import { expect } from 'vitest';
import { toMs } from '../model/instant.ts';
import type { Signal } from '../model/signal.ts';
import type { Outcome } from './adapter.ts';

/** Fails unless an outcome keeps what adapters promise about shape, size and cleanliness. */
export function expectValidOutcome(outcome: Outcome): void {
  if (outcome.kind === 'ignored') return expectCleanLine(outcome.reason, 300);
  const problems = outcome.kind === 'rejected' ? outcome.problems : outcome.notes;
  expect(problems.length).toBeLessThanOrEqual(20);
  for (const { pointer, message } of problems) {
    expect(pointer).toMatch(/^(?:\/[^/]*)*$/);
    expectCleanLine(message, 300);
  }
  if (outcome.kind === 'rejected') return expect(problems.length).toBeGreaterThan(0);
  expect(outcome.signals.length).toBeGreaterThan(0);
  expect(outcome.signals.length).toBeLessThanOrEqual(1_000);
  outcome.signals.forEach(expectValidSignal);
}

function expectValidSignal(signal: Signal): void {
  expect(Object.keys(signal)).toEqual(SIGNAL_KEYS);
  expect(['trigger', 'acknowledge', 'resolve', 'update']).toContain(signal.action);
  expect(['critical', 'high', 'medium', 'low', 'info', null]).toContain(signal.severity);
  expectCleanLine(signal.dedupKey, 512);
  expectCleanLine(signal.title, 300);
  for (const line of linesOf(signal)) if (line !== null) expectCleanLine(line, 512);
  if (signal.description !== null) expectCleanText(signal.description, 8_000);
  for (const instant of [signal.startedAt, signal.endedAt, signal.occurredAt]) {
    if (instant !== null) expect(new Date(toMs(instant)).toISOString()).toBe(instant);
  }
  expect(signal.links.length).toBeLessThanOrEqual(20);
  for (const link of signal.links) expect(link).toMatch(/^https?:\/\/[!-~]+$/i);
  const labels = Object.entries(signal.labels);
  expect(labels.length).toBeLessThanOrEqual(64);
  expect(Object.getPrototypeOf(signal.labels)).toBeNull();
  for (const [key, value] of labels) {
    expectCleanLine(key, 128);
    expectCleanLine(value, 1_024);
  }
  if (signal.count !== null) expect(Number.isSafeInteger(signal.count)).toBe(true);
}

function linesOf(signal: Signal): readonly (string | null)[] {
  const { id, severityRaw, status, environment, service, team, product, host } = signal;
  return [id, severityRaw, status, environment, service, team, signal.function, product, host];
}

function expectCleanLine(text: string, maxLength: number): void {
  expectCleanText(text, maxLength);
  expect(text).not.toMatch(/[\t\n]/);
}

function expectCleanText(text: string, maxLength: number): void {
  expect(text).not.toBe('');
  expect(text.length).toBeLessThanOrEqual(maxLength);
  expect(text).toBe(text.trim());
  expect(text.isWellFormed()).toBe(true);
  expect(text).toBe(text.normalize('NFC'));
  expect(text).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cf}]/u);
}

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
