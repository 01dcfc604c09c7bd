// People publish a post-mortem by an edit of its file, which tells no time: whoever follows the files writes down when.
import type { SourceFile } from '../config/document-set.ts';
import { readRecord } from '../incidents/record.ts';
import { incidentPath, postmortemPath } from '../model/history-path.ts';
import type { Milestones } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { publishedMessage } from '../postmortems/published.ts';
import { parsePostmortem, setPublished, unsetPublished } from '../postmortems/refresh.ts';
import type { Followed } from '../workspace/work-tree.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commitFiles, type Decide, textOf } from './commit-files.ts';

/** Who hears what is done on the way, also where git takes no further commit. */
export type NoteEvents = {
  readonly onFollowed?: (followed: Followed) => void;
  readonly onNoted?: (id: string) => void;
};

/**
 * Writes into post-mortems that were published a moment ago since when they are; answers which. What was out a week ago, or
 * came here together with an old incident, keeps its place in feeds.
 */
export async function notePublished(
  workspace: Workspace,
  { postmortems, head }: { readonly postmortems: readonly Postmortem[]; readonly head: string },
  { onFollowed, onNoted }: NoteEvents = {},
): Promise<readonly string[]> {
  const ids = unstated(postmortems);
  if (ids.length === 0) return [];
  const noted: string[] = [];
  for (const id of await newlyPublished(workspace, { ids, head })) {
    const decide: Decide = (files) => {
      const path = postmortemPath(id);
      const text = textOf(path, files);
      if (text === null || !isStillUnstated(id, text)) return null;
      const change = { path, text: setPublished(text, workspace.now()) };
      return { message: `tocsin: ${id} post-mortem published`, changes: [change] };
    };
    if (!(await commitFiles(workspace, decide, onFollowed))) continue;
    noted.push(id);
    onNoted?.(id);
  }
  return noted;
}

/** Takes the instant out again that was written a moment ago, since it did not come out; answers whether it was there. */
export async function noteUnpublished(
  workspace: Workspace,
  { id, at }: { readonly id: string; readonly at: Instant },
  onFollowed: (followed: Followed) => void,
): Promise<boolean> {
  const decide: Decide = (files) => {
    const path = postmortemPath(id);
    const text = textOf(path, files);
    if (text === null || parsePostmortem(id, text)?.published !== at) return null;
    const change = { path, text: unsetPublished(text) };
    return { message: `tocsin: ${id} post-mortem not published yet`, changes: [change] };
  };
  return await commitFiles(workspace, decide, onFollowed);
}

/** Ids of post-mortems that customers read and that do not say since when. */
export function unstated(postmortems: readonly Postmortem[]): readonly string[] {
  return postmortems.filter(isUnstated).map(({ incident }) => incident);
}

/** Long enough for a writer that was down, and short enough that what is found is news. */
export const LOOK_BACK_MS = 7 * 86_400_000;

/** Which of them are of incidents that ended in the last 30 days, or began then where no end is known: news where no history tells. */
export function ofRecentIncidents(
  ids: readonly string[],
  files: readonly SourceFile[],
  now: Instant,
): readonly string[] {
  const since = addMs(now, -RECENT_MS);
  return ids.filter((id) => {
    const at = milestonesOf(id, files);
    const last = at?.resolved ?? at?.declared;
    return last !== undefined && last >= since;
  });
}

const RECENT_MS = 30 * 86_400_000;

function isUnstated(postmortem: Postmortem): boolean {
  return publishedMessage(postmortem) !== null && postmortem.published === undefined;
}

function isStillUnstated(id: string, text: string): boolean {
  const written = parsePostmortem(id, text);
  return written !== null && isUnstated(written);
}

/** Which of them were published a moment ago, by the files of a commit and those of a week before. */
export async function newlyPublished(
  workspace: Workspace,
  { ids, head }: { readonly ids: readonly string[]; readonly head: string },
): Promise<readonly string[]> {
  const past = await readPast(workspace, ids, head);
  const files = await workspace.readPaths(head, ids.map(incidentPath));
  return ids.filter((id) => isNews(id, files, past));
}

/** The files of some post-mortems and their incidents as they were a week ago. */
type Past = { readonly since: Instant; readonly files: readonly SourceFile[] };

async function readPast(workspace: Workspace, ids: readonly string[], head: string): Promise<Past> {
  const since = addMs(workspace.now(), -LOOK_BACK_MS);
  const paths = ids.flatMap((id) => [postmortemPath(id), incidentPath(id)]);
  const files = await workspace.readPaths(await workspace.readBefore(head, since), paths);
  return { since, files };
}

/** Not what was out then, nor what came here with an incident that is older. */
function isNews(id: string, files: readonly SourceFile[], past: Past): boolean {
  const text = textOf(postmortemPath(id), past.files);
  if (text !== null && publishedMessage(parsePostmortem(id, text)) !== null) return false;
  return textOf(incidentPath(id), past.files) !== null || isDeclaredSince(id, files, past.since);
}

/** Whether an incident that was not here then began its life since; otherwise it was imported with all its history. */
function isDeclaredSince(id: string, files: readonly SourceFile[], since: Instant): boolean {
  const declared = milestonesOf(id, files)?.declared;
  return declared !== undefined && declared >= since;
}

/** The instants of an incident by its file; null where there is none that can be read. */
function milestonesOf(id: string, files: readonly SourceFile[]): Milestones | null {
  const file = files.find(({ path }) => path === incidentPath(id));
  return file === undefined ? null : (readRecord(file)?.incident.at ?? null);
}
