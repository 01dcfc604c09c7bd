import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../config/file-limits.ts';
import { decode, findRoot, readOrganisationFiles, readSourceFile } from './read.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tocsin-read-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the files of an organisation', () => {
  test('are those of its five places; hidden files and notes for people are no documents', () => {
    for (const path of [
      'tocsin.yaml',
      'ownership/functions.yaml',
      'rules/sources/a.yaml',
      'incidents/2026/x.md',
    ])
      put(path, path);
    for (const path of [
      'package.json',
      'src/rules/b.yaml',
      'rules/.hidden.yaml',
      'rules/README.md',
      'incidents/.git/config',
    ])
      put(path, path);
    expect(readOrganisationFiles(root)).toEqual(
      [
        'tocsin.yaml',
        'ownership/functions.yaml',
        'rules/sources/a.yaml',
        'incidents/2026/x.md',
      ].map((path) => ({ path, text: path })),
    );
  });

  test('are none in an empty folder', () => {
    expect(readOrganisationFiles(root)).toEqual([]);
  });

  test('are never read through links, neither to files nor to folders', () => {
    put('secret/key.yaml', 'secret');
    mkdirSync(join(root, 'rules'));
    symlinkSync('../secret', join(root, 'rules/sources'));
    symlinkSync('../secret/key.yaml', join(root, 'rules/a.yaml'));
    symlinkSync('secret', join(root, 'ownership'));
    symlinkSync('nowhere', join(root, 'tocsin.yaml'));
    expect(readOrganisationFiles(root)).toEqual([
      { path: 'tocsin.yaml', problem: 'link' },
      { path: 'ownership', problem: 'link' },
      { path: 'rules/a.yaml', problem: 'link' },
      { path: 'rules/sources', problem: 'link' },
    ]);
  });

  test('may be as large as the limit and no larger, and must be UTF-8', () => {
    put('rules/a.yaml', 'a'.repeat(MAX_FILE_BYTES));
    put('rules/b.yaml', 'b'.repeat(MAX_FILE_BYTES + 1));
    expect(readSourceFile(root, 'rules/a.yaml')).toHaveProperty('text');
    expect(readSourceFile(root, 'rules/b.yaml')).toEqual({
      path: 'rules/b.yaml',
      problem: 'too_large',
    });
    expect(readSourceFile(root, 'rules')).toEqual({ path: 'rules', problem: 'unreadable' });
    expect(readSourceFile(root, 'rules/c.yaml')).toEqual({
      path: 'rules/c.yaml',
      problem: 'unreadable',
    });
    expect(decode('x', Uint8Array.of(0xff))).toEqual({ path: 'x', problem: 'not_utf8' });
    expect(decode('x', new Uint8Array(MAX_FILE_BYTES + 1))).toEqual({
      path: 'x',
      problem: 'too_large',
    });
    expect(decode('x', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toEqual({ path: 'x', text: 'a' });
  });
});

describe('the root of an organisation', () => {
  test('is the nearest folder at or above that has a tocsin.yaml', () => {
    put('tocsin.yaml', '');
    mkdirSync(join(root, 'a/b'), { recursive: true });
    expect(findRoot(join(root, 'a/b'))).toBe(root);
    put('a/tocsin.yaml', '');
    expect(findRoot(join(root, 'a/b'))).toBe(join(root, 'a'));
  });

  test('is none where no folder above has one', () => {
    expect(findRoot(root)).toBeNull();
  });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
