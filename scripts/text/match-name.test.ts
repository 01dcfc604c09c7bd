import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownWords, matchName, type MatchPart } from './match-name.ts';

const services = knownWords(['api', 'payments', 'payments-api', 'order.db']);
const field = (name: string): MatchPart => ({ kind: 'field', name, words: null });
const service: MatchPart = { kind: 'field', name: 'service', words: services };
const literal = (text: string): MatchPart => ({ kind: 'literal', text });
const any: MatchPart = { kind: 'any' };

const match = (parts: readonly MatchPart[], text: string): unknown => {
  const fields = matchName(parts, text);
  return fields === null ? null : Object.fromEntries(fields);
};

describe('a name', () => {
  test.for([
    ['prod-payments-api-latency', { env: 'prod', service: 'payments-api', check: 'latency' }],
    ['prod-payments-latency', { env: 'prod', service: 'payments', check: 'latency' }],
    ['prod-payments-apis', { env: 'prod', service: 'payments', check: 'apis' }],
    ['prod-eu-api-5xx-rate', { env: 'prod-eu', service: 'api', check: '5xx-rate' }],
    ['PROD-Payments-API-x', { env: 'PROD', service: 'payments-api', check: 'x' }],
    ['prod-orders-latency', null],
    ['prod-api-', null],
    ['-api-x', null],
    ['', null],
  ] as const)('%j is read with the longest known word', ([text, fields]) => {
    const parts = [field('env'), literal('-'), service, literal('-'), field('check')];
    expect(match(parts, text)).toEqual(fields);
  });

  test('fits as a whole or not at all', () => {
    expect(match([service], 'api')).toEqual({ service: 'api' });
    expect(match([service], 'api ')).toBeNull();
    expect(match([service, any], 'api is down')).toEqual({ service: 'api' });
    expect(match([any, literal('.'), field('rest')], 'a.b.c')).toEqual({ rest: 'b.c' });
  });
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 12 });
const pieces = fc.array(
  fc.record({
    wild: fc.constantFrom('any', 'free', 'known'),
    literal: fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 4 },
);
const words = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 4 }),
  {
    maxLength: 4,
  },
);

describe('the matcher', () => {
  test('agrees with a regular expression about every small pattern and text', () => {
    fc.assert(
      fc.property(pieces, words, letters, fc.boolean(), (chosen, known, text, open) => {
        const parts = chosen.flatMap(({ wild, literal: between }, index): readonly MatchPart[] => [
          wild === 'any'
            ? any
            : {
                kind: 'field',
                name: `f${index}`,
                words: wild === 'free' ? null : knownWords(known),
              },
          ...(open && index === chosen.length - 1 ? [] : [literal(between)]),
        ]);
        const found = new RegExp(`^${parts.map(toExpression).join('')}$`).exec(text);
        expect(match(parts, text)).toEqual(found === null ? null : { ...found.groups });
      }),
      { numRuns: 2000 },
    );
  });

  test('takes no time that explodes, whatever the pattern', () => {
    const parts = [
      ...Array.from({ length: 40 }, (_, index) => [field(`f${index}`), literal('-')]).flat(),
      service,
    ];
    const before = process.cpuUsage();
    expect(matchName(parts, '-'.repeat(4_000))).toBeNull();
    expect(matchName(parts, 'a-'.repeat(2_000))).toBeNull();
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });
});

/** The same part as a backtracking expression: lazy stretches, known words longest first. */
function toExpression(part: MatchPart): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'any':
      return '.*?';
    case 'field': {
      if (part.words === null) return `(?<${part.name}>.+?)`;
      const longest = [...part.words.words.values()].toSorted(
        (left, right) => right.length - left.length,
      );
      return longest.length === 0 ? '(?!)' : `(?<${part.name}>${longest.join('|')})`;
    }
  }
}
