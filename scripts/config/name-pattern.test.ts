import { describe, expect, test } from 'vitest';
import { parseNamePattern } from './name-pattern.ts';

describe('a naming convention', () => {
  test('is literal text, fields and stars', () => {
    expect(parseNamePattern('{environment}-{service}: *')).toEqual({
      kind: 'pattern',
      parts: [
        { kind: 'field', name: 'environment' },
        { kind: 'literal', text: '-' },
        { kind: 'field', name: 'service' },
        { kind: 'literal', text: ': ' },
        { kind: 'any' },
      ],
    });
  });

  test.for([
    ['{service', 0, 1, '`{`'],
    ['{service}}', 9, 1, '`}`'],
    ['a-{}', 2, 2, 'field `{}`'],
    ['a-{Service}', 2, 9, 'field `{Service}`'],
    ['{a}-{b}-{a}', 8, 3, 'second `{a}`'],
    ['{a}{b}', 3, 3, '`{b}` right after'],
    ['{a}*', 3, 1, '`*` right after'],
    ['**{a}', 1, 1, '`*` right after'],
    ['{a}\n', 3, 1, 'line break'],
    ['a-*', 0, 3, 'without a field'],
    ['', 0, 0, 'without a field'],
  ] as const)('%j is wrong at %i', ([pattern, offset, length, words]) => {
    const reading = parseNamePattern(pattern);
    expect(reading).toMatchObject({ kind: 'invalid', offset, length });
    expect(reading.kind === 'invalid' && reading.unexpected).toContain(words);
  });
});
