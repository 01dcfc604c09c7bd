// People publish a post-mortem by an edit of its file, which tells no time: whoever follows the files writes down when.
import type { SourceFile } from '../config/document-set.ts';
import { incidentPath, readRecord } from '../incidents/record.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { postmortemPath } from '../postmortems/draft.ts';
import { publishedMessage } from '../postmortems/published.ts';
import { parsePostmortem, setPublished } from '../postmortems/refresh.ts';
import type { Branches } from '../workspace/branches.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commitFiles, textOf } from './commit-files.ts';

type PublishedPlace = {
  readonly branches: Pick<Branches, 'readFiles'>;
  readonly workspace: Workspace;
};

/**
 * Writes into post-mortems that were published a moment ago since when they are; answers which. What was out a week ago, or
 * came here together with an old incident, keeps its place in feeds.
 */
export async function notePublished(
  { branches, workspace }: PublishedPlace,
  { postmortems, head }: { readonly postmortems: readonly Postmortem[]; readonly head: string },
): Promise<readonly string[]> {
  const silent = postmortems.filter(isUnstated).map(({ incident }) => incident);
  if (silent.length === 0) return [];
  const since = addMs(workspace.now(), -LOOK_BACK_MS);
  const paths = silent.flatMap((id) => [postmortemPath(id), incidentPath(id)]);
  const before = await branches.readFiles(await workspace.readBefore(head, since), paths);
  const fresh = silent.filter((id) => wasUnpublished(id, before));
  const noted: string[] = [];
  for (const id of fresh) {
    const isNoted = await commitFiles(workspace, (files) => {
      const path = postmortemPath(id);
      const text = textOf(path, files);
      const written = text === null ? null : parsePostmortem(id, text);
      if (text === null || written === null || !isUnstated(written)) return null;
      if (textOf(incidentPath(id), before) === null && !isDeclaredSince(id, files, since))
        return null;
      const change = { path, text: setPublished(text, workspace.now()) };
      return { message: `tocsin: ${id} post-mortem published`, changes: [change] };
    });
    if (isNoted) noted.push(id);
  }
  return noted;
}

/** Long enough for a writer that was down, and short enough that what is found is news. */
const LOOK_BACK_MS = 7 * 86_400_000;

function isUnstated(postmortem: Postmortem): boolean {
  return publishedMessage(postmortem) !== null && postmortem.published === undefined;
}

function wasUnpublished(id: string, before: readonly SourceFile[]): boolean {
  const text = textOf(postmortemPath(id), before);
  return text === null || publishedMessage(parsePostmortem(id, text)) === null;
}

/** Whether an incident that was not here then began its life since; otherwise it was imported with all its history. */
function isDeclaredSince(id: string, files: readonly SourceFile[], since: Instant): boolean {
  const file = files.find(({ path }) => path === incidentPath(id));
  const declared = file === undefined ? undefined : readRecord(file)?.incident.at.declared;
  return declared !== undefined && declared >= since;
}
