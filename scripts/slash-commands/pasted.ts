// What people paste from GitHub instead of typing a name: addresses of rooms and commits, its names for both and for teams.

/** Where an issue of this repository is read; absent where commands are given without one. */
export type IssueUrl = ((number: number) => string) | undefined;

/** The number of a room as people write it: `3`, `#3`, `owner/name#3`, or its address; null for one of another repository. */
export function roomNumber(word: string, issueUrl: IssueUrl): number | null {
  const plain = /^#?(\d{1,9})$/.exec(word)?.[1];
  if (plain !== undefined) return Number(plain);
  const [name = ''] = word.toLowerCase().split(/[?#]/);
  const place = name.replace(/\/$/, '');
  const digits = isAddress(word) ? /\/(\d{1,9})$/.exec(place) : QUALIFIED.exec(word);
  const number = Number(digits?.[1] ?? Number.NaN);
  const own = Number.isNaN(number) ? undefined : issueUrl?.(number).toLowerCase();
  if (own === undefined) return null;
  const isOwn = isAddress(word) ? place === own : own.endsWith(`/${place}/issues/${number}`);
  return isOwn ? number : null;
}

const QUALIFIED = /^[\w.-]+\/[\w.-]+#(\d{1,9})$/;

/** Whether a word says in which repository a room is. */
export function namesRepository(word: string): boolean {
  return isAddress(word) || QUALIFIED.test(word);
}

/** Whether a word is an address. */
export function isAddress(word: string): boolean {
  return /^https?:\/\//i.test(word);
}

/** The commit that an address or `owner/name@commit` names; the word itself where it is neither. */
export function commitIn(word: string): string {
  return (
    /^https?:\/\/\S+\/commits?\/([0-9a-f]{7,40})(?:[/?#]\S*)?$/i.exec(word)?.[1] ??
    /^[\w.-]+\/[\w.-]+@([0-9a-f]{7,40})$/i.exec(word)?.[1] ??
    word
  ).replace(/^[0-9A-F]{7,40}$/i, (hash) => hash.toLowerCase());
}

/** Whether a word is the address of a pull request. */
export function isPullRequestAddress(word: string): boolean {
  return isAddress(word) && /\/pull\/\d+(?:[/?#]|$)/.test(word);
}
