// A stored ledger is read with care: a newer or damaged one counts as far as it can be read.
import type { Window } from '../github/limits.ts';
import { EMPTY_LEDGER, type Ledger } from './ledger.ts';

/** Reads a stored ledger. */
export function parseLedger(text: string): Ledger {
  const value = parse(text);
  if (value === null) return EMPTY_LEDGER;
  return {
    writes: numbers(value['writes']),
    rooms: numbers(value['rooms']),
    intents: Object.fromEntries(
      Object.entries(recordOf(value['intents']) ?? {}).flatMap(([marker, at]) =>
        typeof at === 'number' ? [[marker, at]] : [],
      ),
    ),
    window: windowOf(recordOf(value['window'])),
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'number') : [];
}

function windowOf(value: Readonly<Record<string, unknown>> | null): Window | null {
  const untilMs = value?.['untilMs'];
  const reason = REASONS.find((each) => each === value?.['reason']);
  return typeof untilMs === 'number' && reason !== undefined ? { reason, untilMs } : null;
}

const REASONS = ['primary-limit', 'secondary-limit', 'write-budget'] as const;
