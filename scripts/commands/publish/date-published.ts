// Where nobody else commits, whoever publishes the page writes down since when customers read a post-mortem.
import { BranchBusy } from '../../apply/apply.ts';
import { remarksOn } from '../../apply/remarks.ts';
import type { SourceFile } from '../../config/document-set.ts';
import {
  incidentOfPath,
  isPostmortemPath,
  postmortemPath,
  POSTMORTEMS,
} from '../../model/history-path.ts';
import { addMs, type Instant } from '../../model/instant.ts';
import type { Settings } from '../../model/organisation.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { instantText } from '../../postmortems/draft.ts';
import { parsePostmortem } from '../../postmortems/refresh.ts';
import {
  LOOK_BACK_MS,
  newlyPublished,
  notePublished,
  noteUnpublished,
  ofRecentIncidents,
  unstated,
} from '../../projection/published-postmortem.ts';
import type { Runtime } from '../../runtime.ts';
import { holdAlone } from '../../gateway/lock.ts';
import { GitError } from '../../workspace/git.ts';
import { readOrganisationFiles } from '../../workspace/read.ts';
import type { Followed } from '../../workspace/work-tree.ts';
import { openWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { scratchPath } from '../../command-support/scratch.ts';

/** What was dated, and how to take that back where nothing came out. */
export type Dated = { readonly takeBack: () => Promise<void> };

/**
 * Dates post-mortems that were published a moment ago; of one that cannot be dated here it says what to write. `tryOut`
 * goes first, and throws where nothing will come out.
 */
export async function datePublished(
  { root, writer, tryOut }: DateTask,
  runtime: Runtime,
): Promise<Dated> {
  if (writer !== 'local') return NOTHING_DATED;
  const files = readOrganisationFiles(root);
  const ids = unstated(postmortemsIn(files));
  if (ids.length === 0) return NOTHING_DATED;
  const recent = ofRecentIncidents(ids, files, runtime.now());
  const found = await orRefused(lookHere(root, ids, runtime));
  if (found instanceof Error) {
    tellUndated(recent, found.message, runtime);
    return NOTHING_DATED;
  }
  const { workspace, head, fresh, undecided } = found;
  const unknown = recent.filter((id) => undecided.includes(id));
  tellUndated(unknown, 'the clone is shallow and does not tell since when it is out', runtime);
  const noted =
    fresh.length === 0
      ? []
      : await dateFresh({ root, tryOut }, { workspace, head, fresh }, runtime);
  await tellLost(root, workspace, runtime);
  const dates = await datesIn(workspace, await workspace.readHead());
  return {
    takeBack: async () => {
      for (const id of noted) await takeBack(root, workspace, { id, at: dates.get(id) }, runtime);
    },
  };
}

/** Where, by whom, and what is tried before anything is written. */
type DateTask = {
  readonly root: string;
  readonly writer: Settings['writer'];
  readonly tryOut: () => Promise<void>;
};

const NOTHING_DATED: Dated = { takeBack: async () => undefined };

/** Where that does not work either it says so: the next publish announces it with a day on which it was not out. */
async function takeBack(
  root: string,
  workspace: Workspace,
  { id, at }: { readonly id: string; readonly at: Instant | undefined },
  runtime: Runtime,
): Promise<void> {
  const hold = at === undefined ? null : holdAlone(scratchPath(root, 'writer.lock'));
  const isTaken =
    at !== undefined &&
    hold !== null &&
    (await orRefused(noteUnpublished(workspace, { id, at }, tellFollowed(runtime))).finally(
      hold.release,
    )) === true;
  runtime.err(
    isTaken
      ? `tocsin: ${id}: the page did not come out, so its post-mortem says no date again, in another commit\n`
      : `${postmortemPath(id)}: unexpected \`published\`: the page did not come out. Take the line out and commit\n`,
  );
}

/** Says which files in the folder or in git's index did not follow a commit. */
function tellFollowed(runtime: Runtime): (followed: Followed) => void {
  return (followed) => {
    for (const remark of remarksOn({ ...followed, unfollowed: [] }))
      runtime.err(`tocsin: ${remark}\n`);
  };
}

/** What a history tells of undated post-mortems: which are news, and of which it begins too late to tell. */
type Found = {
  readonly workspace: Workspace;
  readonly head: string;
  readonly fresh: readonly string[];
  readonly undecided: readonly string[];
};

async function lookHere(root: string, ids: readonly string[], runtime: Runtime): Promise<Found> {
  const { environment, random, now } = runtime;
  const workspace = await openWorkspace(root, { environment, random, now, remote: null });
  const head = await workspace.readHead();
  const dated = await datesIn(workspace, head);
  const undated = ids.filter((id) => !dated.has(id));
  const fresh = await newlyPublished(workspace, { ids: undated, head });
  const isTold = await workspace.reachesBack(head, addMs(now(), -LOOK_BACK_MS));
  const undecided = isTold ? [] : undated.filter((id) => !fresh.includes(id));
  return { workspace, head, fresh, undecided };
}

async function dateFresh(
  { root, tryOut }: Omit<DateTask, 'writer'>,
  { workspace, head, fresh }: Omit<Found, 'undecided'>,
  runtime: Runtime,
): Promise<readonly string[]> {
  if (runtime.environment['CI']) {
    tellUndated(fresh, 'what this run commits is lost', runtime);
    return [];
  }
  await tryOut();
  const hold = holdAlone(scratchPath(root, 'writer.lock'));
  // Whoever holds it follows the files, and dates them.
  if (hold === null) return [];
  const postmortems = postmortemsIn(await workspace.readPaths(head, [POSTMORTEMS]));
  const noted: string[] = [];
  const onNoted = (id: string): void => {
    noted.push(id);
    runtime.err(
      `tocsin: ${id}: its post-mortem says since when it is published, in a commit: push it where others have the repository\n`,
    );
  };
  const all = await orRefused(
    notePublished(workspace, { postmortems, head }, { onFollowed: tellFollowed(runtime), onNoted }),
  ).finally(hold.release);
  const left = fresh.filter((id) => !noted.includes(id));
  const why = all instanceof Error ? 'git takes no commit' : 'that it is out is not committed';
  tellUndated(left, why, runtime);
  return noted;
}

/** Gives the error where git does not do it: the page goes out all the same. */
async function orRefused<T>(asked: Promise<T>): Promise<T | GitError | BranchBusy> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitError || error instanceof BranchBusy) return error;
    throw error;
  }
}

