// Rooms as commands work on them: GitHub, git, the budget of writes, and how state becomes an organisation.
import type { Arguments } from '../cli/arguments.ts';
import { CommandFailure } from '../cli/exit-code.ts';
import type { SourceFile } from '../config/document-set.ts';
import { checkRepository } from '../projection/repository.ts';
import type { ShowWorld } from '../projection/show.ts';
import type { Runtime } from '../runtime.ts';
import { isConfiguration } from '../validation/fallback.ts';
import { loadState, type OrganisationState } from '../validation/load.ts';
import type { WrongFile } from '../validation/in-force.ts';
import { openBranches } from '../workspace/branches.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { gitEnvironment, gitProof } from './github-connection.ts';
import { type InForce, loadCommit } from './load.ts';
import { openRoomPlace } from './room-place.ts';

/** An open world of rooms. */
export type RoomWorld = ShowWorld & {
  /** OWNER/NAME. */
  readonly name: string;
  /** Files of the configuration that were not in force as they are when it was opened. */
  readonly wrong: readonly WrongFile[];
  readonly close: () => void;
};

/** Opens it; refuses where the organisation and GitHub disagree about who may see the repository. */
export async function openRoomWorld(
  args: Arguments,
  given: Runtime,
  root: string,
): Promise<RoomWorld> {
  const runtime = { ...given, environment: await gitEnvironment(given) };
  const { environment, random, now } = runtime;
  const remote = args.value('remote');
  const workspace = await openWorkspace(root, { environment, random, now, remote });
  const surface = await openRoomSurface(args, runtime, root, workspace.branch);
  try {
    const commit = await workspace.readHead();
    const past = { commit, files: await workspace.readFiles(commit) };
    const first = await loadCommit(root, past, runtime);
    const checked = await checkRepository(surface.github, first.state.organisation.settings);
    const objection = checked.kind === 'done' ? checked.value : checked.sentence;
    if (objection !== null) throw new CommandFailure(`${surface.name}: ${objection}`);
    return {
      ...surface,
      workspace,
      wrong: first.wrong,
      now: runtime.now,
      // No channel is connected: whom to call is decided and stands in the incident's file.
      announce: async () => undefined,
      load: (newest) => loadLater(newest, first),
    };
  } catch (error) {
    surface.close();
    throw error;
  }
}

/** Files that were changed meanwhile; what was in force at the beginning stays so where they are wrong. */
function loadLater(newest: readonly SourceFile[], first: InForce): OrganisationState {
  const loaded = loadState(newest);
  if (loaded.kind === 'loaded') return loaded.state;
  const history = newest.filter((file) => !isConfiguration(file));
  const kept = loadState([...first.files.filter(isConfiguration), ...history]);
  return kept.kind === 'loaded' ? kept.state : first.state;
}

/** Where rooms are shown, without the files that say what is shown; nothing is asked of GitHub yet. */
export type RoomSurface = Omit<RoomWorld, 'workspace' | 'wrong' | 'now' | 'load' | 'announce'>;

/** Opens it for the files of a branch. */
export async function openRoomSurface(
  args: Arguments,
  runtime: Runtime,
  root: string,
  branch: string,
): Promise<RoomSurface> {
  const { environment } = runtime;
  const remote = args.value('remote');
  const prove = gitProof(runtime, args.value('repository'));
  const branches =
    remote === null ? null : await openBranches(root, { environment, remote, prove });
  const place = await openRoomPlace(args, runtime, root);
  return {
    ...place,
    branches,
    fileUrl: (path) => place.fileUrl(branch, path),
    pullsUrl: place.pullsUrl,
    listLagMs: LIST_LAG_MS,
    mostComments: MOST_COMMENTS,
  };
}

/** Longer than anybody has seen GitHub's lists lag behind. */
const LIST_LAG_MS = 30_000;
const MOST_COMMENTS = 1900;
