import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Benchmark, median } from './figure.ts';
import { makeLargeOrganisation } from './large-organisation.ts';
import { timeInTurns, timeProcess } from './process-time.ts';

const LAUNCHER = fileURLToPath(new URL('../scripts/tocsin.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('yaml-floor.ts', import.meta.url));
const FILES = 1000;

/** `tocsin validate` on 1,000 incidents beside a program that only parses their YAML. */
export const validate: Benchmark = {
  about: '`tocsin validate` on 1,000 files beside parsing their YAML with `yaml` alone',
  run: () => {
    const root = makeLargeOrganisation(FILES);
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
    ]);
  },
};
