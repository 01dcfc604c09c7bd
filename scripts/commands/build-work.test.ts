// What an edit of one incident costs hangs on the incident and not on the history: counted in calls of functions and in
// files, which no busy machine changes.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_AT, frameFiles, incidentFile, makeLongHistory } from '../../bench/long-history.ts';
import { SOURCE } from '../cli/testing/program.ts';
import { POST_LIMIT } from '../syndication/posts.ts';
import { cleanUp, temporaryFolder } from './testing/process.ts';

/** In a month that is over, in both histories. */
const EDITED = 99;
const [FEW, MANY] = [100, 1_000];
/** Of each incident that is over. */
const UPDATES = 4;

/** One build after an edit. */
type Work = {
  /** How often each function of ours was called, by `module function`. */
  readonly calls: ReadonlyMap<string, number>;
  /** The files that were made; all others are those of the build before. */
  readonly made: readonly string[];
};

let few: Work;
let many: Work;

beforeAll(() => {
  few = workOfEdit(FEW);
  many = workOfEdit(MANY);
}, 600_000);
afterAll(cleanUp);

describe('an edit of one incident among ten times as many', () => {
  test('makes the same files again', () => {
    expect(many.made).toEqual(few.made);
    expect(many.made).toContain(
      incidentFile(EDITED).path.replace(/^.*\/(.*)md$/, 'incidents/$1html'),
    );
  });

  test.each([
    'workspace/git-process.ts runGit',
    'workspace/cache.ts readCachedLines',
    'workspace/cache.ts writeCachedLines',
    'config/syntax.ts parseYaml',
    'incidents/body.ts readBody',
  ])('calls %s as often', (name) => {
    expect(few.calls.get(name)).toBeGreaterThan(0);
    expect(many.calls.get(name)).toBe(few.calls.get(name));
  });

  test.each(['publication/markdown.ts renderMarkdown', 'incidents/plain-text.ts plainText'])(
    'calls %s for one feed more at the most: that of its component holds fifty',
    (name) => {
      const before = few.calls.get(name) ?? 0;
      expect(before).toBeGreaterThan(0);
      expect(many.calls.get(name)).toBeLessThanOrEqual(before + POST_LIMIT * UPDATES);
    },
  );

  test('reads each file of the organisation once', () => {
    const files = MANY + frameFiles().length;
    expect(many.calls.get('workspace/read.ts readSourceFile')).toBe(files);
  });

  test('calls nothing more than ten times as often, and once for each incident', () => {
    const grown = [...many.calls].filter(
      ([name, calls]) => calls > 10.5 * (few.calls.get(name) ?? 0) + MANY,
    );
    expect(grown).toEqual([]);
  });
});

function workOfEdit(incidents: number): Work {
  const root = makeLongHistory(incidents, ['en']);
  try {
    const out = join(root, 'dist');
    build(root, BUILT_AT, {});
    const before = new Map(filesIn(out).map((path) => [path, statSync(join(out, path)).ino]));
    const { path, text } = incidentFile(EDITED);
    writeFileSync(join(root, path), text.replace('The next update comes', 'An update comes'));
    const coverage = temporaryFolder('calls');
    build(root, BUILT_AT.replace(':30:', ':40:'), { NODE_V8_COVERAGE: coverage });
    const made = filesIn(out).filter((each) => statSync(join(out, each)).ino !== before.get(each));
    return { calls: callsIn(coverage), made };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function build(root: string, at: string, environment: Readonly<Record<string, string>>): void {
  const run = spawnSync(process.execPath, [SOURCE, 'build', '--root', root, '--at', at], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  expect([run.status, run.stderr]).toEqual([0, expect.not.stringContaining('tocsin:')]);
}

type Coverage = {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
};

function callsIn(folder: string): ReadonlyMap<string, number> {
  const calls = new Map<string, number>();
  for (const file of readdirSync(folder)) {
    const coverage: Coverage = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const [name, count] of namedCallsOf(coverage))
      calls.set(name, (calls.get(name) ?? 0) + count);
  }
  return calls;
}

function namedCallsOf({ result }: Coverage): readonly (readonly [string, number])[] {
  return result.flatMap(({ url, functions }) => {
    const [, module] = /\/scripts\/(.*)$/.exec(url) ?? [];
    if (module === undefined) return [];
    return functions.flatMap(({ functionName, ranges }) =>
      functionName === '' ? [] : [[`${module} ${functionName}`, ranges[0]?.count ?? 0] as const],
    );
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}
