// What a file of the site is, and how long readers may keep it, by its path.

/** The content type of a file. */
export function mediaTypeOf(path: string): string {
  return TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** The cache header of a file: what is named after its content stays for ever, all else is asked for again. */
export function cacheControlOf(path: string): string {
  return isNamedAfterContent(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=30';
}

/** Whether the same path always has the same bytes. */
export function isNamedAfterContent(path: string): boolean {
  return /^assets\/[\w.-]+-[\w-]{8,}\.(css|js)$/.test(path);
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  png: 'image/png',
  ico: 'image/x-icon',
};
