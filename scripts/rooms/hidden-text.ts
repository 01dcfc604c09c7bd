// What is left on GitHub of an issue or a pull request that nobody may read any more.

/** The first line of its body: it was emptied. */
export const HIDDEN_MARKER = '<!-- tocsin:hidden -->';

/** Its title. */
export const HIDDEN_TITLE = 'Not shown here';

/** Why it is empty, in Markdown. */
export const HIDDEN_CARD =
  '**This is not shown in a public repository.** GitHub keeps earlier texts of an issue: whoever owns the repository can delete it.';

/** The same of a pull request, which nobody can delete. */
export const HIDDEN_REQUEST = `${HIDDEN_MARKER}\n**This is not shown in a public repository.** GitHub keeps earlier texts and the commits of a pull request: whoever owns the repository can ask GitHub to remove them.\n`;
