// A change of several files in one commit, decided again on the newest state when somebody was faster.
import type { SourceFile } from '../config/document-set.ts';
import { BranchBusy } from '../apply/apply.ts';
import { editsToFollow } from '../apply/follow-edits.ts';
import { isHistoryFile } from '../model/history-path.ts';
import { readBook } from '../response/book.ts';
import type { Followed } from '../workspace/work-tree.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Files as they shall be, or null where nothing is to be changed. */
export type Decide = (files: readonly SourceFile[]) => FileDecision | null;

/** A change with the words of its commit: ids and fixed words only. */
export type FileDecision = {
  readonly message: string;
  readonly changes: readonly { readonly path: string; readonly text: string }[];
};

/** The text of one of the files; null where there is none. */
export function textOf(path: string, files: readonly SourceFile[]): string | null {
  const file = files.find((each) => each.path === path);
  return file !== undefined && 'text' in file ? file.text : null;
}

/** Commits what is decided; answers whether anything changed, and tells what of the folder could not follow. */
export async function commitFiles(
  workspace: Workspace,
  decide: Decide,
  onFollowed: (followed: Followed) => void = () => undefined,
): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const head = await workspace.readHead();
    const files = await workspace.readFiles(head);
    const decision = decide(files);
    if (decision === null) return false;
    // A commit of ours on top would hide what people changed there a moment ago; the next pass follows that first.
    if (await isEdited(workspace, head, files, decision)) return false;
    for (const { path } of decision.changes)
      if (!isHistoryFile(path)) throw new Error('a change names a path that may not be written');
    const moved = await workspace.commit(head, [decision]);
    if (moved.kind === 'moved') {
      const before = new Map(files.map((file) => [file.path, 'text' in file ? file.text : null]));
      const followed = await workspace.follow(
        decision.changes.map(({ path, text }) => ({
          path,
          before: before.get(path) ?? null,
          after: text,
        })),
      );
      onFollowed(followed);
      return true;
    }
    await workspace.pause(attempt);
  }
  throw new BranchBusy(`the branch moved ${MAX_ATTEMPTS} times while a change was being made`);
}

async function isEdited(
  workspace: Workspace,
  head: string,
  files: readonly SourceFile[],
  { changes }: FileDecision,
): Promise<boolean> {
  const edits = await editsToFollow(workspace, head, readBook(files));
  return edits.some(({ path }) => changes.some((change) => change.path === path));
}

const MAX_ATTEMPTS = 40;
