import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appendEntry, setEntryField } from './list-edit.ts';

const LISTS: readonly string[] = [
  'a: 1\n',
  'a: 1\nlist:\nb: 2\n',
  'a: 1\nlist: []\nb: 2 # two\n',
  'a: 1\nlist: [{id: A1, title: "x, y"}]\nb: 2\n',
  'list:\n  - id: A1\n    title: first # said so\n    # below\n  - id: A2\n    title: >\n      folded\n      text\nb: 2\n',
  'list:\n- {id: A1, title: first}\n- id: A2\n  title: second\n\n# the end\nb: 2\n',
  'list:\n  - title: first\n    id: A1\n    tags:\n      - x\n      - y\n',
  'list:\r\n  - id: A1\r\n    title: first\r\nb: 2\r\n',
  'list:\n  - id: A1\n    title: first',
];

type Plain = { readonly list?: readonly Readonly<Record<string, unknown>>[] | null };

const listOf = (yaml: string): readonly Readonly<Record<string, unknown>>[] => {
  const plain: Plain = parse(yaml);
  return plain.list ?? [];
};

const words = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('# x', 'a: b', "it's", '- x'));

describe('a list in front matter', () => {
  test.each(LISTS)('gets one more entry and keeps all others: %j', (yaml) => {
    fc.assert(
      fc.property(words, (title) => {
        const edited = appendEntry(yaml, 'list', { id: 'A9', title, due: undefined });
        expect(listOf(edited)).toEqual([...listOf(yaml), { id: 'A9', title }]);
        expect({ ...parse(edited), list: 0 }).toEqual({ ...parse(yaml), list: 0 });
        for (const comment of yaml.match(/#.*/g) ?? []) expect(edited).toContain(comment);
      }),
      { numRuns: 50 },
    );
  });

  test.each(LISTS.filter((yaml) => yaml.includes('A1')))(
    'changes one field of one entry: %j',
    (yaml) => {
      fc.assert(
        fc.property(words, fc.constantFrom('title', 'status'), (value, key) => {
          const edited = setEntryField(yaml, 'list', 'A1', [key, value]);
          expect(listOf(edited)).toEqual(
            listOf(yaml).map((entry) =>
              entry['id'] === 'A1' ? { ...entry, [key]: value } : entry,
            ),
          );
          for (const comment of yaml.match(/#.*/g) ?? [])
            if (key === 'status') expect(edited).toContain(comment);
        }),
        { numRuns: 50 },
      );
    },
  );

  test.each(LISTS)('has nothing changed that it does not hold: %j', (yaml) => {
    expect(setEntryField(yaml, 'list', 'A7', ['title', 'x'])).toBe(yaml);
  });

  test('loses a field on request', () => {
    const yaml = 'list:\n  - id: A1\n    due: 2026-11-21 # soon\n    title: x\n';
    expect(setEntryField(yaml, 'list', 'A1', ['due', null])).toBe(
      'list:\n  - id: A1\n    title: x\n',
    );
  });

  test('is written a line a field', () => {
    expect(appendEntry('a: 1\n', 'list', { id: 'A1', title: 'Pin it', due: '2026-12-01' })).toBe(
      'a: 1\nlist:\n  - id: A1\n    title: "Pin it"\n    due: 2026-12-01\n',
    );
  });
});
