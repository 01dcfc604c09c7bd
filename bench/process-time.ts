import { spawnSync } from 'node:child_process';

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
