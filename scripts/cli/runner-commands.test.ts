// The oracle is how the runner itself reads a line (ActionCommand.cs, TryParseV2 and TryParse).
import fastCheck from 'fast-check';
import { expect, test } from 'vitest';
import { withoutRunnerCommands } from './runner-commands.ts';

test('no text holds a command for the runner afterwards', () => {
  const word = fastCheck.constantFrom(
    '::',
    ':',
    '##[',
    '#',
    '[',
    ']',
    '\n',
    '\r\n',
    ' ',
    '\t',
    'add-mask',
    'x',
  );
  fastCheck.assert(
    fastCheck.property(fastCheck.array(word, { maxLength: 30 }), (words) => {
      expect(findsCommand(withoutRunnerCommands(words.join('')))).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('the oracle finds what it should', () => {
  for (const text of ['::add-mask::x', 'a\n  ::stop-commands::x', '{"t":"##[add-mask]a"}'])
    expect(findsCommand(text)).toBe(true);
});

test('any other text stays as it is', () => {
  const text = 'tocsin: unexpected source `a::b`, see https://x.example #[1]\n';
  expect(withoutRunnerCommands(text)).toBe(text);
});

function findsCommand(text: string): boolean {
  return text
    .split(/\r?\n|\r/)
    .some((line) => /^::.*?::/.test(line.trimStart()) || /##\[.*?\]/.test(line));
}
