// What an incident is called that has no title for customers. Its other title is for people inside.
import type { Language } from '../model/page.ts';
import { textOf } from '../speech/phrase.ts';
import { speechOf } from '../speech/speech.ts';
import { nameOf } from './said.ts';
import type { IncidentView } from './view.ts';

type Untitled = Pick<IncidentView, 'kind' | 'impact'> & {
  readonly components: readonly Pick<IncidentView['components'][number], 'name' | 'translations'>[];
};

/** What happened to what, in words of a language: `Partner API: major outage`; without a component what it is at all. */
export function untitled({ kind, impact, components }: Untitled, language: Language): string {
  const speech = speechOf(language);
  if (components.length === 0) return speech.say(`untitled.nameless.${kind}`);
  const names = components.map((component) => nameOf(component, speech));
  return speech.say('untitled.title', {
    what: speech.say(`untitled.what.${kind === 'maintenance' ? 'planned' : impact}`),
    components: textOf(speech.listNames(names, MOST_NAMES)),
  });
}

const MOST_NAMES = 3;
