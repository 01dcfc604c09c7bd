import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Benchmark, type Figure, median } from './figure.ts';
import { makeManyIncidents } from './many-incidents.ts';
import { timeInTurns, timeProcess, usageOf } from './process-time.ts';
import { LARGE, makeManyRules } from './many-rules.ts';

const LAUNCHER = fileURLToPath(new URL('../scripts/tocsin.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('yaml-floor.ts', import.meta.url));
const FILES = 1000;

/** `tocsin validate` on 1,000 incidents, and on 20,000 rules, beside a program that only parses their YAML. */
export const validate: Benchmark = {
  about:
    '`tocsin validate` on 1,000 files and on 20,000 rules beside parsing their YAML with `yaml` alone',
  run: () => {
    const root = makeManyIncidents(FILES);
    const first = timeProcess([LAUNCHER, 'validate', '--root', root]);
    const times = timeInTurns(
      {
        floor: () => timeProcess([FLOOR, root]),
        again: () => timeProcess([LAUNCHER, 'validate', '--root', root]),
      },
      9,
    );
    rmSync(root, { recursive: true });
    const floor = median(times['floor'] ?? []);
    const again = median(times['again'] ?? []);
    const to = '`yaml` alone';
    return Promise.resolve([
      { name: '`yaml` alone', value: floor, unit: 'ms' },
      {
        name: 'validate, bodies known',
        value: again,
        unit: 'ms',
        ratio: { value: again / floor, to },
      },
      {
        name: 'validate, first run',
        value: first,
        unit: 'ms',
        ratio: { value: first / floor, to },
      },
      ...largeFigures(),
    ]);
  },
};

/** CPU time, since a long run meets other programs on the machine. */
function largeFigures(): readonly Figure[] {
  const root = makeManyRules(LARGE);
  const rounds = [1, 2, 3].map(() => ({
    floor: usageOf([FLOOR, root]),
    validate: usageOf([LAUNCHER, 'validate', '--root', root]),
  }));
  rmSync(root, { recursive: true });
  const floor = median(rounds.map((round) => round.floor.cpuMs));
  const cpu = median(rounds.map((round) => round.validate.cpuMs));
  const size = '20,000 rules, 300 teams, 5,000 services';
  return [
    { name: `\`yaml\` alone, ${size}, CPU`, value: floor, unit: 'ms' },
    {
      name: `validate, ${size}, CPU`,
      value: cpu,
      unit: 'ms',
      ratio: { value: cpu / floor, to: '`yaml` alone' },
    },
    {
      name: `validate, ${size}, memory`,
      value: median(rounds.map((round) => round.validate.mb)),
      unit: 'MB',
    },
  ];
}
