// What a text for the public should not hold: what is internal, and the promise of an end. Whoever has the last word may say
// it all the same; what only may be a promise goes out, since people who look for the news must not wait for a rule.
import { findInternal, type Internal } from '../wording/internal-words.ts';
import { isIn } from './permission.ts';
import { managerFix } from './commands/severity.ts';
import { findPromisedEnds } from '../wording/promised-end.ts';
import type { Situation } from './situation.ts';
import { firstWord, quoted } from './words.ts';

/** A text, and whether somebody wants it published as it stands. */
export type Worded = { readonly text: string; readonly isVerbatim: boolean };

/** Takes the word `verbatim` from the beginning. */
export function splitVerbatim(argument: string): Worded {
  const [word, rest] = firstWord(argument);
  return word.toLowerCase() === 'verbatim'
    ? { text: rest, isVerbatim: true }
    : { text: argument, isVerbatim: false };
}

/** What is to be said of the words: why they do not go out, or a doubt to be added to the answer, which may be nothing. */
export type Wording =
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'fine'; readonly doubt: string };

/** Looks at a text for the public. */
export function checkWording(
  situation: Situation,
  { text, isVerbatim }: Worded,
  command: 'update' | 'publish' | 'unpublish',
): Wording {
  const { organisation, standing, speaker, incident } = situation;
  if (isVerbatim)
    return isIn('manager', organisation, standing, speaker)
      ? { kind: 'fine', doubt: '' }
      : {
          kind: 'refused',
          text: `\`verbatim\` is for the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository. ${managerFix(situation)}`,
        };
  // The end of planned work is known.
  const ends = incident.kind === 'maintenance' ? [] : findPromisedEnds(text);
  const all: readonly Internal[] = [
    ...findInternal(organisation, text),
    ...ends.map((each) => ({ ...each, why: 'promises an end' })),
  ];
  const found = all.filter(({ isSure }) => isSure).slice(0, MOST_FOUND);
  if (found.length === 0) return { kind: 'fine', doubt: doubtIn(all) };
  const list = found.map(({ words, why }) => `${quoted(words)} ${why}`).join(', ');
  return {
    kind: 'refused',
    text: `Customers would read it, and nothing was published: ${list}. Say it without, colleagues in a comment of its own. ${incident.roles['manager'] === undefined ? 'A manager' : `The manager (\`${incident.roles['manager']}\`)`} may say it as it stands: \`/${command} verbatim …\`.`,
  };
}

const MOST_FOUND = 6;

function doubtIn(found: readonly Internal[]): string {
  const [first] = found;
  if (first === undefined) return '';
  const { words, why } = first;
  return why === 'promises an end'
    ? `; customers may take ${quoted(words)} for the promise of an end: where it is none that you can keep, say it anew without`
    : `; ${quoted(words)} ${why}: where it is one, say it anew without`;
}
