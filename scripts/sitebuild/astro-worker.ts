// Child process that runs Astro. It stays alive between builds, since starting Astro costs more than a build.
import { existsSync, rmSync } from 'node:fs';
import { readdir, symlink } from 'node:fs/promises';
import { findPackageJSON, registerHooks } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'astro';
import {
  failureReason,
  parseOrder,
  SNAPSHOT_FILE,
  type WorkerOrder,
  type WorkerReport,
} from './protocol.ts';

/** The folder that holds `astro` and its dependencies. */
const PACKAGES = dirname(dirname(findPackageJSON('astro', import.meta.url) ?? ''));

/** Astro would write types of content collections before each build, which takes a quarter of it; the site has none. */
const WITHOUT_TYPES = { devOutput: false, sync: false };

let current: WorkerOrder | null = null;

// Astro renders from chunks inside the output folder, which may lie where no `node_modules` is above it.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    context.parentURL?.includes('/.prerender/') === true && /^[@\w]/.test(specifier)
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
    await symlink(PACKAGES, join(order.workDir, 'node_modules'), 'dir');
    process.env['TOCSIN_SNAPSHOT'] = join(order.workDir, SNAPSHOT_FILE);
    await build(
      {
        // A private root: Astro writes `.astro` there, and builds at the same time must not share it.
        root: order.workDir,
        srcDir: join(order.siteRoot, 'src'),
        configFile: relative(order.workDir, join(order.siteRoot, 'astro.config.ts')),
        outDir: order.outDir,
        cacheDir: join(order.workDir, 'cache'),
        logLevel: 'silent',
        vite: {
          cacheDir: join(order.workDir, 'vite'),
          logLevel: 'silent',
          // What stays of the last build lies there already.
          build: { emptyOutDir: false },
        },
      },
      WITHOUT_TYPES,
    );
    return { kind: 'built', id: order.id, pages: await countPages(order.outDir) };
  } catch (error) {
    return { kind: 'failed', id: order.id, reason: failureReason(error) };
  }
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
