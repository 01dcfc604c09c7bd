import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutTo, foldLines, widthOf } from './width.ts';

const red = (text: string): string => `\u001B[31m${text}\u001B[39m`;
const word = fc.string({
  unit: fc.constantFrom('a', 'b', '名', '🔥', 'e\u0301', '.'),
  maxLength: 30,
});

describe('lines that are too wide', () => {
  test('are broken between words and go on below their own text', () => {
    expect(foldLines('  owner     one two three four five six seven', 40)).toBe(
      '  owner     one two three four five six\n            seven',
    );
    expect(foldLines('- one two three', 10)).toBe('- one two\n    three');
    expect(foldLines('short\n  one two three four', 12)).toBe(
      'short\n  one two\n    three\n    four',
    );
  });

  test('are told from those that only have colours', () => {
    const line = `${red('ten')} ${red('cells!')}`;
    expect(widthOf(line)).toBe(10);
    expect(foldLines(line, 10)).toBe(line);
    expect(foldLines(red('abcdefgh'), 5)).toBe(`${red('abcde').slice(0, -5)}\n  fgh\u001B[39m`);
  });

  test('never leave the terminal, and lose nothing but spaces', () => {
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 20, max: 60 }), (words, width) => {
        const text = `  ${words.join(' ')}`;
        const folded = foldLines(text, width);
        for (const line of folded.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(folded.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});

test('what is cut says so and takes no more cells than it may', () => {
  expect(cutTo('abcdef', 6)).toBe('abcdef');
  expect(cutTo('abcdefg', 6)).toBe('abcde…');
  expect(cutTo('名前名前', 6)).toBe('名前…');
  expect(widthOf(cutTo('🔥🔥🔥🔥', 6))).toBeLessThanOrEqual(6);
});
