// `npm run bench -- NAME [--json]`: prints figures, never passes or fails.
import { actionStart } from './action-start.ts';
import { comment } from './comment.ts';
import { build } from './build.ts';
import { dev } from './dev.ts';
import type { Benchmark, Figure } from './figure.ts';
import { impact } from './impact.ts';
import { ingest } from './ingest.ts';
import { normalise } from './normalise.ts';
import { ruleTests } from './rule-tests.ts';
import { ownership } from './ownership.ts';
import { rules } from './rules.ts';
import { startup } from './startup.ts';
import { validate } from './validate.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  startup,
  'action-start': actionStart,
  comment,
  validate,
  build,
  dev,
  impact,
  ingest,
  normalise,
  'rule-tests': ruleTests,
  ownership,
  rules,
};

const words = process.argv.slice(2).filter((word) => word !== '--json');
const json = process.argv.includes('--json');
const name = words[0];
const benchmark =
  name !== undefined && Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;

if (benchmark === undefined) {
  const list = Object.entries(benchmarks).map(
    ([known, { about }]) => `  ${known.padEnd(10)} ${about}`,
  );
  console.log(`npm run bench -- NAME [--json]\n\n${list.join('\n')}`);
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const figures = await benchmark.run();
  console.log(json ? JSON.stringify({ benchmark: name, figures }, null, 2) : table(figures));
}

function table(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map((figure) => figure.name.length));
  return figures
    .map((figure) => {
      const ratio =
        figure.ratio === undefined
          ? ''
          : `  ${figure.ratio.value.toFixed(figure.ratio.value < 0.1 ? 4 : 2)} × ${figure.ratio.to}`;
      return `${figure.name.padEnd(width)}  ${figure.value.toFixed(figure.unit === 'µs' ? 2 : 1).padStart(9)} ${figure.unit}${ratio}`;
    })
    .join('\n');
}
