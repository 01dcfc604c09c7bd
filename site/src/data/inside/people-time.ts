// How much of people's time incidents took, in words and as a picture.
import { sum } from 'd3-array';
import type { SliceView } from '../../../../scripts/publication/inside/view.ts';
import { counted } from '../words.ts';
import { dotsModel, type DotsModel, msInWords } from './dots.ts';

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
