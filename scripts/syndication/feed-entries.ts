// What feeds hold: the newest posts of the page or of one component, fifty at most, made once for all formats.
import type { Instant } from '../model/instant.ts';
import type { Language } from '../model/page.ts';
import type { PublicView } from '../publication/view.ts';
import { hostOf, postAddress, publicAddress } from './addresses.ts';
import { type Post, POST_LIMIT } from './posts.ts';
import { PROGRESS_WORDS } from './words.ts';
import { escapeXml } from './xml.ts';

/** One feed in every format. */
export type Feed = {
  readonly title: string;
  readonly description: string;
  /** Tag URI: what it is known by. */
  readonly id: string;
  /** Where its files stand, as a prefix: empty for the page. */
  readonly folder: string;
  readonly pageUrl: string;
  /** The language that people write in; the words for progress are those of Statuspage. */
  readonly language: Language;
  readonly home: string;
  readonly updated: Instant;
  readonly entries: readonly FeedEntry[];
};

/** One entry. */
export type FeedEntry = {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly published: Instant;
  readonly updated: Instant;
  readonly summary: string;
  /** Newest first, in the shape that readers of Statuspage feeds expect. */
  readonly html: string;
  readonly tags: readonly string[];
};

/** The feed of the page and one for each component. Posts that lie in the future are there from their announcement on. */
export function feedsOf(view: PublicView, posts: readonly Post[]): readonly Feed[] {
  const told = posts.filter((post) => isTold(post) && post.updatedAt <= view.builtAt);
  const byComponent = new Map<string, Post[]>();
  for (const post of told) {
    for (const { id } of post.view.components) {
      const known = byComponent.get(id) ?? [];
      if (known.length < POST_LIMIT) byComponent.set(id, [...known, post]);
    }
  }
  const { url, name, languages } = view.page;
  const feed = (folder: string, title: string, own: readonly Post[]): Feed => ({
    title: `${title} - Incident History`,
    description: `Incidents and maintenance of ${title}`,
    id: `tag:${hostOf(url)},2005:/${folder}history`,
    folder,
    pageUrl: url,
    language: languages[0] ?? 'en',
    home: publicAddress(url, ''),
    updated: own[0]?.updatedAt ?? view.builtAt,
    entries: own.map((post) => entryOf(post, view)),
  });
  return [
    feed('', name, told.slice(0, POST_LIMIT)),
    ...view.groups
      .flatMap((group) => group.components)
      .map(({ id, name: component }) =>
        feed(`components/${id}/`, `${name}: ${component}`, byComponent.get(id) ?? []),
      ),
  ];
}

/** Of a recurring maintenance only the next time is announced. */
function isTold({ status, window, view }: Post): boolean {
  return status !== 'scheduled' || window?.from === view.window?.from;
}

function entryOf(post: Post, { page }: PublicView): FeedEntry {
  const { view, updates, status } = post;
  const planned = post.window === null ? [] : [plannedHtml(post.window)];
  const learned = view.postmortem === null ? [] : [`<h3>Post-mortem</h3>${view.postmortem}`];
  return {
    id: `tag:${hostOf(page.url)},2005:Incident/${post.key}`,
    title: view.title,
    link: postAddress(page.url, post.key),
    published: post.createdAt,
    updated: post.updatedAt,
    summary: `${PROGRESS_WORDS[status]} - ${updates[0]?.text ?? view.title}`,
    html: [...updates.map(updateHtml), ...planned, ...learned].join('\n'),
    tags: view.components.map((component) => component.name),
  };
}

/** The first `<strong>` is what readers take for the current state. */
function updateHtml({ at, status, text }: Post['updates'][number]): string {
  const when = `${MONTHS[Number(at.slice(5, 7)) - 1]} <var data-var='date'>${Number(at.slice(8, 10))}</var>, <var data-var='time'>${at.slice(11, 16)}</var> UTC`;
  return `<p><small>${when}</small><br><strong>${PROGRESS_WORDS[status]}</strong> - ${escapeXml(text)}</p>`;
}

function plannedHtml({ from, until }: NonNullable<Post['window']>): string {
  return `<p>Planned from ${minute(from)} until ${minute(until)}</p>`;
}

function minute(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
