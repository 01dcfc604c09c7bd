import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Benchmark, median } from './figure.ts';
import { timeInTurns, timeProcess } from './process-time.ts';
import { makeManyRuleTests } from './many-rule-tests.ts';

const LAUNCHER = fileURLToPath(new URL('../scripts/tocsin.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('yaml-floor.ts', import.meta.url));
const RULES = 10_000;
const TESTS = 1000;

/** `tocsin test` with 1,000 tests on 10,000 rules beside a program that only parses the same YAML. */
export const ruleTests: Benchmark = {
  about: '`tocsin test`, 1,000 tests on 10,000 rules, beside parsing their YAML with `yaml` alone',
  run: () => {
    const root = makeManyRuleTests(RULES, TESTS);
    const few = makeManyRuleTests(RULES, 6);
    const times = timeInTurns(
      {
        floor: () => timeProcess([FLOOR, root]),
        all: () => timeProcess([LAUNCHER, 'test', '--root', root]),
        few: () => timeProcess([LAUNCHER, 'test', '--root', few]),
        start: () => timeProcess([LAUNCHER, 'test', '--help']),
      },
      9,
    );
    for (const folder of [root, few]) rmSync(folder, { recursive: true });
    const [floor, all, less, start] = ['floor', 'all', 'few', 'start'].map((name) =>
      median(times[name] ?? []),
    );
    const to = '`yaml` alone';
    const total = all ?? Number.NaN;
    const parsing = floor ?? Number.NaN;
    return Promise.resolve([
      { name: '`yaml` alone', value: parsing, unit: 'ms' },
      {
        name: `${TESTS} tests on ${RULES} rules`,
        value: total,
        unit: 'ms',
        ratio: { value: total / parsing, to },
      },
      {
        name: 'a test more',
        value: ((total - (less ?? Number.NaN)) / (TESTS - 6)) * 1000,
        unit: 'µs',
      },
      { name: 'start-up', value: start ?? Number.NaN, unit: 'ms' },
    ]);
  },
};
