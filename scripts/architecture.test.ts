// The house's plan: which folder may import which, and what the pure core must never touch.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { type Folder, PLAN } from './authoring/plan.ts';
import { withPlan } from './authoring/plan-docs.ts';

const SCRIPTS = dirname(fileURLToPath(import.meta.url));

type Module = {
  readonly path: string;
  readonly folder: string;
  readonly code: string;
  readonly program: ReturnType<typeof parseSync>['program'];
  readonly imports: readonly string[];
};

const modules = readModules();

describe('the plan of scripts/', () => {
  test('is the one that contributors read', () => {
    const page = readFileSync(join(SCRIPTS, '../CONTRIBUTING.md'), 'utf8');
    expect(withPlan(page)).toBe(page);
  });

  test('every folder has its place in the plan', () => {
    const folders = new Set(
      modules.map((module) => module.folder).filter((folder) => folder !== ''),
    );
    expect([...folders].toSorted()).toEqual(Object.keys(PLAN).toSorted());
  });

  test('imports point down, as the plan says', () => {
    const broken = modules.filter(isPlanned).flatMap((module) =>
      module.imports
        .filter((target) => target.startsWith('scripts/'))
        .filter((target) => !mayImport(module.folder, folderOf(target)))
        .map((target) => `${module.path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('the pure layers use only the packages that the plan names', () => {
    const broken = modules.filter(isPlanned).flatMap((module) => {
      const packages: readonly string[] | null = PLAN[module.folder].packages;
      if (packages === null) return [];
      return module.imports
        .filter((target) => !target.startsWith('scripts/') && !packages.includes(target))
        .map((target) => `${module.path} → ${target}`);
    });
    expect(broken).toEqual([]);
  });

  test('no module imports itself through others', () => {
    const graph = new Map(
      modules.map((module) => [
        module.path,
        module.imports.filter((target) => target.startsWith('scripts/')),
      ]),
    );
    expect(findCycle(graph)).toBeNull();
  });

  test('relative imports name the file with its ending', () => {
    const broken = modules.flatMap((module) =>
      module.imports
        .filter((target) => target.startsWith('scripts/') && !/\.(ts|js|json)$/.test(target))
        .map((target) => `${module.path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('the pure layers', () => {
  test('never touch the clock, randomness, the environment, the network, timers or the console', () => {
    const broken = modules
      .filter(isPlanned)
      .filter((module) => {
        const { layer } = PLAN[module.folder];
        return layer === 'core' || layer === 'vocabulary';
      })
      .flatMap((module) => impurities(module).map((what) => `${module.path}: ${what}`));
    expect(broken).toEqual([]);
  });

  test('the check for impurities sees each of them', () => {
    const code =
      'Date.now(); new Date(); Math.random(); process.env; fetch(x); console.log(); setTimeout(f, 1); new Date(0);';
    const { program } = parseSync('x.ts', code);
    expect(impurities({ path: 'x.ts', folder: 'model', code, program, imports: [] })).toEqual([
      'Date.now',
      'new Date()',
      'Math.random',
      'process',
      'fetch',
      'console',
      'setTimeout',
    ]);
  });
});

describe('the environment', () => {
  test('is read by runtime.ts only', () => {
    const readers = modules
      .filter((module) => /process\.env|Date\.now\(|Math\.random\(/.test(module.code))
      .map((module) => module.path);
    expect(readers.filter((path) => !ENVIRONMENT_READERS.includes(path))).toEqual([]);
  });
});

/** The composition root, and the worker process, which has a root of its own. */
const ENVIRONMENT_READERS = ['scripts/runtime.ts', 'scripts/sitebuild/astro-worker.ts'];

function readModules(): readonly Module[] {
  return readdirSync(SCRIPTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !isTestSupport(name))
    .map((name) => {
      const path = `scripts/${name}`;
      const code = readFileSync(join(SCRIPTS, name), 'utf8');
      const { program, errors } = parseSync(path, code);
      if (errors.length > 0) throw new Error(`${path} cannot be parsed`);
      return { path, folder: folderOf(path), code, program, imports: importsOf(path, program) };
    });
}

/** Modules that only tests import, or that only make what tests read. */
function isTestSupport(name: string): boolean {
  return name.includes('/testing/');
}

function importsOf(path: string, program: Module['program']): readonly string[] {
  const found: string[] = [];
  const add = (source: unknown): void => {
    if (typeof source === 'string')
      found.push(
        source.startsWith('.') ? normalize(join(dirname(path), source)) : packageOf(source),
      );
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value),
    ExportNamedDeclaration: (node) => add(node.source?.value),
    ExportAllDeclaration: (node) => add(node.source.value),
    ImportExpression: (node) => add(node.source.type === 'Literal' ? node.source.value : null),
  }).visit(program);
  return found;
}

function packageOf(source: string): string {
  if (source.startsWith('node:')) return source;
  return source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');
}

function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? (parts[1] ?? '') : '';
}

function isPlanned(module: Module): module is Module & { readonly folder: Folder } {
  return Object.hasOwn(PLAN, module.folder);
}

function mayImport(from: Folder, to: string): boolean {
  const allowed: readonly string[] | null = PLAN[from].folders;
  return allowed === null || to === from || allowed.includes(to);
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle !== null) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

const FORBIDDEN = new Set([
  'process',
  'fetch',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'crypto',
]);

function impurities(module: Module): readonly string[] {
  const found: string[] = [];
  const members = new Set<unknown>();
  new Visitor({
    MemberExpression: (node) => {
      if (node.computed || node.object.type !== 'Identifier' || node.property.type !== 'Identifier')
        return;
      members.add(node.property);
      const name = `${node.object.name}.${node.property.name}`;
      if (name === 'Date.now' || name === 'Math.random') found.push(name);
    },
    NewExpression: (node) => {
      if (
        node.callee.type === 'Identifier' &&
        node.callee.name === 'Date' &&
        node.arguments.length === 0
      )
        found.push('new Date()');
    },
    Identifier: (node) => {
      if (FORBIDDEN.has(node.name) && !members.has(node)) found.push(node.name);
    },
  }).visit(module.program);
  return found;
}
