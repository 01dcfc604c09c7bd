// Incidents and post-mortems that somebody took away, and not just back to the name that they had.
import type { SourceFile } from '../config/document-set.ts';
import { placeDocument } from '../config/layout.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { isSameIncident, type RenamedFile } from './renamed-file.ts';

/** What is here, what a base has beside that, and what is known to be here under another name. */
type Compared = {
  readonly files: readonly SourceFile[];
  readonly gone: readonly SourceFile[];
  readonly renamed: readonly RenamedFile[];
};

/** What is gone of a base. What stands under another name is not: a renaming is told as one, and the way back is none. */
export async function removedFiles(
  past: Pick<Workspace, 'readRemoved'>,
  head: string,
  { files, gone, renamed }: Compared,
): Promise<readonly SourceFile[]> {
  if (gone.length === 0) return [];
  const had = await past.readRemoved(head);
  const back = files.filter((file) => 'text' in file && had.has(file.path));
  const moved = new Set(renamed.map(({ from }) => idOf(from)));
  for (const file of gone)
    if (back.some((each) => isSameIncident(file, each))) moved.add(idOf(file.path));
  return gone.filter(({ path }) => !moved.has(idOf(path)));
}

function idOf(path: string): string {
  const placed = placeDocument(path);
  return placed.kind === 'document' ? placed.id : path;
}
