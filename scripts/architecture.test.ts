// The house's plan: which folder may import which, and what the pure core must never touch.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

type Folder = keyof typeof PLAN;

/** Every folder of `scripts/` with its layer and the folders that it may import; packages for the pure layers. */
const PLAN = {
  model: { layer: 'vocabulary', folders: [], packages: [] },
  text: { layer: 'vocabulary', folders: ['model'], packages: [] },
  diagnostics: { layer: 'vocabulary', folders: ['model', 'text'], packages: [] },
  config: {
    layer: 'core',
    folders: ['model', 'diagnostics', 'text'],
    packages: ['ajv', 'js-yaml', 'yaml'],
  },
  signals: {
    layer: 'core',
    folders: ['model', 'text'],
    packages: ['jose', 'node:buffer', 'node:crypto'],
  },
  ownership: { layer: 'core', folders: ['model', 'text'], packages: [] },
  correlation: { layer: 'core', folders: ['model'], packages: ['node:crypto'] },
  recording: { layer: 'core', folders: ['model', 'correlation'], packages: [] },
  maintenance: {
    layer: 'core',
    folders: ['model'],
    packages: ['rrule-temporal', 'temporal-polyfill'],
  },
  oncall: { layer: 'core', folders: ['model'], packages: ['temporal-polyfill'] },
  rules: {
    layer: 'core',
    folders: ['model', 'text', 'ownership', 'correlation', 'maintenance', 'oncall'],
    packages: ['re2js'],
  },
  incidents: {
    layer: 'core',
    folders: ['model', 'diagnostics', 'text', 'config'],
    packages: [
      'mdast',
      'mdast-util-to-string',
      'remark-parse',
      'remark-stringify',
      'unified',
      'yaml',
    ],
  },
  postmortems: {
    layer: 'core',
    folders: ['model', 'diagnostics', 'text', 'config', 'incidents'],
    packages: ['mdast', 'mdast-util-to-string'],
  },
  response: {
    layer: 'core',
    folders: ['model', 'config', 'correlation', 'incidents', 'postmortems', 'rules'],
    packages: [],
  },
  'slash-commands': {
    layer: 'core',
    folders: [
      'model',
      'text',
      'config',
      'signals',
      'ownership',
      'oncall',
      'correlation',
      'recording',
      'incidents',
      'maintenance',
      'postmortems',
      'rules',
      'response',
    ],
    packages: ['mdast', 'remark-parse', 'unified'],
  },
  rooms: {
    layer: 'core',
    folders: [
      'model',
      'text',
      'config',
      'correlation',
      'incidents',
      'oncall',
      'postmortems',
      'rules',
      'response',
      'slash-commands',
    ],
    packages: [],
  },
  simulation: {
    layer: 'core',
    folders: ['model', 'config', 'correlation', 'incidents', 'rules', 'response'],
    packages: [],
  },
  'rule-tests': {
    layer: 'core',
    folders: ['model', 'text', 'diagnostics', 'config', 'rules', 'response', 'simulation'],
    packages: [],
  },
  impact: {
    layer: 'core',
    folders: ['model', 'text', 'signals', 'correlation', 'rules', 'simulation'],
    packages: [],
  },
  speech: { layer: 'core', folders: ['model'], packages: [] },
  publication: {
    layer: 'core',
    folders: [
      'model',
      'speech',
      'incidents',
      'maintenance',
      'oncall',
      'ownership',
      'postmortems',
      'rooms',
      'rules',
    ],
    packages: [
      'node:crypto',
      'temporal-polyfill',
      'mdast',
      'mdast-util-to-string',
      'rehype-sanitize',
      'rehype-stringify',
      'remark-gfm',
      'remark-parse',
      'remark-rehype',
      'unified',
    ],
  },
  doctor: { layer: 'core', folders: ['model'], packages: ['yaml'] },
  syndication: {
    layer: 'core',
    folders: ['model', 'text', 'speech', 'publication'],
    packages: ['@astrojs/rss', 'node:crypto'],
  },
  validation: {
    layer: 'core',
    folders: [
      'model',
      'diagnostics',
      'text',
      'config',
      'incidents',
      'maintenance',
      'ownership',
      'postmortems',
      'recording',
      'signals',
      'slash-commands',
      'oncall',
      'rules',
    ],
    packages: ['node:crypto', 'saxes'],
  },
  workspace: { layer: 'adapters', folders: ['model', 'config'], packages: null },
  inbox: { layer: 'adapters', folders: ['model'], packages: null },
  sitebuild: { layer: 'adapters', folders: ['publication', 'syndication'], packages: null },
  publishing: { layer: 'adapters', folders: ['model'], packages: null },
  github: { layer: 'adapters', folders: ['model'], packages: null },
  apply: {
    layer: 'adapters',
    folders: [
      'model',
      'config',
      'incidents',
      'response',
      'slash-commands',
      'validation',
      'workspace',
    ],
    packages: null,
  },
  projection: {
    layer: 'adapters',
    folders: [
      'model',
      'text',
      'config',
      'correlation',
      'incidents',
      'postmortems',
      'rooms',
      'slash-commands',
      'response',
      'apply',
      'workspace',
      'github',
    ],
    packages: null,
  },
  conversation: {
    layer: 'adapters',
    folders: [
      'model',
      'config',
      'correlation',
      'incidents',
      'postmortems',
      'response',
      'rooms',
      'slash-commands',
      'apply',
      'github',
      'projection',
    ],
    packages: null,
  },
  gateway: { layer: 'shell', folders: null, packages: null },
  cli: { layer: 'shell', folders: null, packages: null },
  commands: { layer: 'shell', folders: null, packages: null },
  authoring: { layer: 'shell', folders: null, packages: null },
} as const;

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
    .filter(
      (name) =>
        name.endsWith('.ts') &&
        !name.endsWith('.test.ts') &&
        !name.includes('fixtures') &&
        !isTestSupport(name),
    )
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
  return /(^|\/)((contract-|test-)[a-z-]+\.ts$|testing\/)/.test(name);
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
