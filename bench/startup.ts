import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Benchmark, median } from './figure.ts';
import { timeInTurns, timeProcess } from './process-time.ts';

const LAUNCHER = fileURLToPath(new URL('../scripts/tocsin.js', import.meta.url));

/** How long `tocsin --help` takes beside a Node that does nothing. */
export const startup: Benchmark = {
  about: '`tocsin --help` beside `node -e 0`',
  run: () => {
    const cache = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
    const env = { NODE_COMPILE_CACHE: cache };
    timeProcess([LAUNCHER, '--help'], { env });
    const times = timeInTurns(
      {
        bare: () => timeProcess(['-e', '0']),
        warm: () => timeProcess([LAUNCHER, '--help'], { env }),
        cold: () => timeProcess([LAUNCHER, '--help'], { env: { NODE_DISABLE_COMPILE_CACHE: '1' } }),
      },
      25,
    );
    rmSync(cache, { recursive: true });
    const bare = median(times['bare'] ?? []);
    const warm = median(times['warm'] ?? []);
    const cold = median(times['cold'] ?? []);
    return Promise.resolve([
      { name: 'node -e 0', value: bare, unit: 'ms' },
      {
        name: 'tocsin --help',
        value: warm,
        unit: 'ms',
        ratio: { value: warm / bare, to: 'node -e 0' },
      },
      {
        name: 'tocsin --help, first run',
        value: cold,
        unit: 'ms',
        ratio: { value: cold / bare, to: 'node -e 0' },
      },
      { name: 'over bare Node', value: warm - bare, unit: 'ms' },
      { name: 'over bare Node, first run', value: cold - bare, unit: 'ms' },
    ]);
  },
};
