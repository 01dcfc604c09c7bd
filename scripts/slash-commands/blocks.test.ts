import fc from 'fast-check';
import type { Heading, Paragraph, RootContent } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { parseComment } from './parse.ts';

/**
 * Pieces that open, close and hide things; `/sev` gets a number of its own, so that each can be told from the others.
 * Where a quote ends words and begins with a list the parser errs, so quotes here begin behind a blank line or with words.
 */
const PIECES =
  '/sev|¶/sev|¶/sev¶|¶¶/sev¶|words|¶|¶¶|  |    |\t|- |* |1. |¶¶> |¶> words|¶- |¶  - |¶¶  |¶   |```|¶```¶|~~~¶|`|``|<!--|-->|<b>|</b>|<details>¶|</p>|<a href="|">|¶---¶|¶===¶|***|# |\\|![|](x)|<?|?>|<pre>'
    .replaceAll('¶', '\n')
    .split('|');

test('a Markdown parser finds the same commands in the open', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }), (pieces) => {
      let count = 0;
      const text = pieces.join('').replaceAll('/sev', () => `/sev r${(count += 1)}`);
      fc.pre(!LAZY_TAG.test(text));
      expect(ours(text)).toEqual(theirs(text));
    }),
    // The same texts every time: the parser has errors of its own, and each new one found would look like ours.
    { numRuns: 4000, seed: 20261121 },
  );
});

/** A tag alone on a line that goes on with a quote's words ends the quote on GitHub, and not in this parser. */
const LAZY_TAG = /^ {0,3}>[^\n]*(?:\n(?!\s*\n)[^\n]*)*?\n[ \t]*<\/?b>/m;

function ours(text: string): readonly string[] {
  return parseComment(text).flatMap((each) =>
    each.kind === 'command' ? (each.argument.split(/\s/)[0] ?? '') : [],
  );
}

function theirs(text: string): readonly string[] {
  return unified()
    .use(remarkParse)
    .parse(text)
    .children.flatMap(openBlocks)
    .flatMap((block) => openLines(text, block))
    .flatMap((line) => /^ {0,3}\/sev[ \t]+(\S+)/.exec(line)?.[1] ?? []);
}

function openBlocks(node: RootContent): readonly (Paragraph | Heading)[] {
  if (node.type === 'paragraph' || node.type === 'heading') return [node];
  return node.type === 'list'
    ? node.children.flatMap((item) => item.children.flatMap(openBlocks))
    : [];
}

function openLines(text: string, { children, position }: Paragraph | Heading): readonly string[] {
  const from = position?.start.offset ?? 0;
  const to = position?.end.offset ?? from;
  const hidden = children.filter(({ type }) => ['inlineCode', 'html', 'image'].includes(type));
  const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from).trim();
  let start = from;
  return text
    .slice(from, to)
    .split('\n')
    .filter((line) => {
      const at = start;
      start += line.length + 1;
      if (at === from) return before === '';
      return !hidden.some(
        ({ position: place }) => (place?.start.offset ?? 0) < at && at < (place?.end.offset ?? 0),
      );
    });
}
