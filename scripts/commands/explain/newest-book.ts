// The incidents that a signal would meet: as the newest commit has them, since the writer answers on nothing else.
import { type EditableBook, readBook } from '../../response/book.ts';
import type { Runtime } from '../../runtime.ts';
import { readCommitFiles } from '../../workspace/commit-files.ts';
import { GitError } from '../../workspace/git.ts';
import { readOrganisationFiles } from '../../workspace/read.ts';
import { writtenFolder } from '../../command-support/stored-inbox.ts';

/** The incidents of the newest commit; in a folder that git knows nothing of those that lie there. */
export async function newestBook(root: string, runtime: Runtime): Promise<EditableBook> {
  const folder = writtenFolder(root);
  try {
    return readBook(
      (await readCommitFiles(folder, 'HEAD', ['incidents'], runtime.environment)).files,
    );
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return readBook(readOrganisationFiles(folder));
  }
}
