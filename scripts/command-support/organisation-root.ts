import { resolve } from 'node:path';
import type { Arguments } from '../cli/arguments.ts';
import { UsageError } from '../cli/exit-code.ts';
import type { Runtime } from '../runtime.ts';
import { findRoot } from '../workspace/read.ts';

/** The folder of the organisation that a command works on: `--root`, else the nearest parent with a tocsin.yaml. */
export function organisationRoot(args: Arguments, runtime: Runtime): string {
  const given = args.value('root');
  if (given === null) {
    const found = findRoot(runtime.workingDirectory);
    if (found === null)
      throw new UsageError(
        'no organisation here: no tocsin.yaml in this folder or above; name its folder with --root DIR',
      );
    return found;
  }
  const root = resolve(runtime.workingDirectory, given);
  if (findRoot(root) !== root)
    throw new UsageError(`unexpected --root \`${given}\`, expected a folder with a tocsin.yaml`);
  return root;
}
