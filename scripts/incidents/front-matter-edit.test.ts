import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseYaml } from '../config/syntax.ts';
import type { FrontMatterValue } from '../model/effect.ts';
import { renderFlow, setYamlValue, unsetYamlValue } from './front-matter-edit.ts';

type Plain = { [key: string]: unknown };

const read = (yaml: string): Plain => {
  const parsed = parseYaml(yaml, { file: 'x', firstLine: 1 });
  if (parsed.kind === 'invalid')
    throw new Error(`${parsed.diagnostics[0]?.message} in ${JSON.stringify(yaml)}`);
  return parsed.yaml.value as Plain;
};

/** The value at a path set in a plain value, as the edit is to do it in YAML. */
function expectSet(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  const map =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
  return { ...map, [key]: expectSet(map[key], rest, to) };
}

/** Longest common beginning and end: what lies outside is what changed. */
function changedPart(
  before: string,
  after: string,
): { readonly removed: string; readonly added: string } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end += 1;
  return {
    removed: before.slice(start, before.length - end),
    added: after.slice(start, after.length - end),
  };
}

const KEYS = ['state', 'at', 'public', 'problems', 'x-y', 'watch/abc'];
const key = fc.constantFrom(...KEYS);

/** A YAML value together with its text for a key: `text` begins behind the colon and ends with the line. */
const scalarText = fc.constantFrom(
  ' plain',
  ' "double: \\"x\\" # no comment"',
  " 'it''s'",
  ' 12',
  ' two words',
  '',
  ' ~',
  ' "ünï→\\u0000"',
  ' 2026-11-21T09:18:00Z',
);
const comment = fc.constantFrom('', ' # note', '   ', '  # a: b', '\t# tab');
const flowText = fc.constantFrom(
  ' {}',
  ' []',
  ' {at: 1, state: two}',
  ' {at: , state}',
  ' {"at": {public: [1, 2]}, }',
  ' [a, {b: c}]',
  ' { at : "}" }',
);
const blockScalar = fc.constantFrom(
  ' |\n  one\n\n  two: x # kept\n',
  ' >-\n  folded\n  text\n',
  ' |2\n    indented\n',
  ' |+\n  keep\n\n',
);
const multiFlow = fc.constantFrom(
  ' {at: 1, # why\n  state: 2\n  }',
  ' [1,\n  2]',
  ' "two\n  lines"',
  ' plain\n  over lines',
);

