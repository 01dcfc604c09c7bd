// The order of what is said to customers: acknowledge and apologise, what and why, fix and prevention, apologise again.
import { toString } from 'mdast-util-to-string';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Block, findSection } from '../incidents/markdown.ts';
import { isInReview, isPlaceholder, lintFinding, type Reading } from './reading.ts';

/** Checks the message of a post-mortem that may be shown. */
export function lintMessage(reading: Reading): readonly Diagnostic[] {
  if (!isInReview(reading) || reading.located.document.public !== true) return [];
  const section = findSection(reading.sections, 'Customer message');
  const blocks = (section?.blocks ?? []).filter(({ node }) => node.type !== 'html');
  const [first] = blocks;
  const last = blocks.at(-1);
  if (first === undefined || last === undefined || isPlaceholder(first.node)) return [];
  if (!apologises(first))
    return [
      wrong(reading, first, [
        'beginning without an apology',
        'one that acknowledges and apologises',
        'say first what customers felt, and that you are sorry',
      ]),
    ];
  if (blocks.length < 4) {
    return [
      wrong(reading, last, [
        `message of ${blocks.length} ${blocks.length === 1 ? 'paragraph' : 'paragraphs'}`,
        'four: acknowledge and apologise, what happened and why, what is fixed and what prevents it, apologise again',
        'write what is missing as a paragraph of its own',
      ]),
    ];
  }
  if (!apologises(last))
    return [
      wrong(reading, last, [
        'end without an apology',
        'one that apologises again',
        'end with how sorry you are, and for what',
      ]),
    ];
  return [];
}

function wrong(
  { placeOf }: Reading,
  { start, end }: Block,
  [what, wanted, hint]: readonly [string, string, string],
): Diagnostic {
  return lintFinding('postmortem-message', 'error', placeOf(start, end), [
    `unexpected ${what}, expected ${wanted}`,
    hint,
  ]);
}

function apologises({ node }: Block): boolean {
  return APOLOGY.test(toString(node));
}

/** Apologies in the languages in which status pages are written most. */
const APOLOGY =
  /\b(?:sorry|apolog\w*|regret\w*|entschuldig\w*|leid|bedauern|verzeih\w*|excus\w*|pardon|désol\w*|regrett\w*|disculp\w*|perd[oó]n\w*|lament\w*|scus\w*|spiac\w*|spijt|verontschuldig\w*|desculp\w*)/iu;
