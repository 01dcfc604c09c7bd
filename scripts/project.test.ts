// Promises of the project itself: the lock file is complete, names no registry, and versions are pinned.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

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
