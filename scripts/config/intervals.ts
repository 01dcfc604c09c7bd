// Named parts of the week as people write them (`mon..fri`, `08:30-18:00`) → weekdays and minutes.
import type { Interval, IntervalEntry } from '../model/interval.ts';
import type { Located } from './document-set.ts';
import type { IntervalDocument, IntervalEntryDocument, RulesDocument } from './rule-documents.ts';
import { isGlobal } from './rules.ts';

/** The intervals that the global file names, by id. */
export function collectIntervals(
  files: readonly Located<RulesDocument>[],
): ReadonlyMap<string, Interval> {
  return new Map(
    files
      .filter(isGlobal)
      .flatMap((file) =>
        Object.entries(file.document.intervals ?? {}).map(([id, document]) => [
          id,
          toInterval(id, document, file),
        ]),
      ),
  );
}

/** An interval as it is written. */
export function toInterval(
  id: string,
  document: IntervalDocument,
  file: Pick<Located<RulesDocument>, 'locateKey'>,
): Interval {
  return {
    id,
    zone: document.zone,
    isInverse: document.not !== undefined,
    entries: (document.not ?? document.on ?? []).map(toEntry),
    place: file.locateKey(['intervals', id]),
  };
}

function toEntry({ weekdays, times }: IntervalEntryDocument): IntervalEntry {
  return {
    weekdays: [...new Set((weekdays ?? ['mon..sun']).flatMap(daysOf))],
    times: (times ?? ['00:00-24:00']).map((span) => {
      const [from = '', until = ''] = span.split('-');
      return { from: minuteOf(from), until: minuteOf(until) };
    }),
  };
}

/** A span may run over the end of the week. */
function daysOf(span: string): readonly number[] {
  const [first = '', last = first] = span.split('..');
  const from = DAYS.indexOf(first);
  const length = (DAYS.indexOf(last) - from + 7) % 7;
  return Array.from({ length: length + 1 }, (_, step) => ((from + step) % 7) + 1);
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function minuteOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
