import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { EXAMPLE } from './testing/plant.ts';
import { validate } from './validate.ts';

const example = readOrganisationFiles(EXAMPLE);

describe('arbitrary files', () => {
  const paths = fc.constantFrom(
    'tocsin.yaml',
    'ownership/functions.yaml',
    'ownership/teams/a.yaml',
    'ownership/products/b.yaml',
    'rules/00-global.yaml',
    'rules/sources/s.yaml',
    'incidents/2026/2026-01-01-a.md',
    'postmortems/2026/2026-01-01-a.md',
    'rules/x.txt',
  );
  const kinds = [
    'organisation',
    'functions',
    'team',
    'product',
    'rules',
    'source',
    'incident',
    'postmortem',
    'schedule',
    'stakeholders',
  ];
  const words = fc.constantFrom(
    'name',
    'members',
    'services',
    'id',
    'teams',
    'when',
    'severity',
    'gate',
    'notify',
    'to',
    'at',
    'declared',
    '__proto__',
    'constructor',
    'toString',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, 1, true, '', 'a', 'on-call', '2026-02-30T25:00Z'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(words, tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  const yaml = fc.tuple(fc.constantFrom(...kinds), value).map(
    ([kind, body]) =>
      `schema: tocsin/${kind}@1\nbody: ${JSON.stringify(body)}\n${Object.entries(Object(body))
        .filter(([key]) => /^[a-z]+$/.test(key))
        .map(([key, inner]) => `${key}: ${JSON.stringify(inner)}\n`)
        .join('')}`,
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    yaml,
    yaml.map((front) => `---\n${front}---\n# Text\n`),
  );
  const file: fc.Arbitrary<SourceFile> = fc.record({ path: paths, text: texts });

  test('never throw, and give sorted diagnostics with a sentence and a hint', () => {
    fc.assert(
      fc.property(fc.uniqueArray(file, { selector: (entry) => entry.path }), (files) => {
        const { diagnostics } = validate(files);
        expect(diagnostics).toEqual(sortDiagnostics(diagnostics));
        for (const { message, hint } of diagnostics) {
          expect(message).toMatch(/^unexpected .*, expected ./s);
          expect(hint).toMatch(/\S/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('give the same diagnostics in whatever order they are read', () => {
    fc.assert(
      fc.property(fc.uniqueArray(file, { selector: (entry) => entry.path }), (files) => {
        expect(validate(files.toReversed()).diagnostics).toEqual(validate(files).diagnostics);
      }),
      { numRuns: 100 },
    );
  });
});

test.each(['toString', 'valueOf', 'constructor', '__proto__', 'hasOwnProperty'])(
  'a list of maps with a key `%s` is refused like any other',
  (key) => {
    const text = `schema: tocsin/team@1\nname: A\nlead: a\nmembers: [{}, {"${key}": []}, {"${key}": 1}]\n`;
    const { diagnostics } = validate([{ path: 'ownership/teams/a.yaml', text }]);
    expect(diagnostics.map(({ message }) => message).join('\n')).toContain('expected a text');
  },
);

describe('a file that cannot be understood', () => {
  const wrong = 'name: [\n';

  test.for(example.map((entry) => entry.path))(
    '%s gives one finding, and nothing that refers to it gives another',
    (path) => {
      const files = example.map((entry) =>
        entry.path === path
          ? { path, text: path.endsWith('.md') ? `---\n${wrong}---\n` : wrong }
          : entry,
      );
      expect(validate(files).diagnostics.map((found) => [found.place.file, found.code])).toEqual([
        [path, 'yaml-syntax'],
      ]);
    },
  );

  test.for([
    ['ownership/teams/payments.yaml', 'members:', 'membres:'],
    ['ownership/teams/payments.yaml', '  - mara-okafor', '  - 42'],
    ['ownership/products/ordering.yaml', 'services:', 'service:'],
    ['ownership/products/ordering.yaml', '  - id: order-api', '  - id: Order API'],
    ['ownership/functions.yaml', '  - id: backend', '  - id: Back end'],
    ['tocsin.yaml', 'environments: [production, staging, development]', 'environments: production'],
    ['ownership/schedules/payments-primary.yaml', 'zone: ', 'zoen: '],
  ] as const)('%s with %j instead of %j gives one finding', ([path, before, after]) => {
    const files = example.map((entry) =>
      entry.path === path && 'text' in entry
        ? { path, text: entry.text.replace(before, after) }
        : entry,
    );
    expect(validate(files).diagnostics.map((found) => found.place.file)).toEqual([path]);
  });
});

describe('a file that is gone', () => {
  test.for(['tocsin.yaml', 'ownership/functions.yaml', 'rules/00-global.yaml'])(
    '%s is one finding',
    (path) => {
      const { diagnostics, organisation } = validate(
        example.filter((entry) => entry.path !== path),
      );
      expect(diagnostics.map((found) => [found.code, found.place.file])).toEqual([
        ['file-missing', path],
      ]);
      expect(organisation === null).toBe(path !== 'rules/00-global.yaml');
    },
  );

  test('leaves an empty organisation with what it needs', () => {
    expect(validate([]).diagnostics.map((found) => found.place.file)).toEqual([
      'ownership/functions.yaml',
      'rules/00-global.yaml',
      'tocsin.yaml',
    ]);
  });
});
