// What a check says: fine, to be done, or not to be told.
import type { Known } from './facts.ts';

/** What a check found. */
export type CheckResult = {
  readonly check: CheckName;
  readonly state: 'ok' | 'finding' | 'unknown';
  readonly sentence: string;
  /** What to do, and where; null where there is nothing to do. */
  readonly fix: string | null;
};

/** All checks, in the order in which they are told. */
export const CHECKS = [
  'node',
  'git',
  'secrets',
  'workflows',
  'forms',
  'queue',
  'push',
  'github',
  'clock',
  'visibility',
  'issues',
  'labels',
  'token',
  'branch',
  'actions',
  'workflow-token',
  'pull-requests',
  'switch',
  'pages',
  'server',
] as const;

/** A check's name on the command line. */
export type CheckName = (typeof CHECKS)[number];

/** Everything is as it should be. */
export function ok(check: CheckName, sentence: string): CheckResult {
  return { check, state: 'ok', sentence, fix: null };
}

/** Something is to be done. */
export function finding(check: CheckName, sentence: string, fix: string): CheckResult {
  return { check, state: 'finding', sentence, fix };
}

/** It could not be told. */
export function unknown(
  check: CheckName,
  sentence: string,
  fix: string | null = null,
): CheckResult {
  return { check, state: 'unknown', sentence, fix };
}

/** Judges what is known; what is not says where to look. */
export function ifKnown<T>(
  check: CheckName,
  known: Known<T>,
  look: { readonly where: string; readonly judge: (value: T) => CheckResult },
): CheckResult {
  if (known.kind === 'known') return look.judge(known.value);
  return unknown(check, known.why, `look under ${look.where}`);
}
