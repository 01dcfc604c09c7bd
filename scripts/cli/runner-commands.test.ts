// The oracle is how the runner itself reads a line (ActionCommand.cs, TryParseV2 and TryParse).
import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRunnerLog } from './runner-commands.ts';
import { findsCommand } from './testing/runner.ts';

const WORDS = fastCheck.array(
  fastCheck.constantFrom(
    '::',
    ':',
    '##[',
    '#',
    '[',
    ']',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    'add-mask',
    'x',
    '\u0085',
    '\u00a0',
    '\u2003',
    '\u2028',
    '{',
    '}',
    '"',
  ),
  { maxLength: 30 },
);

function written(...texts: readonly string[]): string {
  let all = '';
  const log = createRunnerLog((text) => {
    all += text;
  });
  for (const text of texts) log(text);
  return all;
}

describe('a log that a runner reads', () => {
  test('holds no order, whatever is written', () => {
    fastCheck.assert(
      fastCheck.property(WORDS, (words) => {
        expect(findsCommand(written(words.join('')))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('holds no order either where it is written in pieces', () => {
    fastCheck.assert(
      fastCheck.property(WORDS, (words) => {
        expect(findsCommand(written(...words))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('holds JSON with the value that it had, and no order', () => {
    fastCheck.assert(
      fastCheck.property(fastCheck.array(WORDS), (lists) => {
        const value = lists.map((words) => ({ [words.join('')]: words.join('') }));
        for (const text of [JSON.stringify(value), `${JSON.stringify(value, null, 2)}\n`]) {
          expect(JSON.parse(written(text))).toEqual(value);
          expect(findsCommand(written(text))).toBe(false);
        }
      }),
    );
  });

  test('holds any other text as it is', () => {
    const text = 'tocsin: unexpected source `a::b`, see https://x.example #[1]\n';
    expect(written(text, text)).toBe(text + text);
  });
});

test('the oracle finds what it should', () => {
  for (const text of [
    '::add-mask::x',
    'a\n  ::stop-commands::x',
    'a\r\u0085::stop-commands::x',
    '{"t":"##[add-mask]a"}',
  ])
    expect(findsCommand(text)).toBe(true);
});
