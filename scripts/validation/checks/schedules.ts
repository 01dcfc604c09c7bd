import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import { isCalendarDay, parseInstant } from '../../model/instant.ts';
import type { Place } from '../../model/place.ts';
import { isZone } from '../../model/zone.ts';
import { finding } from '../finding.ts';

/** Zones exist, hand-overs lie on the calendar, overrides end after they begin. */
export function checkSchedules(documents: DocumentSet): readonly Diagnostic[] {
  return [
    ...documents.organisation.flatMap((file) =>
      file.document.zone === undefined ? [] : checkZone(file.document.zone, file.locate(['zone'])),
    ),
    ...documents.schedule.flatMap((schedule) => {
      const { zone, rotation, overrides = [] } = schedule.document;
      return [
        ...checkZone(zone, schedule.locate(['zone'])),
        ...checkLocalTime(rotation.start, schedule.locate(['rotation', 'start'])),
        ...overrides.flatMap((entry, index) =>
          checkSpan(entry, (key) => schedule.locate(['overrides', index, key])),
        ),
      ];
    }),
  ];
}

/** Both ends are real instants, and the second lies after the first. */
export function checkSpan(
  span: { readonly from: string; readonly until: string },
  place: (key: 'from' | 'until') => Place,
): readonly Diagnostic[] {
  const wrong = (['from', 'until'] as const).filter((key) => parseInstant(span[key]) === null);
  if (wrong.length > 0) return wrong.map((key) => invalidTime(span[key], place(key)));
  if ((parseInstant(span.from) ?? '') < (parseInstant(span.until) ?? '')) return [];
  return [
    finding(
      'time-order',
      place('until'),
      `unexpected end \`${span.until}\`, expected an instant after \`${span.from}\``,
      'swap the two, or correct one',
    ),
  ];
}

/** The text looks like a time, but no clock ever shows it. */
export function invalidTime(text: string, place: Place): Diagnostic {
  const isDay = !text.includes('T');
  const example = isDay
    ? '2026-11-21'
    : /^[^T]+T\d{2}:\d{2}$/.test(text)
      ? '2026-01-05T09:00'
      : '2026-11-21T09:18:00Z';
  return finding(
    'time-invalid',
    place,
    `unexpected \`${text}\`, expected ${isDay ? 'a day' : 'a date and time'} that the calendar has`,
    `correct it, for example \`${example}\``,
  );
}

/** The zone is one of the IANA database. */
export function checkZone(zone: string, place: Place): readonly Diagnostic[] {
  if (isZone(zone)) return [];
  const hint =
    suggest(zone, Intl.supportedValuesOf('timeZone')) ?? 'for example `Europe/Amsterdam`';
  return [
    finding('zone-unknown', place, `unexpected time zone \`${zone}\`, expected an IANA name`, hint),
  ];
}

function checkLocalTime(text: string, place: Place): readonly Diagnostic[] {
  const [day = '', time = ''] = text.split('T');
  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  return isCalendarDay(day) && isTime ? [] : [invalidTime(text, place)];
}
