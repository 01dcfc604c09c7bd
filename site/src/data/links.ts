// Addresses inside the site. They are relative, so the folder works under any path of any host.
import type { Language } from '../../../scripts/model/page.ts';
import { folderOf, publicAddress } from '../../../scripts/publication/addresses.ts';

/** Addresses as seen from one page. */
export type Links = {
  readonly home: string;
  readonly history: string;
  readonly search: string;
  readonly calendar: string;
  readonly subscribe: string;
  readonly feed: string;
  readonly teams: string;
  readonly month: (month: string) => string;
  readonly incident: (id: string) => string;
  readonly component: (id: string) => string;
  readonly team: (id: string) => string;
  /** A file that is the same for all languages, by its path in the folder. */
  readonly file: (path: string) => string;
  /** A feed, calendar or badge in the language of the page, by its path in the folder of its language. */
  readonly told: (path: string) => string;
  /** A page in another language, by its path in its language. */
  readonly inLanguage: (language: Language, path: string) => string;
  /** A built file, given the address that the bundler made for it. */
  readonly asset: (address: string) => string;
};

/** What addresses depend on beside the page: its language, and the one whose pages stand in the root. */
export type Tongue = { readonly language: Language; readonly source: Language };

const ENGLISH: Tongue = { language: 'en', source: 'en' };

/** The addresses for a page at `path` of its language, for example `incidents/2026-11-21-card-payments.html`. */
export function linksFrom(path: string, tongue: Tongue = ENGLISH): Links {
  const depth = path.split('/').length - 1 + (folderOf(tongue) === '' ? 0 : 1);
  return linksWith('../'.repeat(depth), tongue);
}

/** The addresses for a page that hosts show at any depth (not found): they start at the page's public path. */
export function linksFromAnywhere(pageUrl: string, tongue: Tongue = ENGLISH): Links {
  return linksWith(new URL(publicAddress(pageUrl, '')).pathname, tongue);
}

/** The path of an incident's page. */
export function incidentAddress(id: string): string {
  return `incidents/${id}.html`;
}

function linksWith(root: string, tongue: Tongue): Links {
  const prefix = `${root}${folderOf(tongue)}`;
  return {
    home: prefix === '' ? './' : prefix,
    history: `${prefix}history.html`,
    search: `${prefix}search.html`,
    calendar: `${prefix}calendar.html`,
    subscribe: `${prefix}subscribe.html`,
    feed: tongue.language === tongue.source ? `${root}feed.xml` : `${prefix}history.rss`,
    teams: `${root}teams.html`,
    month: (month) => `${prefix}history/${month}.html`,
    incident: (id) => `${prefix}${incidentAddress(id)}`,
    component: (id) => `${prefix}components/${id}.html`,
    team: (id) => `${root}teams/${id}.html`,
    file: (path) => `${root}${path}`,
    told: (path) => `${prefix}${path}`,
    inLanguage: (language, path) => {
      const target = `${root}${folderOf({ ...tongue, language })}${path === 'index.html' ? '' : path}`;
      return target === '' ? './' : target;
    },
    asset: (address) => `${root}${address.replace(/^\/+/, '')}`,
  };
}
