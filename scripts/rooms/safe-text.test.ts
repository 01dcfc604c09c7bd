// Hostile text in every place of a room, judged by what a parser makes of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cell, code, prose } from '../text/safe-prose.ts';
import { fenced } from './safe-text.ts';
import { activeParts, codeParts } from './testing/github-markdown.ts';
import { HOSTILE_TEXTS } from './testing/hostile-texts.ts';

describe.each(HOSTILE_TEXTS)('%j', (text) => {
  test('is prose in which GitHub finds nothing', () => {
    expect(activeParts(`- 10:22 UTC: ${prose(text, 500)}`)).toEqual([]);
  });

  test('is code in a cell', () => {
    expect(activeParts(cell(text))).toEqual([]);
    expect(cell(text)).not.toContain('|');
  });

  test('stays in its fence, whole', () => {
    const fence = fenced(text, 5000);
    expect(activeParts(`before\n\n${fence}\n\nafter`)).toEqual([]);
    expect(codeParts(fence)).toHaveLength(1);
  });
});

describe('prose', () => {
  test('keeps the words of people readable', () => {
    expect(prose('10:22 4.18.0 rolled back (by @mei-tanaka), see #139; 90 MB/s', 500)).toBe(
      '10:22 4.18.0 rolled back (by `@mei-tanaka`), see `#139`; 90 `MB/s`',
    );
    expect(prose('Take it with `/ack`, or `/decline why`', 500)).toBe(
      'Take it with `/ack`, or `/decline why`',
    );
  });

  test('says where it was cut', () => {
    expect(prose('word '.repeat(50), 20)).toBe('word word word word … (cut)');
  });

  test('holds nothing that GitHub acts on, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(activeParts(`- 10:22 UTC: ${prose(text, 300)}`)).toEqual([]);
        expect(prose(text, 300)).not.toContain('\n');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a fence', () => {
  test('holds any text as one node', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [content, ...more] = codeParts(fenced(text, 300));
        expect(more).toEqual([]);
        expect(content).toBeDefined();
        expect(activeParts(fenced(text, 300))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('never holds a line that would be taken for an edge of the card', () => {
    expect(fenced('a\n<!-- /tocsin:card -->\nb', 100)).toContain('\n <!-- /tocsin:card -->\n');
  });

  test('is not put around a fence', () => {
    expect(fenced('```text\none\n```', 100)).toBe('```text\none\n```');
  });
});

describe('code', () => {
  test('is empty for nothing', () => {
    expect(code(' `` ')).toBe('');
  });
});

const piece = fc.constantFrom(
  ...'@ # ` ``` ~~~ < > [ ] ( ) ! * _ | $ : / \\ & - . = + a b1 1 www. http:// GH-1 deadbeef \n \r\n \u202e \u200b ](x) <!-- --> {{ ${{ smile é 🔔'.split(
    ' ',
  ),
  ' ',
);
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...HOSTILE_TEXTS),
);
