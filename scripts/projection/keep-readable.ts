// Incidents whose files somebody made unreadable have their rooms all the same: what could be read last is put back first.
import { MENDED_MESSAGE, mendUnreadable } from '../apply/unreadable.ts';
import { readBook } from '../response/book.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commitFiles } from './commit-files.ts';

/** Puts back what cannot be read, as a commit; what was changed meanwhile is looked at the next time. */
export async function keepReadable(workspace: Workspace): Promise<void> {
  const head = await workspace.readHead();
  const files = (await workspace.readFiles(head)).filter(({ path }) =>
    path.startsWith('incidents/'),
  );
  const mended = await mendUnreadable(workspace, head, { files, book: readBook(files) });
  if (mended.length === 0) return;
  const broken = new Map(files.map((file) => [file.path, 'text' in file ? file.text : null]));
  await commitFiles(workspace, (newest) => {
    const changes = mended.filter(({ path }) =>
      newest.some(
        (file) => file.path === path && ('text' in file ? file.text : null) === broken.get(path),
      ),
    );
    return changes.length === 0 ? null : { message: MENDED_MESSAGE, changes };
  });
}
