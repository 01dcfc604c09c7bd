// How much of people's time incidents took, and how long they were at each severity, in words.
import { sum } from 'd3-array';
import type { SeverityTimesView, SliceView } from '../../../../scripts/publication/inside/view.ts';
import { counted } from '../words.ts';
import { dotsModel, type DotsModel, msInWords, pointText, summaryWords } from './dots.ts';
import type { ShareRow } from './shares.ts';

/** People's time as the pages show it. */
export type PeopleTime = {
  /** `2 hours 10 minutes in all, and 1 incident goes on`; null where nothing is known. */
  readonly sentence: string | null;
  readonly dots: DotsModel;
};

/** People's time over the incidents of a slice. */
export function peopleTime({ time }: SliceView['peopleTime']): PeopleTime {
  const open = time.points.filter(({ isOpen }) => isOpen).length;
  const goesOn =
    open === 0 ? '' : `, and ${counted(open, 'incident')} ${open === 1 ? 'goes' : 'go'} on`;
  return {
    sentence:
      time.points.length === 0
        ? null
        : `${msInWords(sum(time.points, ({ ms }) => ms))} in all${goesOn}`,
    dots: dotsModel(time, 'without people or an endpoint'),
  };
}

/** The time at each severity as rows of a table; what is not known stands below them. */
export function severityRows({
  rows,
  asked,
  missing,
}: SeverityTimesView): readonly Omit<ShareRow, 'definition'>[] {
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
