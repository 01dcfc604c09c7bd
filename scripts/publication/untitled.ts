// What an incident is called that has no title for customers. Its other title is for people inside.
import type { ComponentStatus } from '../model/component.ts';
import type { Language } from '../model/page.ts';
import type { IncidentView } from './view.ts';

type Untitled = Pick<IncidentView, 'kind' | 'impact'> & {
  readonly components: readonly Pick<IncidentView['components'][number], 'name' | 'translations'>[];
};

/** What happened to what, in words of a language: `Partner API: major outage`; without a component what it is at all. */
export function untitled({ kind, impact, components }: Untitled, language: Language): string {
  const words = WORDS[language];
  const names = components.map(({ name, translations }) => translations?.[language]?.name ?? name);
  if (names.length === 0) return words.nameless[kind];
  const rest = names.length > MOST_NAMES ? names.length - MOST_NAMES + 1 : 0;
  const known = names.slice(0, names.length - rest).join(words.between);
  return words.title
    .replace('{what}', () => words.what[kind === 'maintenance' ? 'planned' : impact])
    .replace('{names}', () => known + (rest === 0 ? '' : words.more.replace('{rest}', `${rest}`)));
}

const MOST_NAMES = 3;

type Words = {
  readonly nameless: Readonly<Record<IncidentView['kind'], string>>;
  readonly title: string;
  readonly between: string;
  readonly more: string;
  readonly what: Readonly<Record<ComponentStatus | 'planned', string>>;
};

const WORDS = {
  en: {
    nameless: { incident: 'Disruption', maintenance: 'Planned maintenance' },
    title: '{names}: {what}',
    between: ', ',
    more: ' and {rest} more',
    what: {
      operational: 'disruption',
      maintenance: 'maintenance',
      degraded: 'degraded',
      partial_outage: 'partial outage',
      major_outage: 'major outage',
      planned: 'planned maintenance',
    },
  },
  de: {
    nameless: { incident: 'Störung', maintenance: 'Geplante Wartung' },
    title: '{names}: {what}',
    between: ', ',
    more: ' und {rest} weitere',
    what: {
      operational: 'Störung',
      maintenance: 'Wartung',
      degraded: 'eingeschränkt',
      partial_outage: 'Teilausfall',
      major_outage: 'Ausfall',
      planned: 'geplante Wartung',
    },
  },
  // The words come first, so that the line runs from right to left whatever the names are written in.
  ar: {
    nameless: { incident: 'عطل', maintenance: 'صيانة مخططة' },
    title: '{what}: {names}',
    between: '، ',
    more: ' و{rest} أخرى',
    what: {
      operational: 'عطل',
      maintenance: 'صيانة',
      degraded: 'أداء متراجع',
      partial_outage: 'عطل جزئي',
      major_outage: 'عطل كامل',
      planned: 'صيانة مخططة',
    },
  },
} as const satisfies Readonly<Record<Language, Words>>;
