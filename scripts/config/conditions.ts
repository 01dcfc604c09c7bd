// Conditions as people write them (`host: {glob: "db-*"}`) → tests on fields.
import type { Interval } from '../model/interval.ts';
import type { Condition } from '../model/rule.ts';
import type { TestEntry, WhenEntry } from './rule-documents.ts';

/** The conditions of a `when`; names of intervals that do not exist are findings of validation and never hold here. */
export function toConditions(
  when: WhenEntry,
  intervals: ReadonlyMap<string, Interval>,
): readonly Condition[] {
  return Object.entries(when).map(([field, test]) =>
    field === 'during' ? during(test, intervals) : toCondition(field, test),
  );
}

function toCondition(field: string, test: TestEntry): Condition {
  if (typeof test === 'string') return { kind: 'any_of', field, values: [test] };
  if (typeof test === 'boolean') return { kind: 'any_of', field, values: [String(test)] };
  if (isList(test)) return { kind: 'any_of', field, values: test };
  if ('not' in test) return { kind: 'none_of', field, values: [test.not].flat() };
  if ('glob' in test) return { kind: 'glob', field, pattern: test.glob };
  if ('regex' in test) return { kind: 'regex', field, pattern: test.regex };
  if ('exists' in test) return { kind: test.exists ? 'present' : 'absent', field };
  return { kind: 'number', field, bounds: test };
}

function during(test: TestEntry, intervals: ReadonlyMap<string, Interval>): Condition {
  const isInverse = typeof test === 'object' && 'not' in test;
  const name = isInverse ? test.not : test;
  const interval = typeof name === 'string' ? intervals.get(name) : undefined;
  if (interval === undefined) return { kind: 'any_of', field: 'during', values: [] };
  return {
    kind: 'during',
    field: 'during',
    interval: isInverse ? { ...interval, isInverse: !interval.isInverse } : interval,
  };
}

function isList(test: Exclude<TestEntry, string | boolean>): test is readonly string[] {
  return Array.isArray(test);
}
