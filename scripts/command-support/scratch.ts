// The folder for things that can be thrown away at any time, as a command claims it.
import { CommandFailure } from '../cli/exit-code.ts';
import { type Hold, holdAlone } from '../gateway/lock.ts';
import { scratchFolder } from '../workspace/private-copy.ts';

/** The path `name` in the organisation's scratch folder, which is made when it is missing. */
export function scratchPath(root: string, name: string): string {
  try {
    return scratchFolder(root, name);
  } catch (error) {
    throw new CommandFailure(
      `cannot use the folder .tocsin in ${root}: check that it is a folder and may be written`,
      { cause: error },
    );
  }
}

/** Two processes on one inbox would work on the same requests, so the second one is told to stay away. */
export function holdOrFail(lockFile: string, command: string): Hold {
  const hold = holdOrNull(lockFile);
  if (hold === null)
    throw new CommandFailure(
      `another \`${command}\` is running here (it holds ${lockFile}): stop it first`,
    );
  return hold;
}

function holdOrNull(lockFile: string): Hold | null {
  try {
    return holdAlone(lockFile);
  } catch (error) {
    throw new CommandFailure(
      `cannot use ${lockFile}: check that its folder exists and may be written`,
      { cause: error },
    );
  }
}
