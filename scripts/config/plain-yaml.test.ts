import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { splitFrontMatter } from './front-matter.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { parseOfRecord, type ParsedYaml, parseYaml, type Path, placesIn } from './syntax.ts';

const ORIGIN = { file: 'file.yaml', firstLine: 1 };
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('plain YAML has the value and the places that the parser of record finds', () => {
  test('in documents of every style', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 150 }), (choices) => {
        const text = writeDocument(choices);
        plain += compare(text) ? 1 : 0;
      }),
      { numRuns: RUNS },
    );
    expect(plain).toBeGreaterThan(RUNS / 3);
  });

  test('in documents that were damaged', () => {
    const damage = fc.tuple(fc.nat(999), fc.nat(3), fc.constantFrom(...GRAINS));
    const texts = fc.tuple(
      fc.array(fc.nat(999), { maxLength: 60 }),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(texts, ([choices, damages]) => {
        let text = writeDocument(choices);
        for (const [at, length, grain] of damages) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + grain + text.slice(start + length);
        }
        compare(text);
      }),
      { numRuns: RUNS },
    );
  });

  test.for(['---\na0:\n- "a"w: ord\n', '  --- # x\na: word\n', '- |2\n   '])(
    'and leaves to it what js-yaml reads in its own way: %j',
    (text) => {
      expect(readPlainYaml(text)).toBeNull();
    },
  );

  test('in heaps of signs', () => {
    const heaps = fc.array(fc.constantFrom(...GRAINS), { maxLength: 25 });
    fc.assert(
      fc.property(heaps, (parts) => void compare(parts.join(''))),
      { numRuns: RUNS },
    );
  });

  test('in every file of the example organisation and every planted mistake', () => {
    const files = ['tocsin.yaml', 'ownership', 'rules', 'incidents', 'scripts/validation/fixtures']
      .flatMap((path) => filesBelow(path))
      .filter((path) => /\.(?:yaml|md)$/.test(path));
    const plain = files.filter((path) => {
      const text = readFileSync(path, 'utf8');
      return compare(path.endsWith('.md') ? (splitFrontMatter(text)?.yaml ?? text) : text);
    });
    expect(plain.length).toBeGreaterThan(files.length / 2);
  });
});

/** Whether the text was read as plain YAML. */
function compare(text: string): boolean {
  const actual = parseYaml(text, ORIGIN);
  const isPlain = readPlainYaml(text) !== null;
  if (!isPlain || actual.kind === 'invalid') return false;
  const expected = parseOfRecord(text, placesIn(text, ORIGIN));
  if (expected.kind === 'invalid')
    throw new Error(`${JSON.stringify(text)}: ${expected.diagnostics[0]?.message}`);
  expect(actual.yaml.value).toStrictEqual(expected.yaml.value);
  expect(Object.keys(Object(actual.yaml.value))).toEqual(Object.keys(Object(expected.yaml.value)));
  const paths = pathsOf(expected.yaml.value);
  expect(placesOf(actual.yaml, paths)).toEqual(placesOf(expected.yaml, paths));
  return true;
}

function placesOf(yaml: ParsedYaml, paths: readonly Path[]): unknown {
  return paths.map((path) => [path, yaml.locate(path), yaml.locateKey(path)]);
}

/** All paths, and below each one that does not exist. */
function pathsOf(value: unknown): readonly Path[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, entry]) =>
          pathsOf(entry).map((path) => [Array.isArray(value) ? Number(key) : key, ...path]),
        )
      : [];
  return [[], ['missing'], [99, 'deeper'], ...inner];
}

function filesBelow(path: string): readonly string[] {
  if (path.endsWith('.yaml')) return [join(ROOT, path)];
  return readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' }).map((name) =>
    join(ROOT, path, name),
  );
}

