// Which mistakes in the rules would be noticed: every mutant against the tests that it may concern.
import { decidedBy, keyOf, listRules, type ListedRule } from './coverage.ts';
import { listMutants, type Mutant, withMistake } from './mutants.ts';
import { type RuleTestResult, runRuleTest, type TestedWorld } from './run.ts';

/** What the tests notice. */
export type Mutation = {
  readonly mutants: number;
  /** Mistakes that no test notices, in rules that decide in a test at least. */
  readonly survivors: readonly Mutant[];
  /** Rules that decide in no test, so that no mistake in them can be noticed. */
  readonly untested: readonly ListedRule[];
};

/**
 * Runs every mutant of the rules of some files against the tests that it may concern, until one of them fails. All
 * tests must hold before.
 */
export function mutate(
  world: TestedWorld,
  results: readonly RuleTestResult[],
  isMeant: (file: string) => boolean,
): Mutation {
  const traces = results.map((result) => ({
    test: result.test,
    decided: decidedBy(result.decisions),
    teams: new Set(result.decisions.map((decision) => decision.resolution.owner.team)),
  }));
  const { rules } = world.organisation;
  const tested = new Set(traces.flatMap(({ decided }) => [...decided]));
  const isTested = (listed: ListedRule): boolean => tested.has(keyOf(listed));
  const mutants = listMutants(rules).filter(
    (mutant) => isTested(mutant) && isMeant(mutant.rule.place.file),
  );
  const survivors = mutants.filter((mutant) => {
    const changed = { ...world.organisation, rules: withMistake(rules, mutant) };
    const mutated: TestedWorld = { ...world, organisation: changed };
    return concerned(mutant, traces).every(({ test }) => holds(mutated, test));
  });
  return {
    mutants: mutants.length,
    survivors,
    untested: listRules(rules).filter(
      (listed) => !isTested(listed) && isMeant(listed.rule.place.file),
    ),
  };
}

type TestTrace = {
  readonly test: RuleTestResult['test'];
  readonly decided: ReadonlySet<string>;
  readonly teams: ReadonlySet<string>;
};

/** Tests with a signal of the rule's team; those in which the rule decided come first, for they tell soonest. */
function concerned(mutant: Mutant, traces: readonly TestTrace[]): readonly TestTrace[] {
  const { team } = mutant.rule;
  const { list, rule, next } = mutant;
  const keys = [rule, next].flatMap((one) => (one === null ? [] : keyOf({ list, rule: one })));
  const isNear = ({ decided }: TestTrace): boolean => keys.some((key) => decided.has(key));
  const all = traces.filter(({ teams }) => team === null || teams.has(team));
  return [...all.filter(isNear), ...all.filter((trace) => !isNear(trace))];
}

/** Rules that make the simulation fail outright are noticed as well. */
function holds(world: TestedWorld, test: RuleTestResult['test']): boolean {
  try {
    return runRuleTest(world, test).failures.length === 0;
  } catch {
    return false;
  }
}
