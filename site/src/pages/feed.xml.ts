import rss from '@astrojs/rss';
import { feedEntries } from '../data/feed.ts';
import { publicAddress } from '../data/links.ts';
import { readSnapshot } from '../snapshot.ts';

/** The feed of the newest incidents and maintenance. */
export function GET(): Promise<Response> {
  const view = readSnapshot().public;
  const self = publicAddress(view.page.url, 'feed.xml');
  return rss({
    title: view.page.name,
    description: `Incidents and maintenance of ${view.page.name}`,
    site: publicAddress(view.page.url, ''),
    trailingSlash: false,
    xmlns: { atom: 'http://www.w3.org/2005/Atom' },
    customData: `<language>en</language><atom:link href="${self}" rel="self" type="application/rss+xml"/>`,
    items: [...feedEntries(view)],
  });
}