/** Since when post-mortems are published, by the files of a commit. */
async function datesIn(workspace: Workspace, head: string): Promise<ReadonlyMap<string, Instant>> {
  const postmortems = postmortemsIn(await workspace.readPaths(head, [POSTMORTEMS]));
  return new Map(
    postmortems.flatMap(({ incident, published }) =>
      published === undefined ? [] : [[incident, published]],
    ),
  );
}

function postmortemsIn(files: readonly SourceFile[]): readonly Postmortem[] {
  return files.flatMap((file) => {
    const named = isPostmortemPath(file.path) ? incidentOfPath(file.path) : null;
    const id = named !== null && postmortemPath(named) === file.path ? named : null;
    const read = id === null || !('text' in file) ? null : parsePostmortem(id, file.text);
    return read === null ? [] : [read];
  });
}

function tellUndated(ids: readonly string[], why: string, runtime: Runtime): void {
  const now = instantText(runtime.now().replace(/\.\d+Z$/, '.000Z'));
  for (const id of ids)
    runtime.err(
      `${postmortemPath(id)}: unexpected absence of \`published\`: feeds announce it to nobody, and nothing is written here, since ${why}. Write \`published: ${now}\` into it and commit\n`,
    );
}

/** Says which files in the folder lack what the newest commit says: people's edits there would take it out again. */
async function tellLost(root: string, workspace: Workspace, runtime: Runtime): Promise<void> {
  const dated = await datesIn(workspace, await workspace.readHead());
  for (const id of unstated(postmortemsIn(readOrganisationFiles(root)))) {
    const at = dated.get(id);
    if (at === undefined) continue;
    runtime.err(
      `${postmortemPath(id)}: unexpected absence of \`published\`: the newest commit has it, and the next one takes it out, since the file here has uncommitted edits. Write \`published: ${instantText(at)}\` into it\n`,
    );
  }
}
