// What is left on GitHub of an issue or a pull request that nobody may read any more.

/** The first line of its body: it was emptied. */
export const HIDDEN_MARKER = '<!-- tocsin:hidden -->';

/** Its title. */
export const HIDDEN_TITLE = 'Not shown here';

/** Why it is empty, in Markdown. */
export const HIDDEN_CARD =
  '**This is not shown in a public repository.** GitHub keeps earlier texts of an issue: whoever owns the repository can delete it.';

/** The same in a room, and where people go on; it is all that is said of what became of it. */
export const HIDDEN_ROOM = `${HIDDEN_CARD}

Lead it with \`tocsin incident\` at the command line, or in its file. Here only \`/set category down\` (or another kind of failure) is heard, alone in a comment, where its kind was a mistake (where GitHub Actions is the writer, at the command line): then this room is back, with all that its file says.`;

/** A hidden line of a pull request that was open until then. */
const WAS_OPEN = '<!-- tocsin:was-open -->';

/** Whether a pull request was emptied that is opened again with its incident. */
export function isPutAway(body: string): boolean {
  return body.startsWith(HIDDEN_MARKER) && body.includes(WAS_OPEN);
}

/** The body of an emptied pull request. */
export function hiddenRequest(wasOpen: boolean): string {
  return wasOpen ? `${HIDDEN_REQUEST}${WAS_OPEN}\n` : HIDDEN_REQUEST;
}

/** The same of a pull request, which nobody can delete. */
const HIDDEN_REQUEST = `${HIDDEN_MARKER}\n**This is not shown in a public repository.** GitHub keeps earlier texts and the commits of a pull request: whoever owns the repository can ask GitHub to remove them.\n`;
