// Addresses inside the site. They are relative, so the folder works under any path of any host.

/** Addresses as seen from one page. */
export type Links = {
  readonly home: string;
  readonly history: string;
  readonly feed: string;
  readonly teams: string;
  readonly month: (month: string) => string;
  readonly incident: (id: string) => string;
  readonly team: (id: string) => string;
  /** A built file, given the address that the bundler made for it. */
  readonly asset: (address: string) => string;
};

/** The addresses for a page at `path`, for example `incidents/2026-11-21-card-payments.html`. */
export function linksFrom(path: string): Links {
  return linksWith('../'.repeat(path.split('/').length - 1));
}

/** The addresses for a page that hosts show at any depth (not found): they start at the page's public path. */
export function linksFromAnywhere(pageUrl: string): Links {
  return linksWith(new URL(folder(pageUrl)).pathname);
}

/** The permanent public address of a path of the site. */
export function publicAddress(pageUrl: string, path: string): string {
  return new URL(path, folder(pageUrl)).href;
}

/** The path of an incident's page. */
export function incidentPath(id: string): string {
  return `incidents/${id}.html`;
}

function linksWith(prefix: string): Links {
  return {
    home: prefix === '' ? './' : prefix,
    history: `${prefix}history.html`,
    feed: `${prefix}feed.xml`,
    teams: `${prefix}teams.html`,
    month: (month) => `${prefix}history/${month}.html`,
    incident: (id) => `${prefix}${incidentPath(id)}`,
    team: (id) => `${prefix}teams/${id}.html`,
    asset: (address) => `${prefix}${address.replace(/^\/+/, '')}`,
  };
}

function folder(pageUrl: string): string {
  return pageUrl.endsWith('/') ? pageUrl : `${pageUrl}/`;
}