const entryText: fc.Arbitrary<(name: string) => string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.oneof(scalarText, flowText, multiFlow), comment).map(
      ([text, note]) =>
        (name: string) =>
          `${name}:${text}${note}\n`,
    ),
  },
  { weight: 1, arbitrary: blockScalar.map((text) => (name: string) => `${name}:${text}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.uniqueArray(key, { minLength: 1, maxLength: 3 }), scalarText, comment, comment)
      .map(
        ([names, text, note, head]) =>
          (name: string) =>
            `${name}:${head}\n${names.map((inner) => `  ${inner}:${text}${note}\n  # below ${inner}\n`).join('')}`,
      ),
  },
  {
    weight: 1,
    arbitrary: comment.map(
      (note) => (name: string) => `${name}:${note}\n  - one\n  - two: 2\n    three: 3\n`,
    ),
  },
);

const document = fc
  .tuple(
    fc.uniqueArray(fc.tuple(key, entryText), {
      minLength: 1,
      maxLength: 5,
      selector: ([name]) => name,
    }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([entries, eol, noted]) => {
    const text = entries
      .map(([name, render]) => `${noted ? '# about it\n\n' : ''}${render(name)}`)
      .join('');
    return text.replaceAll('\n', eol);
  })
  .filter((yaml) => parseYaml(yaml, { file: 'x', firstLine: 1 }).kind === 'parsed');

const newValue: fc.Arbitrary<FrontMatterValue> = fc.oneof(
  fc.constantFrom(
    'resolved',
    '2026-11-21T10:00:00.000Z',
    'a: b',
    '# no',
    '---',
    'null',
    'no',
    '12',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.integer(),
  fc.boolean(),
  fc.constant({ state: 'firing', since: '2026-11-21T10:00:00.000Z' }),
  fc.constant(['a', 'b, c']),
);

describe('setting a value in YAML', () => {
  test('gives the value at its path and leaves every other value equal, whatever style people wrote', () => {
    fc.assert(
      fc.property(
        document,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        newValue,
        (yaml, path, value) => {
          expect(read(setYamlValue(yaml, path, value))).toEqual(expectSet(read(yaml), path, value));
        },
      ),
      { numRuns: 600 },
    );
  });

  test('changes one place only and keeps every comment outside the old value', () => {
    fc.assert(
      fc.property(document, fc.array(key, { minLength: 1, maxLength: 2 }), (yaml, path) => {
        const { removed } = changedPart(yaml, setYamlValue(yaml, path, 'NEW'));
        const old = path.reduce<unknown>(
          (value, step) => (value as Plain | null)?.[step],
          read(yaml),
        );
        const parent = path.length === 1 ? {} : read(yaml)[path[0] ?? ''];
        const isInserted =
          old === undefined &&
          (typeof parent === 'object' || parent === undefined) &&
          !Array.isArray(parent) &&
          parent !== null;
        if (isInserted) expect(removed).toBe('');
        expect(removed).not.toMatch(/# about it/);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a: 1 # why\nb: 2\n', ['a'], 'x', 'a: x # why\nb: 2\n'],
    ['a:   # why\nb: 2\n', ['a'], 'x', 'a: x   # why\nb: 2\n'],
    ['a:\nb: 2\n', ['a'], 'x', 'a: x\nb: 2\n'],
    ['a: # why\n  c: 1\nb: 2\n', ['a'], 'x', 'a: x # why\nb: 2\n'],
    ['a: |\r\n  t\r\nb: 2\r\n', ['a'], 'x', 'a: x\r\nb: 2\r\n'],
    [
      'at:\r\n  declared: 1\r\n',
      ['at', 'resolved'],
      'x',
      'at:\r\n  declared: 1\r\n  resolved: x\r\n',
    ],
    [
      'at:\n    declared: 1 # four\n\n# next\npublic: {}\n',
      ['at', 'resolved'],
      'x',
      'at:\n    declared: 1 # four\n    resolved: x\n\n# next\npublic: {}\n',
    ],
    ['a: {b: 1, c: }\n', ['a', 'd'], 'x', 'a: {b: 1, c:, d: x }\n'],
    ['a: {b, c: 1}\n', ['a', 'b'], 'x', 'a: {b: x, c: 1}\n'],
    ['public: {}\n', ['public', 'visibility'], 'public', 'public: {visibility: public}\n'],
    ['state: triage\n', ['at', 'resolved'], 'x', 'state: triage\nat: {resolved: x}\n'],
  ] as const)('turns %j at %j into the least different text', (yaml, path, value, expected) => {
    expect(setYamlValue(yaml, path, value)).toBe(expected);
  });
});

describe('removing a value from YAML', () => {
  test('removes the key and leaves every other value equal', () => {
    fc.assert(
      fc.property(document, fc.array(key, { minLength: 1, maxLength: 2 }), (yaml, path) => {
        const before = read(yaml);
        if (Object.keys(before).length < 2) return;
        const expected = structuredClone(before);
        const parent = path.length === 1 ? expected : expected[path[0] ?? ''];
        if (typeof parent === 'object' && parent !== null && !Array.isArray(parent))
          delete (parent as Plain)[path.at(-1) ?? ''];
        expect(read(unsetYamlValue(yaml, path))).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    [
      'at:\n  declared: 1\n  resolved: 2 # done\nb: 1\n',
      ['at', 'resolved'],
      'at:\n  declared: 1\nb: 1\n',
    ],
    [
      'at: {declared: 1, resolved: 2, closed: 3}\n',
      ['at', 'resolved'],
      'at: {declared: 1, closed: 3}\n',
    ],
    ['at: {declared: 1, resolved: 2}\n', ['at', 'resolved'], 'at: {declared: 1}\n'],
    ['at:\n  resolved: 2\nb: 1\n', ['at', 'resolved'], 'at: {}\nb: 1\n'],
    ['b: 1\n', ['at', 'resolved'], 'b: 1\n'],
  ] as const)('turns %j without %j into the least different text', (yaml, path, expected) => {
    expect(unsetYamlValue(yaml, path)).toBe(expected);
  });
});

describe('a value written in flow', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc.constantFrom(
      'x\n---\nvisibility: public\n',
      '---js',
      '\u2028---\u2028',
      '\u0085',
      '\ufeff',
      '<<',
      '*a',
      '&a',
      '!!js/function',
      '%YAML',
      '1e3',
      '010',
      '0x1',
      '.inf',
      'yes',
      '~',
    ),
  );

  test('is read back as the same text, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(
          parse(`a: ${renderFlow(text)}\nb: [${renderFlow(text)}]\n`, { stringKeys: true }),
        ).toEqual({ a: text, b: [text] });
      }),
      { numRuns: 2000 },
    );
  });

  test('stands on one line for every reader and shows no invisible character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(renderFlow({ [`k${text.length}`]: text })).not.toMatch(
          /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
