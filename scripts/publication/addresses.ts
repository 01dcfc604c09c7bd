// Public addresses. Those of pages are where `site/` puts them, which a test of the built site checks.
import { idsOf } from '../model/component.ts';
import type { Language } from '../model/page.ts';
import type { ComponentView } from './view.ts';

/** The permanent public address of a path of the site. */
export function publicAddress(pageUrl: string, path: string): string {
  return new URL(path, pageUrl.endsWith('/') ? pageUrl : `${pageUrl}/`).href;
}

/** The folder of a language's pages and files; empty for the one that people write in. */
export function folderOf({
  language,
  source,
}: {
  readonly language: Language;
  readonly source: Language;
}): string {
  return language === source ? '' : `${language}/`;
}

/** The address of a post: the page of its incident, and on that page the day of one time of a recurring maintenance. */
export function postAddress(pageUrl: string, key: string): string {
  const [id = '', day] = key.split('/');
  return publicAddress(pageUrl, `incidents/${id}.html${day === undefined ? '' : `#${day}`}`);
}

/** The ids under which the page and the files of a component stand: that of today first. */
export function addressesOf(
  component: Pick<ComponentView, 'id' | 'former' | 'merged'>,
): readonly string[] {
  return idsOf(component);
}

/** The id that a component began with: what was made of it stays for ever, whatever became a part of it. */
export function firstIdOf({ id, former = [] }: Pick<ComponentView, 'id' | 'former'>): string {
  return former[0] ?? id;
}

/** The host that stands in lasting identities of feeds and calendars. */
export function hostOf(pageUrl: string): string {
  return new URL(pageUrl).host;
}
