import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Wall time in milliseconds of one run of a program of this Node. */
export function timeProcess(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): number {
  const start = performance.now();
  const run = spawnSync(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ms = performance.now() - start;
  if (run.status !== 0)
    throw new Error(
      `${args.join(' ')} ended with ${run.status}: ${run.stderr.toString('utf8').slice(0, 500)}`,
    );
  return ms;
}

/** Wall times of several programs, run in turns so that noise hits all alike. */
export function timeInTurns(
  programs: Readonly<Record<string, () => number>>,
  rounds: number,
): Readonly<Record<string, readonly number[]>> {
  const times: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, program] of Object.entries(programs)) (times[name] ??= []).push(program());
  }
  return times;
}

/** CPU time in milliseconds and the largest memory in megabytes of one run of a program of this Node. */
export function usageOf(args: readonly string[]): { readonly cpuMs: number; readonly mb: number } {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-usage-'));
  const report = join(folder, 'usage.json');
  timeProcess(['--import', REPORTER, ...args], { env: { TOCSIN_USAGE: report } });
  const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  rmSync(folder, { recursive: true });
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, mb: maxRSS / 1024 };
}

/** Runs before the program and writes down at its end what it used. */
const REPORTER = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.TOCSIN_USAGE, JSON.stringify(process.resourceUsage())));",
)}`;
