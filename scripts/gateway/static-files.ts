// Serves a built site from a folder. Only regular files inside the folder, never a listing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Answers a request for a page or file of the site; unknown addresses get the site's own 404 page. */
export async function serveFile(folder: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  for (const path of candidates(new URL(request.url).pathname)) {
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
