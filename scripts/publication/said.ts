// What people wrote, in the reader's language where somebody translated it, else in the original and marked so.
import type { ComponentView, IncidentView, UpdateView } from './view.ts';
import type { Said } from '../speech/phrase.ts';
import type { Speech } from '../speech/speech.ts';

/** What has a name that may be said in other languages. */
export type Named = Pick<ComponentView, 'name' | 'translations'>;

/** The name of a component or of a group. */
export function nameOf({ name, translations }: Named, speech: Speech): Said {
  return saidIn(speech, translations?.[speech.language]?.name ?? null, name);
}

/** The description of a component; null for none. */
export function descriptionOf(
  component: Pick<ComponentView, 'description' | 'translations'>,
  speech: Speech,
): Said | null {
  const { description, translations } = component;
  const translated = translations?.[speech.language]?.description ?? null;
  return description === null ? null : saidIn(speech, translated, description);
}

/** The title of an incident. */
export function titleOf(incident: IncidentView, speech: Speech): Said {
  return saidIn(speech, translationOf(incident, speech)?.title ?? null, incident.title);
}

/** The sanitised HTML of an update. */
export function updateOf(
  incident: IncidentView,
  update: Pick<UpdateView, 'at' | 'html'>,
  speech: Speech,
): Said {
  const translated = translationOf(incident, speech)?.updates[update.at]?.html ?? null;
  return saidIn(speech, translated, update.html);
}

/** The sanitised HTML of the customer message; null when none is out. */
export function postmortemOf(incident: IncidentView, speech: Speech): Said | null {
  if (incident.postmortem === null) return null;
  const translated = translationOf(incident, speech)?.postmortem ?? null;
  return saidIn(speech, translated, incident.postmortem);
}

function translationOf(
  incident: IncidentView,
  { language }: Speech,
): NonNullable<IncidentView['translations']>[Speech['language']] {
  return incident.translations?.[language];
}

function saidIn({ language, source }: Speech, translated: string | null, original: string): Said {
  return translated === null
    ? { text: original, foreign: language === source ? null : source }
    : { text: translated, foreign: null };
}
