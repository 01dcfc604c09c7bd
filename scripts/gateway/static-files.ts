// Serves a built site from a folder. Only regular files inside the folder, never a listing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Answers a GET or HEAD request from the site with the longest prefix that fits its path. */
export async function serveSite(sites: Readonly<Record<string, string>>, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const prefix = Object.keys(sites)
    .map((path) => (path === '/' ? '' : path))
    .filter((path) => pathname.startsWith(`${path}/`))
    .reduce((longest, path) => (path.length > longest.length ? path : longest), '');
  return await serveFile(sites[prefix === '' ? '/' : prefix] ?? '', pathname.slice(prefix.length), request);
}

/** Unknown addresses get the site's own 404 page. */
async function serveFile(folder: string, pathname: string, request: Request): Promise<Response> {
  for (const path of candidates(pathname)) {
    const body = await readOrNull(join(folder, path));
    if (body !== null) return answer(request, body, path, 200);
  }
  const missing = await readOrNull(join(folder, '404.html'));
  return missing === null ? new Response('The site is being built; try again in a moment.\n', { status: 503, headers: { 'retry-after': '1' } }) : answer(request, missing, '404.html', 404);
}

/** Files that an address may mean; an address with anything but plain names means none. */
function candidates(pathname: string): readonly string[] {
  const segments = pathname.split('/').slice(1);
  if (!segments.every((segment) => segment === '' || /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(segment))) return [];
  const path = segments.join('/');
  if (path === '' || path.endsWith('/')) return [`${path}index.html`, `${path.slice(0, -1)}.html`];
  return [path, `${path}.html`, `${path}/index.html`];
}

function answer(request: Request, body: Buffer, path: string, status: number): Response {
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    status,
    headers: { 'content-type': type, 'content-length': String(body.byteLength), 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  });
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  png: 'image/png',
  ico: 'image/x-icon',
};

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}
