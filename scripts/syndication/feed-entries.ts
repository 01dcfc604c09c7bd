// What feeds hold: the newest posts of the page or of one component, fifty at most, made once for all formats.
import type { Instant } from '../model/instant.ts';
import type { Language } from '../model/page.ts';
import type { ComponentView, IncidentView, PublicView } from '../publication/view.ts';
import { addressesOf, hostOf, postAddress, publicAddress } from './addresses.ts';
import { type Post, POST_LIMIT } from './posts.ts';
import { say } from './feed-words.ts';
import { PROGRESS_WORDS } from './words.ts';
import { escapeXml } from './xml.ts';

/** One feed in every format. */
export type Feed = {
  /** The page, or one of its components. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Tag URI: what it is known by. */
  readonly id: string;
  /** Where its files stand, as a prefix: empty for the page in the language that people write in. */
  readonly folder: string;
  readonly pageUrl: string;
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

/** The feed of the page and one for each component, in each language. What lies ahead is there from its announcement on. */
export function feedsOf(view: PublicView, posts: readonly Post[]): readonly Feed[] {
  const told = posts.filter((post) => isTold(post) && post.updatedAt <= view.builtAt);
  const byComponent = new Map<string, Post[]>();
  for (const post of told) {
    for (const id of post.view.concerns) {
      const known = byComponent.get(id) ?? [];
      if (known.length < POST_LIMIT) byComponent.set(id, [...known, post]);
    }
  }
  const { name, languages } = view.page;
  const components = view.groups.flatMap((group) => group.components);
  const [source = 'en'] = languages;
  return languages
    .map((language): Tongue => ({ language, source, isRoot: language === source }))
    .flatMap((tongue) => [
      feedOf('', name, told.slice(0, POST_LIMIT), { view, tongue }),
      ...components.flatMap((component) =>
        addressesOf(component).map((address) =>
          feedOf(
            `components/${address}/`,
            `${name}: ${nameIn(component, tongue.language)}`,
            byComponent.get(component.id) ?? [],
            { view, tongue },
          ),
        ),
      ),
    ]);
}

/** Which language a feed speaks, and which one people write in. */
type Tongue = {
  readonly language: Language;
  readonly source: Language;
  /** Stands in the root, where programs look: its words for progress are Statuspage's. */
  readonly isRoot: boolean;
};

type Place = { readonly view: PublicView; readonly tongue: Tongue };

function feedOf(path: string, name: string, posts: readonly Post[], { view, tongue }: Place): Feed {
  const { url } = view.page;
  const { language } = tongue;
  const root = folderOf(tongue);
  const folder = `${root}${path}`;
  return {
    name,
    title: say(language, 'history', { name }),
    description: say(language, 'about', { name }),
    id: `tag:${hostOf(url)},2005:/${folder}history`,
    folder,
    pageUrl: url,
    language,
    home: publicAddress(url, root),
    updated: posts[0]?.updatedAt ?? view.builtAt,
    entries: posts.map((post) => entryOf(post, view.page.url, tongue)),
  };
}

function folderOf({ language, isRoot }: Tongue): string {
  return isRoot ? '' : `${language}/`;
}

/** Of a recurring maintenance only the next time is announced, and called off. */
function isTold({ status, window, view }: Post): boolean {
  return (status !== 'scheduled' && status !== 'cancelled') || window?.from === view.window?.from;
}

function entryOf(post: Post, url: string, tongue: Tongue): FeedEntry {
  const { view, updates, status } = post;
  const { language } = tongue;
  const said = view.translations?.[language];
  const planned = post.window === null ? [] : [plannedHtml(post.window, language)];
  const learned = learnedHtml(view, tongue);
  const newest = updates[0];
  return {
    id: `tag:${hostOf(url)},2005:Incident/${post.key}${tongue.isRoot ? '' : `/${language}`}`,
    title: said?.title ?? view.title,
    link: postAddress(publicAddress(url, folderOf(tongue)), post.key),
    published: post.createdAt,
    updated: post.updatedAt,
    summary: `${progressOf(status, tongue)} - ${newest === undefined ? view.title : saidOf(newest, view, tongue).text}`,
    html: [
      ...updates.map((update) => updateHtml(update, view, tongue)),
      ...planned,
      ...learned,
    ].join('\n'),
    tags: view.components.map((component) => nameIn(component, language)),
  };
}

function nameIn(
  { name, translations }: Pick<ComponentView, 'name' | 'translations'>,
  language: Language,
): string {
  return translations?.[language]?.name ?? name;
}

function progressOf(status: Post['status'], { language, isRoot }: Tongue): string {
  return isRoot ? PROGRESS_WORDS[status] : say(language, `progress.${status}`);
}

/** What an update says in the feed's language; `foreign` where nobody translated it. */
function saidOf(
  { at, status, text, html, isOwn }: Post['updates'][number],
  { translations }: IncidentView,
  { language, isRoot }: Tongue,
): { readonly text: string; readonly html: string; readonly foreign: boolean } {
  if (!isOwn) {
    const words = say(language, `automatic.${status}`);
    return { text: words, html: `<p>${escapeXml(words)}</p>`, foreign: false };
  }
  const translated = translations?.[language]?.updates[at];
  return { text, html, ...translated, foreign: translated === undefined && !isRoot };
}

/** The first `<strong>` is what readers take for the current state; what follows the first paragraph stands below. */
function updateHtml(update: Post['updates'][number], view: IncidentView, tongue: Tongue): string {
  const { at, status } = update;
  const when = tongue.isRoot
    ? `${MONTHS[Number(at.slice(5, 7)) - 1]} <var data-var='date'>${Number(at.slice(8, 10))}</var>, <var data-var='time'>${at.slice(11, 16)}</var> UTC`
    : minute(at);
  const { html, foreign } = saidOf(update, view, tongue);
  const [, first = '', rest = ''] = /^(?:<p>([^]*?)<\/p>)?\s*([^]*)$/.exec(html) ?? [];
  const words = foreign ? inSource(first, 'span', tongue) : first;
  const below = foreign && rest !== '' ? inSource(rest, 'div', tongue) : rest;
  return `<p><small>${when}</small><br><strong>${progressOf(status, tongue)}</strong> - ${words}</p>${below}`;
}

function learnedHtml(view: IncidentView, tongue: Tongue): readonly string[] {
  if (view.postmortem === null) return [];
  const translated = view.translations?.[tongue.language]?.postmortem ?? null;
  const html = translated ?? view.postmortem;
  const isForeign = translated === null && !tongue.isRoot;
  return [
    `<h3>${say(tongue.language, 'postmortem')}</h3>${isForeign ? inSource(html, 'div', tongue) : html}`,
  ];
}

/** The original, marked as what it is. */
function inSource(html: string, element: 'span' | 'div', { language, source }: Tongue): string {
  return `<${element} lang="${source}" dir="auto">${html}</${element}> (${say(language, `foreign.${source}`)})`;
}

function plannedHtml({ from, until }: NonNullable<Post['window']>, language: Language): string {
  return `<p>${say(language, 'planned', { from: minute(from), until: minute(until) })}</p>`;
}

function minute(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
