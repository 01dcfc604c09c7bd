import type { Arguments } from '../cli/arguments.ts';
import { CommandFailure, UsageError } from '../cli/exit-code.ts';
import type { Runtime } from '../runtime.ts';

/** A port to try, and whether another free one will do. */
export type WantedPort = { readonly port: number; readonly orAnother: boolean };

/** The port of the command line; without one the usual port, or any free one. */
export function portOf(args: Arguments): WantedPort {
  const given = args.value('port');
  if (given === null) return { port: 4600, orAnother: true };
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535)
    throw new UsageError(`unexpected port \`${given}\`, expected a number from 0 to 65535`);
  return { port: Number(given), orAnother: false };
}

/** Resolves when the user or the system asks to stop; asked for early, so that a start is finished and then undone. */
export function stopRequest(runtime: Runtime): Promise<void> {
  return new Promise((resolve) => {
    runtime.onStop(resolve);
  });
}

/** Starts something that listens; what the outside refuses becomes one sentence. */
export async function startOrFail<Started>(
  wanted: WantedPort,
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(wanted.port);
  } catch (error) {
    if (!(error instanceof Error) || !OUTSIDE.has(error.name)) throw error;
    if (error.name === 'ListenFailed' && wanted.orAnother)
      return await startOrFail({ port: 0, orAnother: false }, start);
    throw new CommandFailure(error.message, { cause: error });
  }
}

/** Errors whose message is already a sentence for the user. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'ListenFailed',
  'InboxUnusable',
  'InvalidOrganisation',
]);
