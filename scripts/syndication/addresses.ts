// Public addresses. Those of pages are where `site/` puts them, which a test of the built site checks.

/** The permanent public address of a path of the site. */
export function publicAddress(pageUrl: string, path: string): string {
  return new URL(path, pageUrl.endsWith('/') ? pageUrl : `${pageUrl}/`).href;
}

/** The address of a post: the page of its incident, and on that page the day of one time of a recurring maintenance. */
export function postAddress(pageUrl: string, key: string): string {
  const [id = '', day] = key.split('/');
  return publicAddress(pageUrl, `incidents/${id}.html${day === undefined ? '' : `#${day}`}`);
}

/** The host that stands in lasting identities of feeds and calendars. */
export function hostOf(pageUrl: string): string {
  return new URL(pageUrl).host;
}
