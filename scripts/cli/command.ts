import type { Runtime } from '../runtime.ts';
import type { Arguments, CommandSpec } from './arguments.ts';
import type { ExitCode } from './exit-code.ts';

/** A verb of the command line: what it accepts and what it does. */
export type Command = {
  readonly spec: CommandSpec;
  readonly run: (args: Arguments, runtime: Runtime) => Promise<ExitCode>;
};
