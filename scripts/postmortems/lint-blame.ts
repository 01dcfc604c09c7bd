// Words that look for somebody to blame, outside quotes and code.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { BLAME_WORDS } from './blame-words.ts';
import { lintFinding, type Reading } from './reading.ts';

/** Checks the words of the body and of the contributing factors. */
export function lintBlame(reading: Reading): readonly Diagnostic[] {
  const { sections, located, placeOf } = reading;
  const body = sections.flatMap(({ blocks }) =>
    blocks.flatMap(({ node }) =>
      proseOf(node).flatMap(({ start, end }) => {
        const from = start + located.bodyStart;
        return findIn(located.text.slice(from, end + located.bodyStart)).map((found) =>
          blame(placeOf(from + found.start, from + found.end), found),
        );
      }),
    ),
  );
  const factors = (located.document.contributing_factors ?? []).flatMap(({ text }, index) =>
    findIn(text).map((found) =>
      blame(located.locate(['contributing_factors', index, 'text']), found),
    ),
  );
  return [...factors, ...body];
}

type Found = {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly instead: string;
};

function findIn(text: string): readonly Found[] {
  const prose = text.replaceAll(QUOTED, (quote) => ' '.repeat(quote.length));
  return BLAME_WORDS.flatMap(({ pattern, instead }) =>
    [...prose.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      word: match[0],
      instead,
    })),
  );
}

/** What somebody said or what stands somewhere may be quoted as it is. */
const QUOTED = /"[^"\n]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»/g;

type Node = {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly position?:
    | {
        readonly start: { readonly offset?: number | undefined };
        readonly end: { readonly offset?: number | undefined };
      }
    | undefined;
};

/** Ranges of paragraphs and headings without their code; quotes are left out with all that they hold. */
function proseOf(node: Node): readonly { readonly start: number; readonly end: number }[] {
  if (node.type === 'blockquote') return [];
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (node.type === 'text' && start !== undefined && end !== undefined) return [{ start, end }];
  return (node.children ?? []).flatMap(proseOf);
}

function blame(place: Diagnostic['place'], { word, instead }: Found): Diagnostic {
  return lintFinding('postmortem-blame', 'warning', place, [
    `unexpected \`${word.replaceAll(/\s+/g, ' ')}\`, expected what happened instead of who is to blame`,
    `say ${instead}; quote it if these are somebody's own words`,
  ]);
}
