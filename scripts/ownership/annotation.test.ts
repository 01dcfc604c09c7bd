import { describe, expect, test } from 'vitest';
import { readAnnotations } from './annotation.ts';

/** The word is put together here, so that scans of this repository do not take the examples for annotations. */
const WORD = ['toc', 'sin'].join('');

const read = (line: string): unknown => {
  const { annotations, broken } = readAnnotations('a.ts', line.replace('TOCSIN', WORD));
  const [first] = annotations;
  if (first !== undefined)
    return [first.service, first.endpoints, first.transactions, first.function];
  return broken[0]?.message ?? null;
};

describe('an annotation', () => {
  test.each<[string]>([
    ['// TOCSIN: service=pay'],
    ['    # TOCSIN: service=pay'],
    ['-- TOCSIN: service=pay'],
    ['/* TOCSIN: service=pay */'],
    [' * TOCSIN: service=pay'],
    ['<!-- TOCSIN: service=pay -->'],
    [';; TOCSIN: service=pay'],
    ['% TOCSIN: service=pay'],
    ["' TOCSIN: service=pay"],
    ['/// TOCSIN: service="pay"'],
    ['@TOCSIN(service: "pay")'],
    ["  @TOCSIN(service='pay')"],
    ['@TOCSIN({ service: "pay" })'],
    ['@ops.TOCSIN(service = "pay");'],
    ['@TOCSIN(service="pay")  # noqa'],
    ['@TOCSIN(\n    service="pay",\n)\ndef charge(): ...'],
    ['@TOCSIN({\n  service: "pay",\n})\nclass Charge {}'],
    ['const a = 1; // TOCSIN: service=pay'],
    ['charge("//")  # TOCSIN: service=pay'],
    ["fn charge<'a>(card: &str) { // TOCSIN: service=pay"],
    ['/* TOCSIN: service=pay */ int charge;'],
    ['int charge; /* TOCSIN: service=pay */'],
    ['#include <card.h> // TOCSIN: service=pay'],
    ['charge();// TOCSIN: service=pay'],
    ['{/* TOCSIN: service=pay */}'],
    ['(* TOCSIN: service=pay *)'],
    ['{- TOCSIN: service=pay -}'],
    ['{# TOCSIN: service=pay #}'],
    ['--[[ TOCSIN: service=pay ]]'],
    ['<%-- TOCSIN: service=pay --%>'],
    ['<# TOCSIN: service=pay #>'],
    ['! TOCSIN: service=pay'],
  ])('is read from `%s`', (line) => {
    expect(read(line)).toEqual(['pay', [], [], null]);
  });

  test.each<[string, unknown]>([
    [
      '// TOCSIN: service=pay endpoint="POST /v1/a" endpoint=/v1/b transaction=A#b function=database',
      ['pay', ['POST /v1/a', '/v1/b'], ['A#b'], 'database'],
    ],
    [
      `@TOCSIN(service: "pay", endpoint: 'GET /v1/a', transaction: "A b")`,
      ['pay', ['GET /v1/a'], ['A b'], null],
    ],
    ['@TOCSIN(service="pay",\n  transaction="Charge (all)")', ['pay', [], ['Charge (all)'], null]],
  ])('may say more: %s', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  test.each<[string]>([
    ['// TOCSIN: the bell that calls people'],
    ['# TOCSIN validate'],
    ['// TOCSIN is a bell, and its service is to ring'],
    ['const text = "see // TOCSIN: service=pay";'],
    ['# write it like // TOCSIN: service=pay'],
    ['TOCSIN: service=pay'],
    ['// see TOCSIN: service=pay'],
    [`// TOCSIN: service=${'x'.repeat(1000)}`],
  ])('is not `%s`', (line) => {
    expect(read(line)).toBeNull();
  });

  test.each<[string, string]>([
    [
      '// TOCSIN: servce=pay',
      'unexpected `servce`, expected service, endpoint, transaction, function',
    ],
    [
      '// TOCSIN: service=pay and more',
      'unexpected `and more`, expected pairs such as service=payments-api',
    ],
    [
      '// TOCSIN: transaction=A#b',
      'unexpected annotation without one service, expected `service=…` once',
    ],
    [
      '// TOCSIN: service=a service=b',
      'unexpected annotation without one service, expected `service=…` once',
    ],
    [
      '// TOCSIN: service=pay endpoint=payments',
      'unexpected endpoint `payments`, expected a path with an optional method before it',
    ],
    [
      '@TOCSIN(service="pay",\ncharge\n',
      'unexpected end of an annotation, expected `)` within 40 lines',
    ],
    [
      '@TOCSIN(\n  service="pay",  # ours\n)',
      'unexpected `# ours`, expected pairs such as service=payments-api',
    ],
    [
      '@TOCSIN(service: pay)',
      'unexpected `service: pay`, expected pairs such as service=payments-api',
    ],
    ...[
      'TOCSIN: service = pay',
      'TOCSIN: service: pay',
      'TOCSIN: pay',
      'TOCSIN:service=pay',
      'TOCSIN service=pay',
      'ToCsIn: service=pay',
    ].map((text): [string, string] => [
      `// ${text}`,
      `unexpected \`${text.replace('TOCSIN', WORD)}\`, expected pairs such as service=payments-api`,
    ]),
  ])('that cannot be read is said to be so: %s', (line, message) => {
    expect(read(line)).toBe(message);
  });

  test('knows its line and column', () => {
    const text = `x\r\n  // ${WORD}: service=pay\r\n`;
    expect(readAnnotations('a.ts', text).annotations[0]?.place).toEqual({
      file: 'a.ts',
      line: 2,
      column: 3,
      length: 22,
    });
  });

  test('after code knows where it begins, a decorator over several lines where it starts', () => {
    const text = `  charge(); // ${WORD}: service=pay\n\n  @${WORD}(\n    service="pay")\n`;
    const places = readAnnotations('a.ts', text).annotations.map(({ place }) => place);
    expect(places.map(({ line, column }) => [line, column])).toEqual([
      [1, 13],
      [3, 3],
    ]);
  });

  test('that never ends is looked for in linear time', () => {
    const text = `@${WORD}(${'"('.repeat(400)}\n`.repeat(1200);
    expect(readAnnotations('a.ts', text).broken).toHaveLength(1200);
  });

  test('of a hostile line is looked for in linear time', () => {
    const line = `// ${WORD}: ${'a='.repeat(480)}`;
    const text = `${line}\n`.repeat(2000);
    expect(readAnnotations('a.ts', text).broken).toHaveLength(2000);
  });
});
