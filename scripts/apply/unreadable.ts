// Incident files that cannot be read as somebody left them. Until they are corrected their rooms would hear nothing, what
// recovers would never end and what fails would call a second time, so the last version that can be read takes their place.
import { readDocuments, type FileVersion, type SourceFile } from '../config/document-set.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { placeDocument } from '../config/layout.ts';
import { editIncident } from '../incidents/edit.ts';
import { readRecord } from '../incidents/record.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { Instant } from '../model/instant.ts';
import { type EditableBook, readBook } from '../response/book.ts';
import { set } from '../response/change.ts';
import { quoted } from '../slash-commands/words.ts';
import { visibilityIn } from '../validation/visibility.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A file as it shall be. */
export type MendedFile = { readonly path: string; readonly text: string };

/** The files of incidents, and what could be read of them. */
export type Found = { readonly files: readonly SourceFile[]; readonly book: EditableBook };

/** Words of the commit that puts them back. */
export const MENDED_MESSAGE = 'tocsin: incidents as they were when they could be read';

/**
 * What takes the place of the incident files of a commit that cannot be read: their last front matter that can, with what
 * people wrote below it since. One that never could be read is left as it is.
 */
export async function mendUnreadable(
  workspace: Pick<Workspace, 'readVersions' | 'now'>,
  commit: string,
  { files, book }: Found,
): Promise<readonly MendedFile[]> {
  const mended: MendedFile[] = [];
  for (const file of unreadableOf({ files, book })) {
    const versions = await workspace.readVersions(commit, file.path, MOST_VERSIONS);
    const text = mend(file, versions, workspace.now());
    if (text === null) hopeless.add(file);
    else mended.push({ path: file.path, text });
  }
  return mended;
}

/** Whether anything among the files of a commit may have to be put back. */
export function hasUnreadable(all: readonly SourceFile[]): boolean {
  const files = all.filter(({ path }) => isIncidentPath(path));
  return unreadableOf({ files, book: readBook(files) }).length > 0;
}

/** Files with what takes the place of some of them. */
export function withMended(
  files: readonly SourceFile[],
  mended: readonly MendedFile[],
): readonly SourceFile[] {
  if (mended.length === 0) return files;
  const texts = new Map(mended.map((file) => [file.path, file]));
  return files.map((file) => texts.get(file.path) ?? file);
}

/** How far back a version is looked for that can be read. */
const MOST_VERSIONS = 50;

/** Files without such a version; whoever changes one makes another of it. */
const hopeless = new WeakSet<SourceFile>();

function unreadableOf({ files, book }: Found): readonly SourceFile[] {
  // Most of the time all that is there is an incident.
  if (book.files.size === files.length) return [];
  const read = new Set([...book.files.values()].map(({ path }) => path));
  return files.filter((file) => {
    if (read.has(file.path) || hopeless.has(file)) return false;
    const place = placeDocument(file.path);
    return place.kind === 'document' && place.document === 'incident' && errorsOf(file) !== null;
  });
}

/** The first of what makes a file unreadable; null where it can be read. */
function errorsOf(file: SourceFile): { readonly line: number; readonly message: string } | null {
  const known = errors.get(file);
  if (known !== undefined) return known;
  const { documents, diagnostics } = readDocuments([file]);
  const worst = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  const error =
    documents.incident.length > 0
      ? null
      : { line: worst?.place.line ?? 1, message: worst?.message ?? 'it is no incident' };
  errors.set(file, error);
  return error;
}

const errors = new WeakMap<
  SourceFile,
  { readonly line: number; readonly message: string } | null
>();

/** The text with a line that says what became of the edit; null where no version can be read. */
function mend(file: SourceFile, versions: readonly FileVersion[], at: Instant): string | null {
  const good = versions.find((version) => readRecord(version.file) !== null);
  const error = errorsOf(file);
  if (good === undefined || !('text' in good.file) || error === null) return null;
  const broken = versions[versions.indexOf(good) - 1]?.commit ?? '';
  const joined = 'text' in file ? joinedOf(good.file.text, file.text) : null;
  const isJoined = joined !== null && readRecord({ path: file.path, text: joined }) !== null;
  const hidden = hiddenNow(file, good.file.text);
  const what = isJoined ? 'its front matter' : 'it';
  const but = hidden === null ? '' : ', and hidden from customers';
  const text = `[restored] ${what} is as in commit ${good.commit.slice(0, 7)} again${but}: what ${broken.slice(0, 7)} changed cannot be read, line ${error.line}: ${quoted(error.message)}`;
  return editIncident(isJoined ? joined : good.file.text, [
    ...(hidden === null ? [] : [set(['public', 'visibility'], hidden)]),
    { kind: 'timeline', at, text, key: `re-${broken.slice(0, 12)}` },
  ]);
}

/** How whoever left the file hid the incident; null where they did not, or where it was hidden before. */
function hiddenNow(file: SourceFile, before: string): 'none' | 'restricted' | null {
  if (!('text' in file) || visibilityIn(file.text) !== 'hidden') return null;
  if (visibilityIn(before) !== 'public') return null;
  return /restricted|confidential|secret|private/i.test(file.text) ? 'restricted' : 'none';
}

/** The front matter of one text above the body of another; null where nobody can tell what is its body. */
function joinedOf(front: string, body: string): string | null {
  const [above, below] = [splitFrontMatter(front), splitFrontMatter(body)];
  if (above === null || below === null) return null;
  return front.slice(0, above.bodyStart) + body.slice(below.bodyStart);
}
