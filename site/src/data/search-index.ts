// What the search looks through: one file per year, read only by who searches.
import type { IncidentView, PublicView } from '../../../scripts/publication/view.ts';
import type { Language } from '../../../scripts/model/page.ts';
import { utcDay } from '../../../scripts/model/instant.ts';
import { impactOf } from './incident-summary.ts';
import { nameOf, titleOf } from '../../../scripts/publication/said.ts';
import type { Speech } from '../../../scripts/speech/speech.ts';

/** One entry: id, title, names of components, its day as people type it and as the pages write it. */
export type SearchEntry = readonly [
  id: string,
  title: string,
  components: string,
  day: string,
  written: string,
];

/** The years that have an index, newest first. */
export function searchYears({ incidents }: PublicView): readonly string[] {
  return [...new Set(incidents.filter(isFound).map(yearOf))].toSorted().toReversed();
}

/** The index of one year, newest first. */
export function searchIndex(
  { incidents }: PublicView,
  year: string,
  speech: Speech,
): readonly SearchEntry[] {
  const found = incidents.filter((incident) => isFound(incident) && yearOf(incident) === year);
  return [...Map.groupBy(found, ({ startedAt }) => utcDay(startedAt))].flatMap(([day, begun]) => {
    const typed = typedDays(day, speech.language);
    const written = speech.longDay(day).text;
    return begun.map((incident): SearchEntry => [
      incident.id,
      titleOf(incident, speech).text,
      `${incident.components.map((component) => nameOf(component, speech).text).join(', ')} · ${speech.status(impactOf(incident))}`,
      typed,
      written,
    ]);
  });
}

/**
 * `2026-11-05`, and the day with its month in all words that readers of the language type for it: German ones also
 * `5.11.2026` or `05.11.2026`, Arabic ones the months of Beirut, Rabat or Algiers, and everybody the English ones.
 */
function typedDays(day: string, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const digits =
    language === 'de'
      ? [`${date}.${month}.${year}`, `${Number(date)}.${Number(month)}.${year}`]
      : [];
  const at = new Date(`${day}T00:00:00Z`);
  const words = MONTHS[language].map((format) => format.format(at));
  return [...new Set([day, ...digits, ...words])].join(' ');
}

const MONTHS: Readonly<Record<Language, readonly Intl.DateTimeFormat[]>> = {
  en: [],
  de: formatsOf(['en-GB']),
  ar: formatsOf(['en-GB', 'ar-LB', 'ar-MA', 'ar-DZ']),
};

function formatsOf(regions: readonly string[]): readonly Intl.DateTimeFormat[] {
  return regions.map(
    (region) =>
      new Intl.DateTimeFormat(region, {
        numberingSystem: 'latn',
        day: 'numeric',
        month: 'long',
        timeZone: 'UTC',
      }),
  );
}

/** What was taken from the page keeps its address, and nobody is led there. */
function isFound({ status }: IncidentView): boolean {
  return status !== 'withdrawn';
}

function yearOf({ startedAt }: IncidentView): string {
  return startedAt.slice(0, 4);
}
