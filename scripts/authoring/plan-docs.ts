// The plan of the house as contributors read it.
import { LAYERS, PLAN } from './plan.ts';

/** CONTRIBUTING.md with the table of the plan as the plan is. */
export function withPlan(page: string): string {
  const begin = page.indexOf(HEAD);
  if (begin === -1) throw new Error(`CONTRIBUTING.md has no table that begins with ${HEAD}`);
  const end = page.indexOf('\n\n', begin);
  return `${page.slice(0, begin)}${renderPlan()}${page.slice(end)}`;
}

const HEAD = '| layer | folder | its one job |';

function renderPlan(): string {
  const rows = LAYERS.flatMap((layer) =>
    Object.entries(PLAN)
      .filter(([, folder]) => folder.layer === layer)
      .map(([name, { job }], at) => `| ${at === 0 ? layer : ''} | \`${name}\` | ${job} |`),
  );
  return [HEAD, '|---|---|---|', ...rows].join('\n');
}
