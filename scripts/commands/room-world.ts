// Rooms as commands work on them: GitHub, git, the budget of writes, and how state becomes an organisation.
import type { Arguments } from '../cli/arguments.ts';
import { CommandFailure } from '../cli/exit-code.ts';
import { checkRepository } from '../projection/repository.ts';
import type { ShowWorld } from '../projection/show.ts';
import type { Runtime } from '../runtime.ts';
import { openBranches } from '../workspace/branches.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { gitEnvironment } from './github-connection.ts';
import { loadConfiguration, loadFiles } from './load.ts';
import { openRoomPlace } from './room-place.ts';

/** An open world of rooms. */
export type RoomWorld = ShowWorld & {
  /** OWNER/NAME. */
  readonly name: string;
  readonly close: () => void;
};

/** Opens it; refuses where the organisation and GitHub disagree about who may see the repository. */
export async function openRoomWorld(
  args: Arguments,
  given: Runtime,
  root: string,
): Promise<RoomWorld> {
  const runtime = { ...given, environment: await gitEnvironment(given) };
  const { environment, random } = runtime;
  const remote = args.value('remote');
  const workspace = await openWorkspace(root, { environment, random, remote });
  const place = await openRoomPlace(args, runtime, root);
  try {
    const files = await workspace.readFiles(await workspace.readHead());
    const { organisation } = loadConfiguration(files, runtime);
    const checked = await checkRepository(place.github, organisation.settings);
    const objection = checked.kind === 'done' ? checked.value : checked.sentence;
    if (objection !== null) throw new CommandFailure(`${place.name}: ${objection}`);
    const branches = remote === null ? null : await openBranches(root, { environment, remote });
    return {
      ...place,
      workspace,
      branches,
      now: runtime.now,
      fileUrl: (path) => place.fileUrl(workspace.branch, path),
      listLagMs: LIST_LAG_MS,
      mostComments: MOST_COMMENTS,
      load: (newest) => loadFiles(newest, runtime),
    };
  } catch (error) {
    place.close();
    throw error;
  }
}

/** Longer than anybody has seen GitHub's lists lag behind. */
const LIST_LAG_MS = 30_000;
const MOST_COMMENTS = 1900;
