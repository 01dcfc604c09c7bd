// One feed as Atom, RSS and JSON Feed.
import { getRssString } from '@astrojs/rss';
import { publicAddress } from '../publication/addresses.ts';
import type { Feed, FeedEntry } from './feed-entries.ts';
import { jsonFile, type OutputFile } from './output.ts';
import { escapeXml, withoutControls } from './xml.ts';

/** The files of one feed. `feed.xml` is the address that the page has always named; it holds the same as `history.rss`. */
export function feedFiles(feed: Feed): readonly OutputFile[] {
  const { folder, digest } = feed;
  const rss = (name: string): OutputFile => ({
    path: `${folder}${name}`,
    text: () => renderRss(feed, `${folder}${name}`),
    digest,
  });
  return [
    { path: `${folder}history.atom`, text: () => renderAtom(feed), digest },
    rss('history.rss'),
    ...(folder === '' ? [rss('feed.xml')] : []),
    { ...jsonFile(`${folder}feed.json`, () => jsonFeed(feed)), digest },
  ];
}

function renderAtom(feed: Feed): string {
  const self = publicAddress(feed.pageUrl, `${feed.folder}history.atom`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="${feed.language}" xmlns="http://www.w3.org/2005/Atom">
  <id>${escapeXml(feed.id)}</id>
  <link rel="alternate" type="text/html" href="${escapeXml(feed.home)}"/>
  <link rel="self" type="application/atom+xml" href="${escapeXml(self)}"/>
  <title>${escapeXml(feed.title)}</title>
  <updated>${feed.updated}</updated>
  <author>
    <name>${escapeXml(feed.name)}</name>
  </author>
${feed.entries.map(atomEntry).join('')}</feed>
`;
}

function atomEntry(entry: FeedEntry): string {
  const tags = entry.tags.map((tag) => `    <category term="${escapeXml(tag)}"/>\n`).join('');
  return `  <entry>
    <id>${escapeXml(entry.id)}</id>
    <published>${entry.published}</published>
    <updated>${entry.updated}</updated>
    <link rel="alternate" type="text/html" href="${escapeXml(entry.link)}"/>
    <title>${escapeXml(entry.title)}</title>
${tags}    <content type="html">${escapeXml(entry.html)}</content>
  </entry>
`;
}

function renderRss(feed: Feed, path: string): Promise<string> {
  const self = escapeXml(publicAddress(feed.pageUrl, path));
  return getRssString({
    title: withoutControls(feed.title),
    // Readers take descriptions for HTML, unlike titles.
    description: escapeXml(feed.description),
    site: feed.home,
    trailingSlash: true,
    xmlns: { atom: 'http://www.w3.org/2005/Atom' },
    customData: `<language>${feed.language}</language><atom:link href="${self}" rel="self" type="application/rss+xml"/>`,
    items: feed.entries.map((entry) => ({
      title: withoutControls(entry.title),
      link: entry.link,
      pubDate: new Date(entry.said),
      description: escapeXml(entry.summary),
      content: withoutControls(entry.html),
      categories: entry.tags.map(withoutControls),
    })),
  });
}

function jsonFeed(feed: Feed): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    home_page_url: feed.home,
    feed_url: publicAddress(feed.pageUrl, `${feed.folder}feed.json`),
    language: feed.language,
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.link,
      title: entry.title,
      content_html: entry.html,
      summary: entry.summary,
      date_published: entry.published,
      date_modified: entry.updated,
      ...(entry.tags.length === 0 ? {} : { tags: entry.tags }),
    })),
  };
}
