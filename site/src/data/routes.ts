// The languages as parts of addresses.
import type { Language } from '../../../scripts/model/page.ts';
import type { PublicView } from '../../../scripts/publication/view.ts';
import { folderOf } from '../../../scripts/publication/addresses.ts';
import { speechOf, type Speech } from '../../../scripts/speech/speech.ts';

/** A language of the site and the first part of its pages' addresses; undefined for pages in the root. */
export type Route = {
  readonly language: Language;
  readonly lang: string | undefined;
  readonly speech: Speech;
};

/** Every language of the site; the first one stands in the root. */
export function routesOf({ page }: PublicView): readonly Route[] {
  const source = page.languages[0] ?? 'en';
  return page.languages.map((language) => ({
    language,
    lang: folderOf({ language, source }).slice(0, -1) || undefined,
    speech: speechOf(language, source),
  }));
}
