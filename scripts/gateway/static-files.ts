// Serves built sites from folders. Only regular files inside the folder, never a listing.
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { mediaTypeOf } from '../publishing/media.ts';

/** Answers a GET or HEAD request from the site with the longest prefix that fits its path. */
export async function serveSite(
  sites: Readonly<Record<string, string>>,
  request: Request,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  // Links within a site are relative, so that its first page needs the slash.
  if (pathname !== '/' && Object.hasOwn(sites, pathname)) {
    return new Response(null, { status: 308, headers: { location: `${pathname}/` } });
  }
  const prefix = Object.keys(sites)
    .map((path) => (path === '/' ? '' : path))
    .filter((path) => pathname.startsWith(`${path}/`))
    .reduce((longest, path) => (path.length > longest.length ? path : longest), '');
  const folder = sites[prefix === '' ? '/' : prefix];
  return folder === undefined
    ? unavailable()
    : await serveFile(folder, pathname.slice(prefix.length), { request, isPublic: prefix === '' });
}

/** A request, and whether it is for the site that everybody may read. */
type Asked = { readonly request: Request; readonly isPublic: boolean };

/** Unknown addresses get the site's own 404 page. */
async function serveFile(folder: string, pathname: string, asked: Asked): Promise<Response> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const found = await readFirst(folder, candidates(pathname));
    if (found !== null) return await answer(asked, found, 200);
    const missing = await readFirst(folder, ['404.html']);
    // A new site may have taken the place of the old one between the two readings.
    if (missing !== null) {
      const late = await readFirst(folder, candidates(pathname));
      return await (late === null ? answer(asked, missing, 404) : answer(asked, late, 200));
    }
    await sleep(PAUSE_MS);
  }
  return unavailable();
}

/** While one site takes the place of another there is none for a moment. */
const ATTEMPTS = 4;
const PAUSE_MS = 25;

/** Files that an address may mean; an address with anything but plain names means none. */
function candidates(pathname: string): readonly string[] {
  const segments = pathname.split('/').slice(1);
  const isPlain = (segment: string, index: number): boolean =>
    PLAIN.test(segment) || (segment === '' && index === segments.length - 1);
  if (!segments.every(isPlain)) return [];
  const path = segments.join('/');
  return path === '' || path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`];
}

const PLAIN = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

type FoundFile = { readonly path: string; readonly body: Buffer };

async function readFirst(folder: string, paths: readonly string[]): Promise<FoundFile | null> {
  for (const path of paths) {
    const body = await readOrNull(join(folder, path));
    if (body !== null) return { path, body };
  }
  return null;
}

async function answer(
  { request, isPublic }: Asked,
  { path, body }: FoundFile,
  status: number,
): Promise<Response> {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  const tag = `W/"${hash('sha256', body, 'hex').slice(0, 24)}"`;
  const headers = {
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    etag: tag,
    'x-content-type-options': 'nosniff',
    ...(isPublic && FOR_PROGRAMS.has(ending) ? { 'access-control-allow-origin': '*' } : {}),
  };
  if (status === 200 && isKnown(request, tag)) return new Response(null, { status: 304, headers });
  const packed = isPacked(request, ending) ? await packing(body) : null;
  const sent = packed ?? body;
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(sent), {
    status,
    headers: {
      ...headers,
      'content-type': mediaTypeOf(path),
      'content-length': String(sent.byteLength),
      ...(packed === null ? {} : { 'content-encoding': 'gzip' }),
    },
  });
}

const packing = promisify(gzip);

/** Whoever asked before and has the same bytes needs them no second time. */
function isKnown({ headers }: Request, tag: string): boolean {
  const known =
    headers
      .get('if-none-match')
      ?.split(',')
      .map((each) => each.trim()) ?? [];
  return known.includes(tag) || known.includes(tag.slice(2)) || known.includes('*');
}

function isPacked({ headers }: Request, ending: string): boolean {
  return (
    WORDS.has(ending) &&
    /\bgzip\b(?!;q=0(?:\.0*)?(?:,|$))/.test(headers.get('accept-encoding') ?? '')
  );
}

/** What is made of words gets much smaller; pictures and fonts do not. */
const WORDS: ReadonlySet<string> = new Set([
  'html',
  'css',
  'js',
  'txt',
  'json',
  'atom',
  'rss',
  'xml',
  'ics',
  'svg',
]);

function unavailable(): Response {
  return new Response('The site is being built; try again in a moment.\n', {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1' },
  });
}

/** Data that programs in other people's pages may fetch; of the internal site nothing is among it. */
const FOR_PROGRAMS: ReadonlySet<string> = new Set(['json', 'atom', 'rss', 'xml', 'ics', 'svg']);

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}
