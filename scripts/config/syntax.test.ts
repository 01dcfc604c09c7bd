import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ParsedYaml, parseYaml } from './syntax.ts';

describe('a hostile text gets one diagnostic in less than a second', () => {
  test.for([
    ['aliases that expand to gigabytes', bomb(), 'yaml-limit'],
    ['a million opening brackets', '['.repeat(1_000_000), 'yaml-limit'],
    [
      'brackets 100,000 levels deep that are closed',
      `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'yaml-limit',
    ],
    ['maps 100,000 levels deep', '{a: '.repeat(100_000), 'yaml-limit'],
    ['dashes 100,000 levels deep', `${'- '.repeat(100_000)}a`, 'yaml-limit'],
    ['questions 100,000 levels deep', `${'? '.repeat(100_000)}a`, 'yaml-limit'],
    [
      'indentation 1,200 levels deep',
      Array.from({ length: 1200 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
      'yaml-limit',
    ],
    [
      'sixty thousand different keys',
      Array.from({ length: 60_000 }, (_, index) => `k${index}: v\n`).join(''),
      'yaml-limit',
    ],
    ['half a million comments', '#\n'.repeat(500_000), 'yaml-limit'],
    ['half a million tags', '! '.repeat(500_000), 'yaml-limit'],
    ['a merge key', 'a: 1\n<<: {b: 2}\n', 'yaml-limit'],
    ['an anchor alone', 'a: &x 1\n', 'yaml-limit'],
    ['an alias to nothing', 'a: *x\n', 'yaml-limit'],
    ['a tag of JavaScript', 'a: !!js/function "function () {}"\n', 'yaml-syntax'],
    ['a tag of the core schema', 'a: !!str 1\n', 'yaml-limit'],
    ['a NUL byte', 'a: b\0c\n', 'yaml-syntax'],
    ['an escape sequence for terminals', 'a: \u001B[31mred\n', 'yaml-syntax'],
    ['half of a surrogate pair', 'a: \uD83Cb\n', 'yaml-syntax'],
    ['line ends of the last century', 'a: 1\rb: 2\r', 'yaml-syntax'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'yaml-syntax'],
    ['the end of a document and more', 'a: 1\n...\nb: 2\n', 'yaml-syntax'],
    ['the YAML version in which `yes` is a truth', '%YAML 1.1\n---\na: yes\n', 'yaml-syntax'],
    ['nothing', '', 'yaml-empty'],
    ['spaces', ' '.repeat(1_000_000), 'yaml-empty'],
    ['a comment', '# later\n', 'yaml-empty'],
    ['`null`', '~\n', 'yaml-empty'],
  ] as const)('%s', ([, text, code]) => {
    const started = process.threadCpuUsage();
    const result = parse(text);
    expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(1000);
    expect(result.kind === 'invalid' && result.diagnostics.map((found) => found.code)).toEqual([
      code,
    ]);
  });

  test('the alias bomb is small', () => {
    expect(bomb().length).toBeLessThanOrEqual(396);
  });

  test('ten megabytes in one value are read without any', () => {
    expect(parse(`a: ${'x'.repeat(10_000_000)}`).kind).toBe('parsed');
  });

  test('keys named like the innards of JavaScript are plain keys and pollute nothing', () => {
    const { value } = accept('__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 2}}\n');
    expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.get(Object(value), 'polluted')).toBeUndefined();
  });
});

describe('what people leave in a file or paste into it', () => {
  test.each([
    ['a conflict at the top', '<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\n', 1, 'conflict'],
    [
      'a conflict around a value, with the lines that both come from',
      'a:\n<<<<<<< HEAD\n  b: 1\n||||||| base\n  b: 0\n=======\n  b: 2\n>>>>>>> other\n',
      2,
      'conflict',
    ],
    [
      'a conflict with line ends of Windows',
      'a: 1\r\n<<<<<<< x\r\n=======\r\n>>>>>>> y\r\n',
      2,
      'conflict',
    ],
    ['a no-break space', 'a:\n\u00a0 - b: 1\n    c: 2\n', 2, 'U+00A0'],
    ['a wide colon', 'a: 1\nb\uff1a2\n', 2, 'U+FF1A'],
  ] as const)('%s is named at its line', (_name, text, line, word) => {
    const result = parse(text);
    const [found] = result.kind === 'invalid' ? result.diagnostics : [];
    expect(found?.place.line).toBe(line);
    expect(found?.message).toContain(word);
  });

  test.each([
    ['an open quote', 'url: "https://x.example\nname: a\nabout: |\n  API：遅い\n'],
    ['an open bracket', 'when: {title: "a"\nabout: |\n  API：遅い\n'],
    ['a quote that opens right behind it', 'about: |\n  API：遅い\nb: "x\n'],
    ['a second colon right behind it', 'about: |\n  API：遅い\nb: c: d\n'],
  ])('%s is not put down to a wide colon in good text', (_name, text) => {
    const result = parse(text);
    const [found] = result.kind === 'invalid' ? result.diagnostics : [];
    expect(found?.message).toBeDefined();
    expect(found?.message).not.toContain('U+FF1A');
  });

  test('signs of a conflict are plain text where there is none', () => {
    expect(parse('a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> other\n').kind).toBe('parsed');
  });
});

describe('any text', () => {
  const grain = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '\t',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    '&a',
    '*a',
    '!',
    '|',
    '>',
    '---',
    '...',
    '%',
    '?',
    '\r\n',
    '<<',
    '__proto__',
    '\uD800',
    '\0',
    '🌙',
    '1',
    '~',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(grain, { maxLength: 40 }).map((parts) => parts.join('')),
  );

  test('is a value or at least one diagnostic with sentence and hint inside the text, and never an exception', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = parse(text);
        if (result.kind === 'parsed') return;
        expect(result.diagnostics.length).toBeGreaterThan(0);
        const lines = text.split('\n');
        for (const { message, hint, place } of result.diagnostics) {
          expect(message).toMatch(/^unexpected .*, expected ./s);
          expect(hint).not.toBe('');
          expect(place.line).toBeLessThanOrEqual(lines.length);
          expect(place.column).toBeGreaterThanOrEqual(1);
          expect(place.length).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('written as JSON comes back as the same value', () => {
    const key = fc.string({ minLength: 1 }).filter((name) => name !== '<<');
    const value = fc.dictionary(
      key,
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      { minKeys: 1, noNullPrototype: true },
    );
    fc.assert(
      fc.property(value, (expected) => {
        expect(accept(JSON.stringify(expected)).value).toEqual(expected);
      }),
    );
  });
});

describe('places', () => {
  const text = [
    'name: Larder',
    'list:',
    '  - id: one',
    '    when: {a: 1, b: [x, "y"]}',
    '  - id: two',
    'empty:',
    '',
  ].join('\n');

  test.for([
    [['name'], 'value', 1, 7, 6],
    [['name'], 'key', 1, 1, 4],
    [['list', 1, 'id'], 'value', 5, 9, 3],
    [['list', 0, 'when', 'b', 1], 'value', 4, 25, 3],
    [['list', 0, 'when', 'b'], 'key', 4, 18, 1],
    [['list', 0, 'missing'], 'value', 3, 5, 1],
    [['list', 0, 'missing', 'deeper'], 'key', 3, 5, 1],
    [['empty'], 'value', 6, 1, 5],
    [[], 'value', 1, 1, 12],
  ] as const)(
    'of %j as %s is line %d, column %d, length %d',
    ([path, part, line, column, length]) => {
      const yaml = accept(text);
      const place = part === 'key' ? yaml.locateKey(path) : yaml.locate(path);
      expect(place).toEqual({ file: 'file.yaml', line, column, length });
    },
  );

  test('are the same with CRLF line ends', () => {
    const before = accept(text);
    const after = accept(text.replaceAll('\n', '\r\n'));
    for (const path of [['name'], ['list', 0, 'when'], ['list', 1], []])
      expect(after.locate(path)).toEqual(before.locate(path));
  });

  test('count UTF-16 units, as editors and SARIF do', () => {
    expect(accept('{a: "🌙é", b: x}').locate(['b'])).toMatchObject({ column: 15, length: 1 });
  });

  test('begin at the line at which the front matter stands', () => {
    const result = parseYaml('a: 1\nb: 2\n', { file: 'x.md', firstLine: 2 });
    expect(result.kind === 'parsed' && result.yaml.locate(['b'])).toMatchObject({
      line: 3,
      column: 4,
    });
  });
});

describe('mistakes of every day are told in words of the text', () => {
  test.for([
    ['a: 1\n\tb: 2\n', 2, 1, 'unexpected tab at the beginning of a line', 'two spaces'],
    ['title: Down: again\n', 1, 8, 'unexpected `: ` or deeper indentation', 'needs quotes'],
    ['a: "b\nc: d\n', 1, 4, 'inside quotes', 'close the quote that begins here'],
    ["a: 'b\n", 1, 4, 'inside quotes', 'close the quote that begins here'],
    ['a: [b\nc: d\n', 2, 1, 'closing bracket', 'missing `]`'],
    ['a:b\nc: d\n', 1, 1, 'without a space after the colon', '`: ` with a space'],
    ['a: 1\nb\nc: 2\n', 2, 1, 'without a value', '`: ` with a space'],
    ['a: @b\n', 1, 4, 'unexpected `@`', 'in quotes'],
    ['a: `b`\n', 1, 4, 'at the beginning of a value', 'in quotes'],
    ['a: "b" c\n', 1, 8, 'after the end of a value', 'one pair of quotes'],
    ['a: "\\d"\n', 1, 5, 'after a backslash', 'single quotes'],
    ['a: - b\n', 1, 4, 'on the line of its key', 'line of its own'],
    ['a: [b,, c]\n', 1, 7, 'unexpected comma', 'remove the comma'],
    ['? [a]\n: b\n', 1, 3, 'as a key', 'plain word'],
    ['a: 1\na: 2\n', 2, 1, 'unexpected second `a`', 'line 1'],
  ] as const)('%j', ([text, line, column, message, hint]) => {
    const result = parse(text);
    const found = result.kind === 'invalid' ? result.diagnostics : [];
    expect(found).toHaveLength(1);
    expect(found[0]?.place).toMatchObject({ line, column });
    expect(found[0]?.message).toContain(message);
    expect(found[0]?.hint).toContain(hint);
  });

  test('each repeated key is told, with the place of the first one', () => {
    const result = parse('a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n');
    const found = result.kind === 'invalid' ? result.diagnostics : [];
    expect(found.map((entry) => [entry.place.line, entry.related[0]?.place.line])).toEqual([
      [3, 1],
      [4, 1],
      [2, 2],
    ]);
  });
});

function parse(text: string): ReturnType<typeof parseYaml> {
  return parseYaml(text, { file: 'file.yaml', firstLine: 1 });
}

function accept(text: string): ParsedYaml {
  const result = parse(text);
  if (result.kind === 'invalid') throw new Error(result.diagnostics[0]?.message);
  return result.yaml;
}

function bomb(): string {
  const line = (name: string, of: string): string =>
    `${name}: &${name} [${Array.from({ length: 9 }, () => of).join(',')}]\n`;
  return `${line('a', 'x')}${[...'bcdefgh'].map((name, index) => line(name, `*${'abcdefg'[index]}`)).join('')}`;
}