/** Each number decides one question of writing; without numbers the shortest document is written. */
function writeDocument(choices: readonly number[]): string {
  let at = 0;
  const pick = <Option>(...options: readonly [Option, ...Option[]]): Option => {
    const choice = (choices[at] ?? 0) % options.length;
    at += 1;
    return options[choice] ?? options[0];
  };
  const comment = (): string => pick('', '', '', ' ', ' # why: "x"', '  #', ' # | >');
  const gap = (): string =>
    pick('\n', '\n', '\n', '\n', '\n\n', '\n# note\n', '\n      # deep\n', ' \n');
  const flow = (depth: number): string => {
    const kind = depth > 2 ? 'scalar' : pick('scalar', 'scalar', 'list', 'map');
    const list = (item: () => string): string => {
      const space = pick('', ' ');
      return `${space}${Array.from({ length: pick(0, 1, 2, 3) }, item).join(pick(', ', ',', ' , '))}${space}`;
    };
    if (kind === 'list') return `[${list(() => flow(depth + 1))}]`;
    if (kind === 'map')
      return `{${list(() => `${pick(...KEYS)}${pick(': ', ': ', ':  ', ':')}${flow(depth + 1)}`)}}`;
    return pick(...FLOW_SCALARS);
  };
  const blockScalar = (indent: string): string => {
    const deeper = `${indent}  `;
    const lines = Array.from({ length: pick(1, 2, 3, 0) }, () =>
      pick(`${deeper}text # no comment`, `${deeper}- a: b`, '', `${deeper}  more`, `${deeper}🌙  `),
    );
    return `${pick('|', '>', '|-', '>-', '|+', '>2', '|2-')}${comment()}\n${lines.join('\n')}`;
  };
  const value = (indent: string, depth: number): string => {
    const kind = pick('plain', 'flow', 'map', 'list', 'block', 'folded', 'empty', 'same');
    const inner = `${indent}${pick('  ', ' ', '    ')}`;
    if (kind === 'map' && depth < 4) return `${comment()}\n${map(inner, depth + 1)}`;
    if (kind === 'list' && depth < 4) return `${comment()}\n${list(inner, depth + 1)}`;
    if (kind === 'same' && depth < 4) return `${comment()}\n${list(indent, depth + 1)}`;
    if (kind === 'block') return ` ${blockScalar(indent)}`;
    if (kind === 'folded')
      return ` ${pick(...BLOCK_SCALARS)}\n${inner}${pick('more', '- b', '1', 'x #y')}${comment()}`;
    if (kind === 'flow') return ` ${flow(0)}${comment()}`;
    return kind === 'empty'
      ? comment()
      : `${pick(' ', ' ', '  ')}${pick(...BLOCK_SCALARS)}${comment()}`;
  };
  const map = (indent: string, depth: number): string =>
    Array.from(
      { length: pick(1, 2, 3, 4) },
      (_, index) => `${indent}${pick(...KEYS)}${pick('', String(index))}:${value(indent, depth)}`,
    ).join(gap());
  const list = (indent: string, depth: number): string =>
    Array.from({ length: pick(1, 2, 3) }, () => {
      const kind = pick('value', 'map', 'list');
      if (kind === 'value' || depth > 4) return `${indent}-${value(indent, depth)}`;
      const nested =
        kind === 'map' ? map(`${indent}  `, depth + 1) : list(`${indent}  `, depth + 1);
      return `${indent}- ${nested.trimStart()}`;
    }).join(gap());
  const head = pick('', '', '# head\n', '---\n', '\n', '--- # x\n');
  const text = `${head}${pick(true, true, false) ? map('', 0) : list('', 0)}${pick('\n', '', '\n\n', '\n# end\n', ' ')}`;
  return pick(true, true, true, false) ? text : text.replaceAll('\n', '\r\n');
}

const KEYS = [
  'a',
  'b',
  '"c d"',
  "'e'",
  'on',
  '1.0',
  'null',
  '🌙',
  'x-y',
  'f g',
  '"\\u0041"',
  '""',
] as const;

const FLOW_SCALARS = [
  'word', 'two words', '1', '-0', '0', '007', '1.50', '1e3', '0x1F', '.5', '5.', '.inf', '2026-01-01',
  '12345678901234567890', '1_000', 'true', 'False', 'yes', '~', 'null', '"q"', "'it''s'", '"\\n\\u00e9"',
  '"a: b, [c]"', '"# no"', 'a#b', 'a:b', 'http://x/y?z=1', '-x', '+5', '1:30', '5m', '""', "''", '🌙', '*',
] as const; // prettier-ignore

const BLOCK_SCALARS = [
  ...FLOW_SCALARS, 'a, b', 'a]b', '{{ x }}', '"a\n  b"', "'a\n\n  b'", 'what?', 'a - b', '[a: b]', '[a,\n  b]', 'a | b', '@x', '%y', '&z', '!w', '-', '?x', 'a & b',
] as const; // prettier-ignore

const GRAINS = [
  'a', 'b', ':', ': ', '- ', '-', '\n', '\n  ', '\n- ', '\na: ', '  ', ' ', '\t', '"', "'", '[', ']', '{', '}', ',', ', ', '#', ' #',
  '&a', '*a', '!', '|', '>', '|\n', '>-\n  ', '|2\n', '---', '...', '%', '?', '? ', '\r\n', '<<', '__proto__', '\uFEFF', '\u0085',
  '\u2028', '\u00A0', '🌙', '1', '~', '\\', '"a"', "'b'", '{a: 1}', '[b]', '@', '`', 'a: 1\n', '- b\n', '.5', '0x', '1e9',
] as const; // prettier-ignore

const RUNS = 1500;
