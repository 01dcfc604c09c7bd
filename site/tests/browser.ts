// A real browser and a small static server for the tests and pictures of the built site.
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { installBrowser } from './installed-browser.ts';

/** Why there is no browser here; null when there is one. */
export const browserMissing: string | null =
  process.platform === 'linux' && process.arch === 'x64'
    ? null
    : 'the bundled browser runs on Linux x64 only';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.svg': 'image/svg+xml',
};

/** Starts the bundled browser, whatever fonts the machine has: Latin letters from its own, Arabic ones from a package. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, fontConfiguration } = await installBrowser();
  return chromium.launch({
    executablePath,
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: fontConfiguration },
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** A folder served on this machine. */
export type Served = { readonly address: string; readonly close: () => Promise<void> };

/** Serves a built site on a free local port; what is missing gets the site's own 404 page. */
export async function serve(folder: string): Promise<Served> {
  const server = createServer((request, response) => {
    void file(folder, new URL(request.url ?? '/', 'http://localhost').pathname).then(
      ({ status, type, body }) => {
        response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body);
      },
    );
  });
  const port = await listen(server);
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () => new Promise((done) => server.close(() => done()).closeAllConnections()),
  };
}

async function file(
  folder: string,
  path: string,
): Promise<{ status: number; type: string; body: Buffer | string }> {
  const name = normalize(path).replace(/\/$/, '/index.html');
  try {
    return {
      status: 200,
      type: TYPES[extname(name)] ?? 'application/octet-stream',
      body: await readFile(join(folder, name)),
    };
  } catch {
    return { status: 404, type: 'text/html', body: await readFile(join(folder, '404.html')) };
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((ready) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      ready(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
