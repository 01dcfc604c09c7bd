import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileLiterals } from './literals.ts';

const text = (most: number, least = 0): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: least, maxLength: most });

describe('literals', () => {
  test('are found where a text begins with them or holds them, and nowhere else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text(5, 1), { maxLength: 30 }), text(30), (literals, where) => {
        const compiled = compileLiterals(literals);
        const found = { beginning: new Set<string>(), inside: new Set<string>() };
        compiled.beginning(where, (index) => found.beginning.add(literals[index] ?? ''));
        compiled.inside(where, (index) => found.inside.add(literals[index] ?? ''));
        expect(found).toEqual({
          beginning: new Set(literals.filter((literal) => where.startsWith(literal))),
          inside: new Set(literals.filter((literal) => where.includes(literal))),
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('are found among thousands', () => {
    const literals = Array.from({ length: 5000 }, (_, index) => `name-${index}-`);
    const found: number[] = [];
    compileLiterals(literals).inside('xx-name-4711-name-5-name-99999-', (index) =>
      found.push(index),
    );
    expect(found).toEqual([4711, 5]);
  });
});
