// The same reports as plain values, for other programs.
import type { Place } from '../model/place.ts';
import type { RuleCoverage } from './coverage.ts';
import type { Mutation } from './mutate.ts';
import { describeMutant } from './report.ts';
import { jsonOfStory } from './report-story.ts';
import type { RuleTestResult } from './run.ts';

/** Tests with their failures; a failure carries the trace of the decision that it is about, one about incidents or messages what happened. */
export function jsonOfResults(results: readonly RuleTestResult[]): object {
  return {
    tests: results.map(({ test, failures, story }) => ({
      name: test.name,
      ...at(test.place),
      passed: failures.length === 0,
      failures: failures.map(({ path, expected, got, place, at: instant, decision }) => ({
        path,
        expected,
        got,
        ...at(place),
        at: instant,
        trace: decision?.trace ?? null,
      })),
      happened: story === null ? null : jsonOfStory(story),
    })),
    passed: results.filter(({ failures }) => failures.length === 0).length,
    failed: results.filter(({ failures }) => failures.length > 0).length,
  };
}

/** Mistakes that no test notices. */
export function jsonOfMutation({ mutants, survivors, untested }: Mutation): object {
  return {
    mistakes: mutants,
    unnoticed: survivors.map((mutant) => ({
      kind: mutant.kind,
      list: mutant.list,
      rule: mutant.rule.id,
      ...at(mutant.rule.place),
      message: describeMutant(mutant),
    })),
    untested: untested.map(({ list, rule }) => ({ list, rule: rule.id, ...at(rule.place) })),
  };
}

/** Every rule with what it decided. */
export function jsonOfCoverage(coverage: readonly RuleCoverage[]): object {
  return {
    rules: coverage.map(({ list, rule, tests, recorded }) => ({
      list,
      rule: rule.id,
      ...at(rule.place),
      tests,
      recorded,
    })),
  };
}

function at({ file, line, column }: Place): object {
  return { file, line, column };
}
