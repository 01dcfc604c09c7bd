import { describe, expect, test } from 'vitest';
import { paintWith } from '../cli/paint.ts';
import type { Diagnostic } from './diagnostic.ts';
import { countFindings, plural, renderPretty } from './pretty.ts';

const plain = paintWith(false);

describe('findings for a terminal', () => {
  test('are grouped by file, each with its line, a caret, what else takes part, and a hint', () => {
    const files = new Map([
      ['ownership/teams/a.yaml', 'schema: tocsin/team@1\nlead: mara\nlead: jonas\n'],
      ['tocsin.yaml', 'triage: platfrom\n'],
    ]);
    const findings = [
      finding(
        { file: 'ownership/teams/a.yaml', line: 3, column: 1, length: 4 },
        'unexpected second `lead`, expected each key once',
        'remove one of the two',
        {
          related: [
            {
              message: 'the first one',
              place: { file: 'ownership/teams/a.yaml', line: 2, column: 1, length: 4 },
            },
          ],
        },
      ),
      finding(
        { file: 'tocsin.yaml', line: 1, column: 9, length: 8 },
        'unexpected team `platfrom`, expected one that is declared',
        'did you mean `platform`?',
      ),
      finding(
        { file: 'tocsin.yaml', line: 1, column: 1, length: 6 },
        'unexpected setting, expected none',
        'remove it',
        { severity: 'warning' },
      ),
    ];
    expect(
      `\n${renderPretty(findings, { textOf: (file) => files.get(file) ?? null, paint: plain, width: 80 })}\n`,
    ).toMatchInlineSnapshot(`
      "
      ownership/teams/a.yaml

        3:1 error unexpected second \`lead\`, expected each key once schema-value
          3 | lead: jonas
            | ^^^^
            ↳ the first one: ownership/teams/a.yaml:2:1
            hint: remove one of the two

      tocsin.yaml

        1:9 error unexpected team \`platfrom\`, expected one that is declared
          schema-value
          1 | triage: platfrom
            |         ^^^^^^^^
            hint: did you mean \`platform\`?

        1:1 warning unexpected setting, expected none schema-value
          1 | triage: platfrom
            | ^^^^^^
            hint: remove it
      "
    `);
    expect(countFindings(findings)).toBe('2 errors and 1 warning in 2 files');
  });

  test.for([
    ['a tab', '\tlead: mara', 8, 4],
    ['letters with two units', 'name: "🌙" # bad', 13, 3],
    ['ideographs, which take two cells', 'name: 名前 bad', 10, 3],
    ['a combining mark, which takes none', 'name: e\u0301 bad', 10, 3],
    ['a CRLF line end', 'lead: mara\r', 7, 4],
    ['a line of a thousand characters', `${'x'.repeat(1000)}bad`, 1001, 3],
  ] as const)('have the caret under the mistake after %s', ([, line, column, length]) => {
    const [, , , frame = '', carets = ''] = renderPretty(
      [finding({ file: 'f', line: 1, column, length })],
      { textOf: () => line, paint: plain, width: 80 },
    ).split('\n');
    const shown = line.slice(column - 1, column - 1 + length);
    expect(cells(carets.slice(0, carets.indexOf('^')))).toBe(
      cells(frame.slice(0, frame.indexOf(shown))),
    );
    expect(carets.match(/\^+/)?.[0].length).toBe(length);
  });

  test('have no line where the file has none', () => {
    expect(
      renderPretty([finding({ file: 'f', line: 9, column: 1, length: 1 })], {
        textOf: () => 'one line',
        paint: plain,
        width: 80,
      }),
    ).not.toContain('^');
    expect(
      renderPretty([finding({ file: 'f', line: 1, column: 1, length: 1 })], {
        textOf: () => null,
        paint: plain,
        width: 80,
      }),
    ).not.toContain('^');
  });

  test('carry no control character of a hostile file to the terminal', () => {
    const hostile = 'a\u001B[31m\u202Eb\u0007\u2066';
    const place = { file: hostile, line: 1, column: 1, length: 3 };
    const shown = renderPretty(
      [
        finding(place, `unexpected \`${hostile}\``, hostile, {
          related: [{ message: hostile, place }],
        }),
      ],
      { textOf: () => hostile, paint: plain, width: 80 },
    );
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  });

  test('are coloured where the terminal shows colours', () => {
    const [found] = [finding({ file: 'f', line: 1, column: 1, length: 1 })];
    expect(
      renderPretty([found], { textOf: () => 'x', paint: paintWith(true), width: 80 }),
    ).toContain('\u001B[31m^\u001B[39m');
  });
});

test('a number and its noun agree', () => {
  expect([0, 1, 2].map((count) => plural(count, 'file'))).toEqual(['0 files', '1 file', '2 files']);
});

/** Cells of the characters that the cases use, counted by hand. */
function cells(text: string): number {
  return text
    .replaceAll('🌙', '..')
    .replaceAll(/[名前]/g, '..')
    .replaceAll('\u0301', '').length;
}

function finding(
  place: Diagnostic['place'],
  message = 'unexpected a, expected b',
  hint = 'write b',
  rest: Partial<Diagnostic> = {},
): Diagnostic {
  return { code: 'schema-value', severity: 'error', message, place, related: [], hint, ...rest };
}
