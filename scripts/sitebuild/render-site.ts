// Renders every page of a compiled site, with the modules that Astro made and without Astro's own start and bundling,
// which cost more than all pages. Routes and names of files are those of `astro build` with the format `preserve`.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Renders the pages of the modules in a folder into another one. */
export async function renderSite(modules: string, entry: string, outDir: string): Promise<void> {
  const { app }: { app: PrerenderApp } = await import(pathToFileURL(join(modules, entry)).href);
  app.setOptions({
    settings: { scripts: [] },
    logger: { options: { destination: { write: () => undefined } } },
  });
  app.setInternals({ pagesByKeys: new Map() });
  const done = new Set<string>();
  for (const { routeData } of app.manifest.routes) {
    for (const pathname of await pathsOf(app, routeData)) {
      // Of two routes with one address the first has it.
      if (done.has(pathname)) continue;
      done.add(pathname);
      await renderPage(app, { route: routeData, pathname, outDir });
    }
  }
}

/** What is used of the application that Astro puts into the modules. */
type PrerenderApp = {
  readonly setOptions: (options: unknown) => void;
  readonly setInternals: (internals: unknown) => void;
  readonly manifest: { readonly routes: readonly { readonly routeData: Route }[] };
  readonly getComponentByRoute: (route: Route) => Promise<Component>;
  readonly render: (request: Request, options: { readonly routeData: Route }) => Promise<Response>;
};

type Component = {
  readonly getStaticPaths?: () => readonly { readonly params: Params }[];
};

type Params = Readonly<Record<string, string | undefined>>;

type Route = {
  readonly type: 'page' | 'endpoint';
  readonly isIndex: boolean;
  /** Of a route without parameters. */
  readonly pathname?: string;
  readonly segments: readonly (readonly Part[])[];
};

/** A piece of an address: letters, or the name of a parameter, which starts with dots where it may be missing. */
type Part = { readonly content: string; readonly dynamic: boolean; readonly spread: boolean };

async function pathsOf(app: PrerenderApp, route: Route): Promise<readonly string[]> {
  if (route.pathname !== undefined) return [plain(route.pathname)];
  const { getStaticPaths } = await app.getComponentByRoute(route);
  return (getStaticPaths?.() ?? []).map(({ params }) => pathOf(route, params));
}

function pathOf({ segments }: Route, params: Params): string {
  const words = segments.map((parts) => parts.map((part) => wordOf(part, params)).join(''));
  return words.filter((word) => word !== '').join('/');
}

function wordOf({ content, dynamic, spread }: Part, params: Params): string {
  if (spread) return params[content.slice(3)] ?? '';
  return dynamic ? (params[content] ?? '') : content;
}

function plain(pathname: string): string {
  return pathname.replaceAll(/^\/|\/$/g, '');
}

async function renderPage(
  app: PrerenderApp,
  { route, pathname, outDir }: { route: Route; pathname: string; outDir: string },
): Promise<void> {
  const isFolder = route.type === 'page' && (route.isIndex || pathname === '');
  const address = route.type === 'endpoint' || isFolder ? pathname : `${pathname}.html`;
  const request = new Request(new URL(address, 'http://localhost/'));
  const response = await app.render(request, { routeData: route });
  if (response.status >= 300 && response.status < 400)
    throw new Error(`unexpected redirection of ${pathname}`);
  const file = join(outDir, isFolder ? join(pathname, 'index.html') : address);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
}
