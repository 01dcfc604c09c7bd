// What feeds hold: the newest posts of the page or of one component, fifty at most, made once for all formats.
import { hash } from 'node:crypto';
import { BEGINNING, type Instant, inUtc } from '../model/instant.ts';
import type { Language } from '../model/page.ts';
import { nameOf, titleOf } from '../publication/said.ts';
import type { IncidentView, PublicView, UpdateView } from '../publication/view.ts';
import { type Speech, speechesOf, speechOf } from '../speech/speech.ts';
import {
  addressesOf,
  folderOf,
  hostOf,
  postAddress,
  publicAddress,
} from '../publication/addresses.ts';
import { type Post, POST_LIMIT } from './posts.ts';
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
  /** Made when they are first asked for: their texts cost more than all else of a feed. */
  readonly entries: readonly FeedEntry[];
  /** Of everything that its files depend on, beside the program and the page's settings. */
  readonly digest: string;
};

/** One entry. */
export type FeedEntry = {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly published: Instant;
  /** When the last statement was made. */
  readonly said: Instant;
  /** The same, or when the post-mortem was published. */
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
  return speechesOf(languages).flatMap((speech) => [
    feedOf('', name, told.slice(0, POST_LIMIT), { view, speech }),
    ...components.flatMap((component) =>
      addressesOf(component).map((address) =>
        feedOf(
          `components/${address}/`,
          `${name}: ${nameOf(component, speech).text}`,
          byComponent.get(component.id) ?? [],
          { view, speech },
        ),
      ),
    ),
  ]);
}

type Place = { readonly view: PublicView; readonly speech: Speech };

/** Whether a feed stands in the root, where programs look: its words for progress are Statuspage's. */
function isRoot({ language, source }: Speech): boolean {
  return language === source;
}

function feedOf(path: string, name: string, posts: readonly Post[], { view, speech }: Place): Feed {
  const { url } = view.page;
  const { language, say } = speech;
  const root = folderOf(speech);
  const folder = `${root}${path}`;
  let entries: readonly FeedEntry[] | null = null;
  return {
    name,
    title: say('feed.history', { name }),
    description: say('feed.about', { name }),
    id: `tag:${hostOf(url)},2005:/${folder}history`,
    folder,
    pageUrl: url,
    language,
    home: publicAddress(url, root),
    updated: posts[0]?.updatedAt ?? BEGINNING,
    get entries() {
      return (entries ??= posts.map((post) => entryOf(post, url, speech)));
    },
    digest: digestOf([name, folder, url, language, posts.map(factsOf)]),
  };
}

/** A post without the texts, of which the incident's digest tells. */
function factsOf({ view, updates, ...facts }: Post): readonly unknown[] {
  return [facts, view.digest, updates.map(({ at, status, isOwn }) => [at, status, isOwn])];
}

function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}

/** Of a recurring maintenance only the next time is announced. */
function isTold({ status, window, view }: Post): boolean {
  return status !== 'scheduled' || window?.from === view.window?.from;
}

function entryOf(post: Post, url: string, speech: Speech): FeedEntry {
  const { view, updates, status } = post;
  const planned = post.window === null ? [] : [plannedHtml(post.window, speech)];
  const learned = learnedHtml(view, speech);
  const newest = updates[0];
  return {
    id: `tag:${hostOf(url)},2005:Incident/${post.key}${isRoot(speech) ? '' : `/${speech.language}`}`,
    title: titleOf(view, speech).text,
    link: postAddress(publicAddress(url, folderOf(speech)), post.key),
    published: post.createdAt,
    said: post.saidAt,
    updated: post.updatedAt,
    summary: `${progressOf(status, speech)} - ${newest === undefined ? view.title : saidOf(newest, view, speech).said.text}`,
    html: [
      ...updates.map((update) => updateHtml(update, view, speech)),
      ...planned,
      ...learned,
    ].join('\n'),
    tags: view.components.map((component) => nameOf(component, speech).text),
  };
}

function progressOf(status: Post['status'], speech: Speech): string {
  return (isRoot(speech) ? speechOf('en') : speech).progress(status);
}

/** What an update says in the feed's language; `foreign` where nobody translated it. */
function saidOf(
  update: Post['updates'][number],
  { translations }: IncidentView,
  speech: Speech,
): { readonly said: Pick<UpdateView, 'html' | 'text'>; readonly foreign: boolean } {
  if (!update.isOwn) {
    const words = speech.say(`automatic.${update.status}`);
    return { said: { text: words, html: `<p>${escapeXml(words)}</p>` }, foreign: false };
  }
  const translated = translations?.[speech.language]?.updates[update.at];
  // Nothing of it is asked for here: each of the two is rendered for that.
  return { said: translated ?? update, foreign: translated === undefined && !isRoot(speech) };
}

/** The first `<strong>` is what readers take for the current state; what follows the first paragraph stands below. */
function updateHtml(update: Post['updates'][number], view: IncidentView, speech: Speech): string {
  const { at, status } = update;
  const when = isRoot(speech)
    ? `${MONTHS[Number(at.slice(5, 7)) - 1]} <var data-var='date'>${Number(at.slice(8, 10))}</var>, <var data-var='time'>${at.slice(11, 16)}</var> UTC`
    : inUtc(at);
  const { said, foreign } = saidOf(update, view, speech);
  const [, first = '', rest = ''] = /^(?:<p>([^]*?)<\/p>)?\s*([^]*)$/.exec(said.html) ?? [];
  const words = foreign ? inSource(first, 'span', speech) : first;
  const below = foreign && rest !== '' ? inSource(rest, 'div', speech) : rest;
  return `<p><small>${when}</small><br><strong>${progressOf(status, speech)}</strong> - ${words}</p>${below}`;
}

function learnedHtml(view: IncidentView, speech: Speech): readonly string[] {
  if (view.postmortem === null) return [];
  const translated = view.translations?.[speech.language]?.postmortem ?? null;
  const html = translated ?? view.postmortem;
  const isForeign = translated === null && !isRoot(speech);
  return [
    `<h3>${speech.say('incident.postmortem')}</h3>${isForeign ? inSource(html, 'div', speech) : html}`,
  ];
}

/** The original, marked as what it is. */
function inSource(html: string, element: 'span' | 'div', { source, say }: Speech): string {
  return `<${element} lang="${source}" dir="auto">${html}</${element}> (${say(`foreign.${source}`)})`;
}

function plannedHtml({ from, until }: NonNullable<Post['window']>, { say }: Speech): string {
  return `<p>${say('feed.planned', { from: inUtc(from), until: inUtc(until) })}</p>`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
