// Named parts of the week: their zone exists, their times are on the clock, and they are neither nothing nor all of it.
import type { Located } from '../../config/document-set.ts';
import type { IntervalDocument, RulesDocument } from '../../config/rule-documents.ts';
import { toInterval } from '../../config/intervals.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { coversMinute } from '../../oncall/interval.ts';
import { finding } from '../finding.ts';
import { checkZone } from './schedules.ts';

/** Checks the intervals of a file. */
export function checkIntervals(file: Located<RulesDocument>): readonly Diagnostic[] {
  return Object.entries(file.document.intervals ?? {}).flatMap(([id, interval]) => {
    const times = checkTimes(file, id, interval);
    return [
      ...checkZone(interval.zone, file.locate(['intervals', id, 'zone'])),
      ...(times.length > 0 ? times : checkExtent(file, id, interval)),
    ];
  });
}

function checkTimes(
  file: Located<RulesDocument>,
  id: string,
  { on, not }: IntervalDocument,
): readonly Diagnostic[] {
  const key = on === undefined ? 'not' : 'on';
  return (on ?? not ?? []).flatMap(({ times = [] }, entry) =>
    times.flatMap((span, index) =>
      /24:(?!00)/.test(span)
        ? [
            finding(
              'time-invalid',
              file.locate(['intervals', id, key, entry, 'times', index]),
              `unexpected \`${span}\`, expected times until 24:00`,
              'a span over midnight ends before it begins: `22:00-06:00`',
            ),
          ]
        : [],
    ),
  );
}

function checkExtent(
  file: Located<RulesDocument>,
  id: string,
  document: IntervalDocument,
): readonly Diagnostic[] {
  const interval = toInterval(id, document, file);
  const inside = DAYS.map((day) => MINUTES.map((minute) => coversMinute(interval, day, minute)));
  const isAlways = inside.every((day) => day.every((minute) => minute));
  if (!isAlways && inside.some((day) => day.some((minute) => minute))) return [];
  return [
    finding(
      'interval-empty',
      file.locateKey(['intervals', id]),
      `unexpected interval \`${id}\` that ${isAlways ? 'always' : 'never'} holds, expected a part of the week`,
      isAlways
        ? 'narrow its weekdays or times, or remove the conditions that ask for it'
        : 'an interval with `not` holds outside all its entries: narrow them',
    ),
  ];
}

const DAYS = Array.from({ length: 7 }, (_, index) => index + 1);
const MINUTES = Array.from({ length: 24 * 60 }, (_, index) => index);
