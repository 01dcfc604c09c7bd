// What a test expects beside what is: every difference, as small as it can be told.
import { durationMs } from '../config/duration.ts';
import type { ExpectedValue } from '../model/rule-test.ts';
import { durationText } from './facts.ts';

/** A value that is not as expected, with the way to it such as `incidents[0].state`. */
export type Difference = {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
};

/** Differences between the expected value of a key and the real one; only what is named is compared. */
export function compare(
  key: string,
  expected: ExpectedValue,
  actual: ExpectedValue,
): readonly Difference[] {
  if (key === 'owner' && typeof expected === 'string')
    return compareValues('owner', expected, memberOf(actual, 'team'));
  const most = memberOf(expected, 'at_most');
  if (typeof most === 'number' && typeof actual === 'number') {
    return actual <= most ? [] : [{ path: key, expected: `at most ${most}`, got: String(actual) }];
  }
  return compareValues(key, expected, actual);
}

/** A value in one line, as people write it in YAML. */
export function valueText(value: ExpectedValue): string {
  if (typeof value === 'string')
    return /^[\w][\w .=/<>~%-]*$/.test(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(valueText).join(', ')}]`;
  const entries = Object.entries(value).map(([name, one]) => `${name}: ${valueText(one)}`);
  return `{${entries.join(', ')}}`;
}

function compareValues(
  path: string,
  expected: ExpectedValue,
  actual: ExpectedValue,
): readonly Difference[] {
  if (isList(expected) && isList(actual)) return compareLists(path, expected, actual);
  if (typeof expected === 'object' && !isList(expected)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      compareValues(`${path}.${name}`, value, memberOf(actual, name)),
    );
  }
  return isSame(path, expected, actual) ? [] : [different(path, expected, actual)];
}

/** Texts may stand in any order; anything else is compared one by one. */
function compareLists(
  path: string,
  expected: readonly ExpectedValue[],
  actual: readonly ExpectedValue[],
): readonly Difference[] {
  if (expected.length !== actual.length) return [different(path, expected, actual)];
  if (expected.every((one) => typeof one === 'string')) {
    const isAllThere = expected.every((one) => actual.includes(one));
    return isAllThere ? [] : [different(path, expected, actual)];
  }
  return expected.flatMap((one, index) =>
    compareValues(`${path}[${index}]`, one, actual[index] ?? 'none'),
  );
}

function isSame(path: string, expected: ExpectedValue, actual: ExpectedValue): boolean {
  const isDuration = /(^|\.)(wait|after)$/.test(path);
  return isDuration && typeof expected === 'string'
    ? durationText(durationMs(expected)) === actual
    : expected === actual;
}

function different(path: string, expected: ExpectedValue, actual: ExpectedValue): Difference {
  return { path, expected: valueText(expected), got: valueText(actual) };
}

function memberOf(value: ExpectedValue, name: string): ExpectedValue {
  if (typeof value !== 'object' || isList(value)) return 'none';
  return (Object.hasOwn(value, name) ? value[name] : undefined) ?? 'none';
}

function isList(value: ExpectedValue): value is readonly ExpectedValue[] {
  return Array.isArray(value);
}
