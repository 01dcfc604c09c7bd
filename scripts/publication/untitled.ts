// What an incident is called that has no title for customers and names no component. Its other title is for people inside.
import type { Incident } from '../model/incident.ts';
import type { Language } from '../model/page.ts';

/** The same in every language of the page. */
export const UNTITLED = {
  incident: { en: 'Disruption', de: 'Störung', ar: 'عطل' },
  maintenance: { en: 'Planned maintenance', de: 'Geplante Wartung', ar: 'صيانة مخططة' },
} as const satisfies Readonly<Record<Incident['kind'], Readonly<Record<Language, string>>>>;
