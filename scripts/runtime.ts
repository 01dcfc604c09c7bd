// The composition root: the only file that reads the environment, the clock, randomness and the console.
import { realpathSync } from 'node:fs';
import { createRunnerLog } from './cli/runner-commands.ts';
import { type Instant, instantFromMs } from './model/instant.ts';

/** What the world gives to a command. */
export type Runtime = {
  /** The file of the program that runs, to be started once more as a thread. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly now: () => Instant;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Results, for the next program or the reader. No text in them is an order to a runner of GitHub Actions. */
  readonly out: (text: string) => void;
  /** Results that are orders to it: remarks at the lines of files, made by `renderAnnotation` only. */
  readonly annotate: (text: string) => void;
  /** Everything else: progress, complaints. */
  readonly err: (text: string) => void;
  /** Whether results go to a terminal that shows colours. */
  readonly hasColour: boolean;
  /** Cells in a line of the terminal; 80 where results go elsewhere. */
  readonly width: number;
  readonly readStandardInput: () => Promise<Uint8Array>;
  /** Runs a function when the user or the system asks to stop. */
  readonly onStop: (stop: () => void) => void;
};

/** The real world. */
export function createRuntime(): Runtime {
  const { env } = process;
  const isRunner = env['GITHUB_ACTIONS'] === 'true';
  return {
    program: realpathSync(process.argv[1] ?? ''),
    environment: env,
    workingDirectory: process.cwd(),
    now: () => instantFromMs(Date.now()) ?? '1970-01-01T00:00:00.000Z',
    random: () => Math.random(),
    out: isRunner ? createRunnerLog(writeOut) : writeOut,
    annotate: writeOut,
    err: isRunner ? createRunnerLog(writeErr) : writeErr,
    hasColour:
      (process.stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb') ||
      env['FORCE_COLOR'] === '1',
    width: process.stdout.isTTY ? Math.max(40, process.stdout.columns) : 80,
    readStandardInput: readAll,
    onStop: (stop) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    },
  };
}

function writeOut(text: string): void {
  process.stdout.write(text);
}

function writeErr(text: string): void {
  process.stderr.write(text);
}

const MAX_INPUT_BYTES = 32 * 1024 * 1024;

async function readAll(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > MAX_INPUT_BYTES) throw new Error('standard input is larger than 32 MiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
