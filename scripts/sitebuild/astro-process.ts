// The child process that runs Astro: started when needed, renewed before it grows, gone when it hangs.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseReport, type WorkerOrder, type WorkerReport } from './protocol.ts';

const WORKER = fileURLToPath(new URL('./astro-worker.ts', import.meta.url));
/** Each build leaves some megabytes behind in the process. */
const BUILDS_PER_PROCESS = 50;
/** Much longer than ten thousand incidents take on a busy machine. */
const TIME_LIMIT_MS = 900_000;

/** One child process at a time; carries out one order at a time. */
export class AstroProcess {
  #child: ChildProcess | null = null;
  #builds = 0;

  /** Runs one build; a process that dies or hangs gives a failed report. */
  async run(order: WorkerOrder): Promise<WorkerReport> {
    if (this.#builds >= BUILDS_PER_PROCESS) await this.close();
    const child = (this.#child ??= start());
    this.#builds += 1;
    keepAlive(child, true);
    const report = await answer(child, order);
    if (child.connected && !child.killed) keepAlive(child, false);
    else this.#forget(child);
    return report;
  }

  /** Ends the child process. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#forget(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  }

  #forget(child: ChildProcess): void {
    if (this.#child === child) this.#child = null;
    this.#builds = 0;
  }
}

/**
 * Without the parent's environment: no secret of the toolkit can reach a page. Astro keeps intermediate files
 * inside the output folder only when that lies below its working folder, hence the root.
 */
function start(): ChildProcess {
  return fork(WORKER, [], {
    cwd: parse(WORKER).root,
    env: { ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** An idle child must not keep the toolkit from ending. */
function keepAlive(child: ChildProcess, needed: boolean): void {
  if (needed) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function answer(child: ChildProcess, order: WorkerOrder): Promise<WorkerReport> {
  return new Promise((settle) => {
    const finish = (report: WorkerReport): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onExit);
      settle(report);
    };
    const fail = (reason: string): void => finish({ kind: 'failed', id: order.id, reason });
    const onMessage = (message: unknown): void => {
      const report = parseReport(message);
      if (report?.id === order.id) finish(report);
    };
    const onExit = (): void => fail('the build process ended before it was done');
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`it took longer than ${TIME_LIMIT_MS / 1000} seconds`);
    }, TIME_LIMIT_MS);
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.once('error', onExit);
    child.send(order, (error) => {
      if (error !== null) onExit();
    });
  });
}
