// What incidents were, as tables: one for each question, and the time at each severity beside the worst ones.
import { sum } from 'd3-array';
import type { SeverityTimesView, SliceView } from '../../../../scripts/publication/inside/view.ts';
import { counted } from '../words.ts';
import { msInWords, pointText, summaryWords } from './dots.ts';
import type { ShareRow } from './shares.ts';

/** One question and its answers. */
export type BreakdownTable = {
  readonly columns: readonly [what: string, much: string];
  readonly rows: readonly Omit<ShareRow, 'definition'>[];
};

/** The tables of the questions that have an answer; the worst severities come first. */
export function breakdownTables({
  breakdown,
  severityTimes,
}: Pick<SliceView, 'breakdown' | 'severityTimes'>): readonly BreakdownTable[] {
  const [worst, ...others] = breakdown
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }): BreakdownTable => ({
      columns: [name, 'How many'],
      rows: rows.map(({ answer, count }) => ({ name: answer, value: `${count}`, note: null })),
    }));
  if (worst === undefined) return [];
  const rows = severityRows(severityTimes);
  return [worst, { columns: ['Time at each severity', 'How long'], rows }, ...others];
}

/** What is not known stands below what is. */
function severityRows({ rows, asked, missing }: SeverityTimesView): BreakdownTable['rows'] {
  const known = rows.map(({ severity, points, summary }) => ({
    name: severity,
    value: `${msInWords(sum(points, ({ ms }) => ms))} in all`,
    note:
      summary === null
        ? `${counted(points.length, 'incident')}: ${points.map(pointText).join(', ')}`
        : summaryWords(points.length, summary),
  }));
  const lacking = { name: 'not known', value: `${missing} of ${asked}`, note: null };
  return missing === 0 ? known : [...known, lacking];
}
