import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkJsonLimits } from './json-limits.ts';

const LIMITS = { maxDepth: 3, maxTokens: 8 };

describe('checkJsonLimits', () => {
  test.each([
    ['', 'nothing'],
    ['[[[1]]]', 'the deepest allowed nesting'],
    ['{"a":{"b":[null]}}', 'keys and values up to the limit'],
    ['"[[[[[[{{{{{{"', 'brackets inside text'],
    ['"\\"[[[[[["', 'brackets after an escaped quote'],
    ['["\\\\",[1]]', 'a text that ends with an escaped backslash'],
    ['[[],[],[],[]]', 'siblings, which add no depth'],
  ])('accepts %s (%s)', (json) => {
    expect(check(json)).toEqual({ kind: 'ok' });
  });

  test.each([
    ['[[[[', 'too_deep', 3],
    ['{"a":{"b":{"c":{}}}}', 'too_deep', 15],
    ['["\\\\",[[[', 'too_deep', 8],
    ['1,2,3,4,5,6,7,8,9', 'too_many_tokens', 16],
    ['["a","b","c","d","e","f","g","h"]', 'too_many_tokens', 29],
    ['[][][][][][][][][]', 'too_many_tokens', 16],
  ])('refuses %s as %s at byte %i', (json, kind, at) => {
    expect(check(json)).toEqual({ kind, at });
  });

  test('counts bytes, not characters', () => {
    expect(check('["🔥🔥",[[[')).toEqual({ kind: 'too_deep', at: 14 });
  });

  test('agrees with a parser about the depth and the tokens of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, isIndented) => {
        const json = JSON.stringify(value, null, isIndented ? 2 : 0);
        const [maxDepth, maxTokens] = [depthOf(value), tokensOf(value)];
        expect(check(json, { maxDepth, maxTokens })).toEqual({ kind: 'ok' });
        expect(check(json, { maxDepth, maxTokens: maxTokens - 1 }).kind).toBe('too_many_tokens');
        if (maxDepth > 0) {
          expect(check(json, { maxDepth: maxDepth - 1, maxTokens }).kind).toBe('too_deep');
        }
      }),
    );
  });

  test('answers any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { kind } = checkJsonLimits(bytes, LIMITS);
        expect(['ok', 'too_deep', 'too_many_tokens']).toContain(kind);
      }),
    );
  });

  test.each(['[', ']', '"', '\\', '1', '{"a":', '"\\"', ','])(
    'takes linear time over a million times `%s`',
    (part) => {
      const bytes = new TextEncoder().encode(part.repeat(1_000_000));
      const started = performance.now();
      checkJsonLimits(bytes, { maxDepth: Infinity, maxTokens: Infinity });
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

function check(json: string, limits = LIMITS): ReturnType<typeof checkJsonLimits> {
  return checkJsonLimits(new TextEncoder().encode(json), limits);
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function tokensOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const keys = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum, member) => sum + tokensOf(member), 1 + keys);
}
