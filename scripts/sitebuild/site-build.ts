// Builds the static site from a snapshot. Astro runs in a child process; this file owns order, folders and the swap.
import { existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from '../publication/view.ts';
import { outputsOf } from '../syndication/outputs.ts';
import { AstroProcess } from './astro-process.ts';
import { freshFolder } from './fresh-folder.ts';
import { NO_MEMORY, remember, type SiteMemory, takeOver } from './kept.ts';
import { leanSnapshot } from './lean.ts';
import { planOf } from './plan.ts';
import { programDigest } from './program.ts';
import { failureReason, SNAPSHOT_FILE, type WorkerReport } from './protocol.ts';
import { siblingOf, swapIn } from './swap.ts';
import { writeOutputs } from './write-outputs.ts';

/** What came of a build: how many pages in how long, or one sentence why not. */
export type BuildResult =
  | {
      readonly kind: 'built';
      readonly pages: number;
      /** How many files are those of the build before. */
      readonly kept: number;
      readonly ms: number;
    }
  | { readonly kind: 'failed'; readonly reason: string };

type Waiting = {
  readonly snapshot: Snapshot;
  readonly memory: SiteMemory;
  readonly settle: readonly ((result: BuildResult) => void)[];
};

type Order = {
  readonly snapshot: Snapshot;
  /** The files that stay as the last build left them. */
  readonly kept: ReadonlySet<string>;
  readonly program: string | null;
};

const SITE_ROOT = fileURLToPath(new URL('../../site/', import.meta.url));

/** The program in one file, as the GitHub Action brings it, holds no site. */
const NO_SITE =
  'this copy of Tocsin is only the program: take a checkout of Tocsin, run `npm ci` there, and build from it';

/** Builds sites one after the other. While one runs, only the newest snapshot per folder waits. */
export class SiteBuilder {
  readonly #astro = new AstroProcess();
  readonly #waiting = new Map<string, Waiting>();
  #running: Promise<void> | null = null;
  #count = 0;

  /** Builds `snapshot` into the folder `out`; a call that a newer one overtakes gets the newer one's result. */
  build(snapshot: Snapshot, out: string, memory: SiteMemory = NO_MEMORY): Promise<BuildResult> {
    const target = resolve(out);
    return new Promise((settle) => {
      const before = this.#waiting.get(target)?.settle ?? [];
      this.#waiting.delete(target);
      this.#waiting.set(target, { snapshot, memory, settle: [...before, settle] });
      this.#running ??= this.#drain();
    });
  }

  /** Waits for running builds and ends the child process. */
  async close(): Promise<void> {
    await this.#running;
    await this.#astro.close();
  }

  async #drain(): Promise<void> {
    for (let next = this.#take(); next !== null; next = this.#take()) {
      const result = await this.#buildNow(next, next.target);
      for (const settle of next.settle) settle(result);
    }
    this.#running = null;
  }

  #take(): (Waiting & { readonly target: string }) | null {
    for (const [target, waiting] of this.#waiting) {
      this.#waiting.delete(target);
      return { ...waiting, target };
    }
    return null;
  }

  async #buildNow({ snapshot, memory }: Waiting, target: string): Promise<BuildResult> {
    if (!existsSync(SITE_ROOT)) return { kind: 'failed', reason: NO_SITE };
    const startedAt = performance.now();
    const removable: string[] = [];
    try {
      const work = await freshFolder(tmpdir(), 'tocsin-site-');
      const fresh = await siblingOf(target);
      removable.push(work, fresh);
      const program = programDigest();
      const outputs = outputsOf(snapshot);
      const plan = program === null ? [] : planOf(snapshot, outputs, program);
      const kept = takeOver(plan, memory, { target, fresh });
      const paths = new Set(kept.map(({ path }) => path));
      const report = await this.#runAstro({ snapshot, kept: paths, program }, work, fresh);
      if (report.kind === 'failed') return { kind: 'failed', reason: report.reason };
      await writeOutputs(
        fresh,
        outputs.filter(({ path }) => !paths.has(path)),
      );
      await chmod(fresh, 0o755);
      const lines = remember(plan, kept, fresh);
      await swapIn(fresh, target);
      memory.write(lines);
      const ms = Math.round(performance.now() - startedAt);
      return { kind: 'built', pages: report.pages, kept: kept.length, ms };
    } catch (error) {
      return { kind: 'failed', reason: failureReason(error) };
    } finally {
      await Promise.all(removable.map((folder) => rm(folder, { recursive: true, force: true })));
    }
  }

  async #runAstro(
    { snapshot, kept, program }: Order,
    workDir: string,
    outDir: string,
  ): Promise<WorkerReport> {
    const folders = snapshot.public.page.languages.map((each, index) =>
      index === 0 ? '' : `${each}/`,
    );
    const lean = leanSnapshot(snapshot, {
      text: ({ id }) => folders.some((folder) => !kept.has(`${folder}incidents/${id}.html`)),
      page: (id) => !kept.has(`inside/incidents/${id}.html`),
    });
    const order = JSON.stringify({ snapshot: lean, kept: [...kept] });
    await writeFile(join(workDir, SNAPSHOT_FILE), order, { mode: 0o600 });
    this.#count += 1;
    return this.#astro.run({ id: this.#count, siteRoot: SITE_ROOT, workDir, outDir, program });
  }
}
