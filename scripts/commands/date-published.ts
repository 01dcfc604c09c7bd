// Where nobody else commits, whoever publishes the page writes down since when customers read a post-mortem.
import { BranchBusy } from '../apply/apply.ts';
import type { SourceFile } from '../config/document-set.ts';
import type { Settings } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { instantText, postmortemPath } from '../postmortems/draft.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { newlyPublished, notePublished, unstated } from '../projection/published-postmortem.ts';
import type { Runtime } from '../runtime.ts';
import { holdAlone } from '../gateway/lock.ts';
import { GitError } from '../workspace/git.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { scratchPath } from './scratch.ts';

/** Dates post-mortems that were published a moment ago; of one that cannot be dated here it says what to write. */
export async function datePublished(
  root: string,
  writer: Settings['writer'],
  runtime: Runtime,
): Promise<void> {
  if (writer !== 'local') return;
  const ids = unstated(postmortemsIn(readOrganisationFiles(root)));
  if (ids.length === 0) return;
  const workspace = await openHere(root, runtime);
  if (workspace === null) return tellUndated(ids, 'git keeps no history of it', runtime);
  const head = await workspace.readHead();
  const fresh = await newlyPublished(workspace, { ids, head });
  if (fresh.length === 0) return;
  if (runtime.environment['CI'])
    return tellUndated(fresh, 'what this run commits is lost', runtime);
  const hold = holdAlone(scratchPath(root, 'writer.lock'));
  // Whoever holds it follows the files, and dates them.
  if (hold === null) return;
  const postmortems = postmortemsIn(await workspace.readPaths(head, ['postmortems']));
  const noted = await orRefused(notePublished(workspace, { postmortems, head })).finally(
    hold.release,
  );
  if (noted === null) return tellUndated(fresh, 'git takes no commit', runtime);
  for (const id of noted)
    runtime.err(
      `tocsin: ${id}: its post-mortem says since when it is published, in a commit: push it where others have the repository\n`,
    );
  const left = fresh.filter((id) => !noted.includes(id));
  tellUndated(left, 'that it is out is not committed', runtime);
}

async function openHere(root: string, runtime: Runtime): Promise<Workspace | null> {
  const { environment, random, now } = runtime;
  return await orRefused(openWorkspace(root, { environment, random, now, remote: null }));
}

/** Null where git does not do it: the page goes out all the same. */
async function orRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitError || error instanceof BranchBusy) return null;
    throw error;
  }
}

function postmortemsIn(files: readonly SourceFile[]): readonly Postmortem[] {
  return files.flatMap((file) => {
    const id = POSTMORTEM.exec(file.path)?.[1];
    const read = id === undefined || !('text' in file) ? null : parsePostmortem(id, file.text);
    return read === null ? [] : [read];
  });
}

const POSTMORTEM = /^postmortems\/\d{4}\/([^/]+)\.md$/;

function tellUndated(ids: readonly string[], why: string, runtime: Runtime): void {
  const now = instantText(runtime.now().replace(/\.\d+Z$/, '.000Z'));
  for (const id of ids)
    runtime.err(
      `${postmortemPath(id)}: unexpected absence of \`published\`: feeds announce it to nobody, and nothing is written here, since ${why}: write \`published: ${now}\` into it and commit\n`,
    );
}
