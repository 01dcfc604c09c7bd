import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appendEntry, yamlText } from './append-entry.ts';

const FLOW = `services:
  - id: a   # keep
    teams: {backend: x}
    endpoints: [ "POST /a" ,  /b ]  # both
    # about the next
  - {id: b, teams: {backend: y}}
  - id: c
    code:
      - repo: shop   # ours
        paths: [a]

      - repo: web
        paths:
          - b   # one
          # two

# the end
`;

const at = (index: number, key: string, entry: string): string =>
  appendEntry(FLOW, ['services', index], key, entry);

describe('an entry added to a list', () => {
  test.each<[string, string, string]>([
    [
      'stands behind the last one of a list on one line',
      at(0, 'endpoints', '/c'),
      '    endpoints: [ "POST /a" ,  /b, /c ]  # both\n',
    ],
    [
      'makes the list as the last key of a service',
      at(0, 'transactions', '"X#*"'),
      '/b ]  # both\n    transactions: ["X#*"]\n    # about the next\n',
    ],
    [
      'makes the list in a service on one line',
      at(1, 'endpoints', '/x'),
      '- {id: b, teams: {backend: y}, endpoints: [/x]}\n',
    ],
    [
      'gets a line of its own where the others have one',
      appendEntry(FLOW, ['services', 2, 'code', 1], 'paths', 'c'),
      '          - b   # one\n          - c\n          # two\n',
    ],
    [
      'may be a map',
      at(2, 'code', '{repo: x, paths: [y]}'),
      '          - b   # one\n      - {repo: x, paths: [y]}\n          # two\n',
    ],
  ])('%s', (_title, edited, expected) => {
    expect(edited).toContain(expected);
  });

  test('keeps the line ends of the file, and a file without a last one', () => {
    expect(appendEntry('a:\r\n  b: 1\r\n', ['a'], 'c', 'x')).toBe('a:\r\n  b: 1\r\n  c: [x]\r\n');
    expect(appendEntry('a:\n  - b', [], 'a', 'x')).toBe('a:\n  - b\n  - x');
  });

  test('changes no other byte and no other value', () => {
    const text = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' });
    const place = fc.constantFrom(
      [['services', 0], 'endpoints'],
      [['services', 1], 'endpoints'],
      [['services', 2, 'code', 0], 'paths'],
      [['services', 2, 'code', 1], 'paths'],
    );
    fc.assert(
      fc.property(place, text, ([path, key], entry) => {
        const list = [path].flat();
        const edited = appendEntry(FLOW, list, String(key), yamlText(entry));
        const before = parse(FLOW);
        const target = list.reduce((node, step) => node[step], before);
        target[String(key)] = [...(target[String(key)] ?? []), entry];
        expect(parse(edited)).toEqual(before);
        let kept = 0;
        for (const character of edited) if (character === FLOW[kept]) kept += 1;
        expect(kept).toBe(FLOW.length);
      }),
    );
  });
});
