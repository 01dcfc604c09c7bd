// The three formats for programs: JSON, GitHub's workflow commands, SARIF.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderAnnotations } from './annotations.ts';
import { catalogue } from './catalogue.ts';
import { type Diagnostic, sortDiagnostics } from './diagnostic.ts';
import { renderJson } from './json.ts';
import { renderSarif } from './sarif.ts';

const sample: Diagnostic = {
  code: 'id-duplicate',
  severity: 'error',
  message: 'unexpected second service `a`, expected each id once',
  place: { file: 'ownership/products/größe #1.yaml', line: 7, column: 9, length: 3 },
  related: [
    {
      message: 'the first one',
      place: { file: 'ownership/products/b.yaml', line: 2, column: 3, length: 1 },
    },
  ],
  hint: 'give it another id',
};

const codes = fc
  .constantFrom(...Object.keys(catalogue))
  .map((code): Diagnostic['code'] => (isCode(code) ? code : 'yaml-syntax'));
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\n::error::x',
    '\r::set-output name=a::b',
    '##[command]',
    '%0A::stop-commands::x',
    'a,file=b::c',
  ),
);
const place = fc.record({
  file: text,
  line: fc.integer({ min: 1, max: 9999 }),
  column: fc.integer({ min: 1, max: 999 }),
  length: fc.integer({ min: 1, max: 99 }),
});
const diagnostic: fc.Arbitrary<Diagnostic> = fc.record({
  code: codes,
  severity: fc.constantFrom('error', 'warning'),
  message: text,
  place,
  related: fc.array(fc.record({ message: text, place }), { maxLength: 2 }),
  hint: text,
});

describe('JSON', () => {
  test('holds the diagnostics as they are and ends with a line end', () => {
    expect(JSON.parse(renderJson([sample]))).toEqual({ diagnostics: [sample] });
    expect(renderJson([])).toBe('{\n  "diagnostics": []\n}\n');
  });
});

describe('annotations for GitHub', () => {
  test('name file, line, columns, code, sentence and hint', () => {
    expect(renderAnnotations([sample])).toBe(
      '::error file=ownership/products/größe #1.yaml,line=7,col=9,endColumn=12,title=id-duplicate::unexpected second service `a`, expected each id once. Hint: give it another id\n',
    );
  });

  test('are read by the runner as one command each, with the same texts, whatever a file holds', () => {
    fc.assert(
      fc.property(fc.array(diagnostic), (found) => {
        const rendered = renderAnnotations(found);
        expect(rendered).not.toMatch(/##\[/);
        const commands = rendered
          .split(/\r\n|\r|\n/)
          .slice(0, -1)
          .map(readCommand);
        expect(commands).toEqual(
          found.map((entry) => ({
            command: entry.severity,
            file: withoutOldCommand(entry.place.file),
            line: String(entry.place.line),
            col: String(entry.place.column),
            endColumn: String(entry.place.column + entry.place.length),
            title: entry.code,
            data: withoutOldCommand(`${entry.message}. Hint: ${entry.hint}`),
          })),
        );
      }),
    );
  });
});

describe('SARIF', () => {
  test('has the version, the tool with all its rules, and a result with a region for each finding', () => {
    const log = JSON.parse(renderSarif([sample]));
    expect(log).toMatchObject({
      version: '2.1.0',
      $schema: expect.stringContaining('sarif-2.1.0'),
    });
    expect(log.runs).toHaveLength(1);
    const [{ tool, results, columnKind }] = log.runs;
    expect(columnKind).toBe('utf16CodeUnits');
    expect(tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(
      Object.keys(catalogue),
    );
    expect(results).toEqual([
      {
        ruleId: 'id-duplicate',
        ruleIndex: Object.keys(catalogue).indexOf('id-duplicate'),
        level: 'error',
        message: {
          text: 'unexpected second service `a`, expected each id once. Hint: give it another id',
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: {
                uri: 'ownership/products/gr%C3%B6%C3%9Fe%20%231.yaml',
                uriBaseId: '%SRCROOT%',
              },
              region: { startLine: 7, startColumn: 9, endColumn: 12 },
            },
          },
        ],
        relatedLocations: [
          {
            id: 0,
            message: { text: 'the first one' },
            physicalLocation: {
              artifactLocation: { uri: 'ownership/products/b.yaml', uriBaseId: '%SRCROOT%' },
              region: { startLine: 2, startColumn: 3, endColumn: 4 },
            },
          },
        ],
      },
    ]);
  });

  test('keeps its shape whatever a file holds', () => {
    fc.assert(
      fc.property(fc.array(diagnostic), (found) => {
        const [{ tool, results }] = JSON.parse(renderSarif(found)).runs;
        expect(results).toHaveLength(found.length);
        for (const result of results) {
          expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
          const { artifactLocation, region } = result.locations[0].physicalLocation;
          expect(artifactLocation.uri).toMatch(/^[\w.~!*'()/%-]*$/);
          expect(region.endColumn).toBeGreaterThan(region.startColumn);
        }
      }),
    );
  });
});

describe('the order of diagnostics', () => {
  test('is file, line, column, code, message, and does not depend on the order in which they were found', () => {
    fc.assert(
      fc.property(fc.array(diagnostic), (found) => {
        const sorted = sortDiagnostics(found);
        expect(renderAnnotations(sortDiagnostics(found.toReversed()))).toBe(
          renderAnnotations(sorted.toSorted(() => 0)),
        );
      }),
    );
  });
});

describe('the catalogue', () => {
  test.for(Object.entries(catalogue))(
    'explains %s in a title and a sentence',
    ([, { title, explanation }]) => {
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(explanation).toMatch(/^[A-Z].*\.$/s);
    },
  );
});

function isCode(code: string): code is Diagnostic['code'] {
  return Object.hasOwn(catalogue, code);
}

/** The runner's older form of commands is defused, which cannot be undone by reading. */
function withoutOldCommand(given: string): string {
  return given.replaceAll('##[', '## [');
}

/** Reads a line as the runner does: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
function readCommand(line: string): Readonly<Record<string, string>> {
  const end = line.indexOf('::', 2);
  const info = line.slice(2, end);
  const space = info.indexOf(' ');
  const properties = info
    .slice(space + 1)
    .split(',')
    .map((pair) => pair.split('='))
    .map(([name = '', ...value]) => [
      name,
      unescape(value.join('='), ['%0D', '%0A', '%3A', '%2C', '%25']),
    ]);
  return {
    command: info.slice(0, space),
    ...Object.fromEntries(properties),
    data: unescape(line.slice(end + 2), ['%0D', '%0A', '%25']),
  };
}

function unescape(given: string, escapes: readonly string[]): string {
  return escapes.reduce(
    (read, escape) => read.replaceAll(escape, decodeURIComponent(escape)),
    given,
  );
}
