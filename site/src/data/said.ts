// What people wrote, in the reader's language where somebody translated it, else in the original and marked so.
import type { Language } from '../../../scripts/model/page.ts';
import type { IncidentView, UpdateView } from '../../../scripts/publication/view.ts';
import type { Speech } from './speech.ts';

/** Text of people; `foreign` names its language when it is not the reader's. */
export type Said = { readonly text: string; readonly foreign: Language | null };

/** The title of an incident. */
export function titleOf(incident: IncidentView, speech: Speech): Said {
  const translated = translationOf(incident, speech)?.title ?? null;
  return translated === null
    ? { text: incident.title, foreign: foreignTo(speech) }
    : { text: translated, foreign: null };
}

/** The sanitised HTML of an update. */
export function updateOf(incident: IncidentView, update: UpdateView, speech: Speech): Said {
  const translated = translationOf(incident, speech)?.updates[update.at];
  return translated === undefined
    ? { text: update.html, foreign: foreignTo(speech) }
    : { text: translated.html, foreign: null };
}

/** The sanitised HTML of the customer message; null when none is out. */
export function postmortemOf(incident: IncidentView, speech: Speech): Said | null {
  if (incident.postmortem === null) return null;
  const translated = translationOf(incident, speech)?.postmortem ?? null;
  return translated === null
    ? { text: incident.postmortem, foreign: foreignTo(speech) }
    : { text: translated, foreign: null };
}

function translationOf(
  incident: IncidentView,
  { language }: Speech,
): NonNullable<IncidentView['translations']>[Language] {
  return incident.translations?.[language];
}

function foreignTo({ language, source }: Speech): Language | null {
  return language === source ? null : source;
}
