// What the map covers of recorded signals, in words.
import type { Coverage, Covered } from '../../../../scripts/ownership/coverage.ts';

/** One line of the table. */
export type CoverageRow = {
  readonly what: string;
  /** `480 of 511 (94 %)` */
  readonly covered: string;
  readonly unowned: number;
  readonly missing: number;
  readonly most: string;
};

/** The lines of the table. */
export function coverageRows({ signals, services, endpoints }: Coverage): readonly CoverageRow[] {
  return [rowOf('Signals', signals), rowOf('Services', services), rowOf('Endpoints', endpoints)];
}

const MOST_SHOWN = 5;

function rowOf(what: string, { total, covered, unowned, missing }: Covered): CoverageRow {
  const share = total === 0 ? '' : ` (${Math.floor((100 * covered) / total)} %)`;
  return {
    what,
    covered: `${covered} of ${total}${share}`,
    unowned,
    missing: total - covered - unowned,
    most: missing
      .slice(0, MOST_SHOWN)
      .map(({ name, count }) => `${name} (${count})`)
      .join(', '),
  };
}
