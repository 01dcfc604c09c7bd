// Promises of the project itself: the lock file is complete, names no registry, and versions are pinned.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { placeDocument } from './config/layout.ts';

const ROOT = new URL('../', import.meta.url);

const lock: unknown = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);
const manifest: unknown = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

test('every optional dependency in the lock file is itself in the lock file', () => {
  const packages = recordAt(lock, 'packages');
  const names = new Set(
    Object.keys(packages).map((path) =>
      path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    ),
  );
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(recordAt(entry, 'optionalDependencies'))
      .filter((name) => !names.has(name))
      .map((name) => `${path} → ${name}`),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no download address', () => {
  expect(JSON.stringify(lock)).not.toContain('"resolved":"http');
});

test('no page that people read in their own repository has npm look for the program in its registry', () => {
  const docs = new URL('../docs/', import.meta.url);
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
  const asking = pages.filter((name) =>
    /npx tocsin [a-z]/.test(readFileSync(new URL(name, docs), 'utf8')),
  );
  expect(pages.length).toBeGreaterThan(5);
  expect(asking).toEqual([]);
});

test('every dependency is pinned to one version', () => {
  const loose = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(recordAt(manifest, kind)).filter(
      ([, version]) => typeof version !== 'string' || !/^\d+\.\d+\.\d+$/.test(version),
    ),
  );
  expect(loose).toEqual([]);
});

function recordAt(value: unknown, key: string): Record<string, unknown> {
  const found: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

test.each(listExample())(
  '%s names its schema in the first line, so that editors complete it',
  (path) => {
    const [first = ''] = readFileSync(new URL(path, ROOT), 'utf8').split('\n');
    const named = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? '';
    const schema: unknown = JSON.parse(readFileSync(new URL(named, new URL(path, ROOT)), 'utf8'));
    const kind = placeDocument(path);
    expect(kind.kind).toBe('document');
    expect(recordAt(schema, 'properties')).toHaveProperty('schema');
    expect(named).toContain(`/${kind.kind === 'document' ? kind.document : ''}.schema.json`);
  },
);

/** The YAML files of the example organisation. */
function listExample(): readonly string[] {
  const folders = ['ownership', 'rules'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name}`,
    ),
  );
  return ['tocsin.yaml', ...folders.filter((path) => path.endsWith('.yaml'))];
}
