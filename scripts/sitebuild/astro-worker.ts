// Child process that renders the pages. It stays alive between builds, since starting it costs as much as a build. Astro
// itself runs only where the site is not compiled yet, which takes it several times as long as rendering.
import { existsSync, rmSync } from 'node:fs';
import { readdir, symlink } from 'node:fs/promises';
import { findPackageJSON, registerHooks } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { AstroIntegration } from 'astro';
import {
  collectCompiled,
  forgetCompiled,
  keepCompiled,
  MODULES,
  readCompiled,
  writeCompiled,
} from './compiled-site.ts';
import { digestOfProgram } from './program.ts';
import {
  failureReason,
  parseOrder,
  SNAPSHOT_FILE,
  type WorkerOrder,
  type WorkerReport,
} from './protocol.ts';
import { renderSite } from './render-site.ts';

/** The folder that holds `astro` and its dependencies. */
const PACKAGES = dirname(dirname(findPackageJSON('astro', import.meta.url) ?? ''));

/** Where compiled sites are kept: what can write there could change the packages themselves as well. */
const COMPILED = join(PACKAGES, '.cache', 'tocsin-site');

/** Astro would write types of content collections before each build, which takes a quarter of it; the site has none. */
const WITHOUT_TYPES = { devOutput: false, sync: false };

let current: WorkerOrder | null = null;

// Pages are rendered from modules in a temporary folder or the output folder, where no `node_modules` need be above them.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    context.parentURL?.includes(`/${MODULES}/`) === true && /^[@\w]/.test(specifier)
      ? nextResolve(specifier, { ...context, parentURL: import.meta.url })
      : nextResolve(specifier, context),
});

process.on('message', (message: unknown) => {
  const order = parseOrder(message);
  if (order !== null) void carryOut(order);
});
process.on('disconnect', leave);

async function carryOut(order: WorkerOrder): Promise<void> {
  current = order;
  const report = await attempt(order);
  current = null;
  process.send?.(report);
}

async function attempt(order: WorkerOrder): Promise<WorkerReport> {
  try {
    process.env['TOCSIN_SNAPSHOT'] = join(order.workDir, SNAPSHOT_FILE);
    if (!(await renderCompiled(order))) await buildWithAstro(order);
    return { kind: 'built', id: order.id, pages: await countPages(order.outDir) };
  } catch (error) {
    return { kind: 'failed', id: order.id, reason: failureReason(error) };
  }
}

/** False where nothing compiled can be used; what is wrong with the data Astro finds as well, and says it. */
async function renderCompiled({ program, workDir, outDir }: WorkerOrder): Promise<boolean> {
  const site = program === null ? null : readCompiled(COMPILED, program);
  const entry = [...(site?.keys() ?? [])].find((path) => ENTRY.test(path));
  if (program === null || site === null || entry === undefined) return false;
  try {
    writeCompiled(site, { modules: workDir, pages: outDir });
    await renderSite(workDir, entry, outDir);
    return true;
  } catch {
    forgetCompiled(COMPILED, program);
    return false;
  }
}

const ENTRY = new RegExp(`^${MODULES}/prerender-entry\\.[^/]*\\.mjs$`);

async function buildWithAstro(order: WorkerOrder): Promise<void> {
  const { build } = await import('astro');
  await symlink(PACKAGES, join(order.workDir, 'node_modules'), 'dir');
  await build(
    {
      // A private root: Astro writes `.astro` there, and builds at the same time must not share it.
      root: order.workDir,
      srcDir: join(order.siteRoot, 'src'),
      configFile: relative(order.workDir, join(order.siteRoot, 'astro.config.ts')),
      outDir: order.outDir,
      cacheDir: join(order.workDir, 'cache'),
      logLevel: 'silent',
      integrations: [keeping(order)],
      vite: {
        cacheDir: join(order.workDir, 'vite'),
        logLevel: 'silent',
        // What stays of the last build lies there already.
        build: { emptyOutDir: false },
      },
    },
    WITHOUT_TYPES,
  );
}

/** Keeps what is compiled, as soon as it is there and before the first page is made of it. */
function keeping({ program, siteRoot, outDir }: WorkerOrder): AstroIntegration {
  let pages: readonly { readonly styles: readonly unknown[] }[] = [];
  const keep = (): void => {
    // A stylesheet that Astro itself adds to a page is known to Astro only.
    if (program === null || pages.some(({ styles }) => styles.length > 0)) return;
    // Whoever edits the site while it is compiled gets neither the one nor the other.
    if (digestOfProgram(dirname(siteRoot)) !== program) return;
    keepCompiled(COMPILED, program, collectCompiled(outDir, [MODULES, 'assets']));
  };
  return {
    name: 'keep-compiled',
    hooks: {
      'astro:build:setup': ({ pages: all }) => {
        pages = [...all.values()];
      },
      'astro:build:start': ({ setPrerenderer }) =>
        setPrerenderer((astro) => ({
          ...astro,
          getStaticPaths: () => {
            keep();
            return astro.getStaticPaths();
          },
        })),
    },
  };
}

async function countPages(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.html')).length;
}

/** The parent is gone: nobody else would remove what it left. */
function leave(): never {
  if (current !== null) {
    const { workDir, outDir } = current;
    // Writes that other threads had begun end now; no new ones begin, since this thread waits.
    for (let left = MOST_REMOVALS; left > 0; left -= 1) {
      removeFolders(workDir, outDir);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MS);
      if (![workDir, outDir].some((folder) => existsSync(folder))) break;
    }
  }
  process.exit(0);
}

const SETTLE_MS = 200;
const MOST_REMOVALS = 25;

function removeFolders(...folders: readonly string[]): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
