import type { Applied } from './apply.ts';

/** What somebody has to know after commits, as sentences: whoever works in the work tree, and whoever edited a file. */
export function remarksOn({
  leftAlone,
  isIndexBehind,
  unfollowed,
}: Pick<Applied, 'leftAlone' | 'isIndexBehind' | 'unfollowed'>): readonly string[] {
  const clashes = leftAlone.map(
    (path) =>
      `${path} has uncommitted edits that do not go with the commit just made: compare with \`git diff HEAD -- ${path}\` before you commit them`,
  );
  const behind =
    "git's index was locked and is behind the branch: run `git reset -- incidents postmortems` before your next commit, or it undoes this one";
  const missed = unfollowed.map(
    (path) =>
      `${path} was edited, and nobody could tell what shall come of it: nobody was called for that. Its timeline says so`,
  );
  return [...clashes, ...(isIndexBehind ? [behind] : []), ...missed];
}
