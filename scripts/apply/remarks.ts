import type { Followed } from '../workspace/work-tree.ts';

/** What a person in the work tree has to know after a commit, as sentences. */
export function remarksOn({ leftAlone, isIndexBehind }: Followed): readonly string[] {
  const clashes = leftAlone.map(
    (path) =>
      `${path} has uncommitted edits that do not go with the commit just made: compare with \`git diff HEAD -- ${path}\` before you commit them`,
  );
  const behind =
    "git's index was locked and is behind the branch: run `git reset -- incidents` before your next commit, or it undoes this one";
  return isIndexBehind ? [...clashes, behind] : clashes;
}
