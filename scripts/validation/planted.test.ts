// Plants every mistake of `fixtures/planted` into a copy of the example organisation. A new case needs no code.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { catalogue } from '../diagnostics/catalogue.ts';
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { readAllFiles } from '../workspace/read.ts';
import { checkBodies } from './bodies.ts';
import { copyExample, EXAMPLE, makeMistake, type Plant, readPlants } from './testing/plant.ts';
import { lint } from './lint.ts';
import { validate } from './validate.ts';

const plants = readPlants();
let root: string;
/** Bodies of the clean copy, which need not be parsed again for every mistake. */
let clean: ReadonlySet<string> = new Set();

beforeAll(() => {
  root = copyExample();
  clean = new Set(checkBodies(validate(readAllFiles(root)).documents, clean).clean);
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a copy of the example organisation', () => {
  test('has no findings', () => {
    expect(checkBodies(validate(readAllFiles(root)).documents, new Set()).diagnostics).toEqual([]);
    expect(findAll(root)).toEqual([]);
  });

  test.for(plants)('with the mistake %s gets exactly one finding, at the mistake', ([, plant]) => {
    const { place, undo } = makeMistake(root, plant);
    try {
      const found = findAll(root, plant);
      expect(found.map(toFinding)).toEqual([{ code: plant.expected.code, ...place }]);
      expectWords(found[0], plant);
    } finally {
      undo();
    }
  });
});

describe('the folder of planted mistakes', () => {
  test('holds at least one case for every code of the catalogue, and none for other codes', () => {
    expect([...new Set(plants.map(([, plant]) => plant.expected.code))].toSorted()).toEqual(
      Object.keys(catalogue).toSorted(),
    );
  });
});

describe('forty mistakes at once', () => {
  test('are each reported by `tocsin validate` with place, code and hint, and nothing else is', () => {
    const together = onePerFile(
      plants.map(([, plant]) => plant).filter((plant) => plant.alone === undefined),
    );
    expect(together.length).toBeGreaterThanOrEqual(40);
    const copy = copyExample();
    try {
      const expected = together.map((plant) => ({
        code: plant.expected.code,
        ...makeMistake(copy, plant).place,
      }));
      const run = spawnSync(process.execPath, [PROGRAM, 'validate', '--json', '--root', copy], {
        encoding: 'utf8',
      });
      expect(run.status).toBe(1);
      const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(run.stdout);
      expect(diagnostics.map(toFinding).toSorted(byFile)).toEqual(expected.toSorted(byFile));
      for (const plant of together)
        expectWords(
          diagnostics.find((found) => found.place.file === (plant.expected.file ?? plant.file)),
          plant,
        );
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

type Finding = Diagnostic['place'] & { readonly code: string };

function findAll(folder: string, plant: Partial<Plant> = {}): readonly Diagnostic[] {
  const files = readAllFiles(folder);
  const now = '2026-11-21T10:00:00.000Z';
  const trackedFiles = files.map((file) => file.path);
  const { file = '', owing: isOwing = false, renamed: from, gone: isGone = false } = plant;
  const owing = isOwing ? [file] : [];
  const renamed = from === undefined ? [] : [{ from, to: file }];
  const gone = isGone ? [{ path: file, text: readFileSync(join(EXAMPLE, file), 'utf8') }] : [];
  const removed = { base: 'main', files: gone };
  const validation = validate(files, { now, trackedFiles, owing, renamed, removed });
  const { documents, diagnostics } = validation;
  return sortDiagnostics([
    ...diagnostics,
    ...lint(validation, now, files),
    ...checkBodies(documents, clean).diagnostics,
  ]);
}

function toFinding({ code, place }: Diagnostic): Finding {
  return { code, ...place };
}

function byFile(left: Finding, right: Finding): number {
  return left.file < right.file ? -1 : left.file > right.file ? 1 : 0;
}

function expectWords(found: Diagnostic | undefined, { expected }: Plant): void {
  expect(found?.message).toMatch(/^unexpected .*, expected ./);
  expect(found?.message).toContain(expected.message ?? '');
  expect(found?.hint).toContain(expected.hint);
}

function onePerFile(all: readonly Plant[]): readonly Plant[] {
  const seen = new Set<string>();
  return all.filter((plant) => {
    if (seen.has(plant.file)) return false;
    seen.add(plant.file);
    return true;
  });
}
