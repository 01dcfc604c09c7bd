// Incidents that owed a post-mortem and whose files no longer say so. What was decided at the resolution is not edited away:
// the history in git still says it.
import { readDocuments, type SourceFile } from '../config/document-set.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { editIncident } from '../incidents/edit.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Paths of the files that say less than an earlier version of them; what is gone altogether says nothing. */
export async function droppedDuties(
  past: Pick<Workspace, 'readOwing'>,
  commit: string,
  files: readonly SourceFile[],
): Promise<readonly string[]> {
  const owing = await past.readOwing(commit);
  if (owing.size === 0) return [];
  const dropped: string[] = [];
  for (const file of files) {
    const readVersions = owing.get(file.path);
    if (readVersions === undefined || !('text' in file) || saysOwed(file)) continue;
    const versions = await readVersions();
    if (versions.some((version) => saysOwed(version.file))) dropped.push(file.path);
  }
  return dropped;
}

/** The same files, those at some paths saying again what they owe. */
export function withDuties(
  files: readonly SourceFile[],
  dropped: readonly string[],
): readonly SourceFile[] {
  if (dropped.length === 0) return files;
  return files.map((file) =>
    'text' in file && dropped.includes(file.path)
      ? { path: file.path, text: editIncident(file.text, [OWED]) }
      : file,
  );
}

const OWED = { kind: 'set', path: ['postmortem_owed'], value: true } as const;

/** The plain words are looked for first: thousands of files are asked. */
function saysOwed(file: SourceFile): boolean {
  const known = said.get(file);
  if (known !== undefined) return known;
  const front = 'text' in file ? (splitFrontMatter(file.text)?.yaml ?? '') : '';
  const isOwed =
    /^postmortem_owed: true\r?$/m.test(front) ||
    (front.includes('postmortem_owed') &&
      readDocuments([file]).documents.incident[0]?.document.postmortem_owed === true);
  said.set(file, isOwed);
  return isOwed;
}

const said = new WeakMap<SourceFile, boolean>();
