import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCachedLines, writeCachedLines } from './cache.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tocsin-cache-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a cached list', () => {
  test('comes back as it was written, and git ignores its folder', () => {
    expect(writeCachedLines(root, 'list', ['b', 'a'])).toBe(true);
    expect([...readCachedLines(root, 'list')]).toEqual(['b', 'a']);
    expect(readFileSync(join(root, '.tocsin/.gitignore'), 'utf8')).toBe('*\n');
    expect(readdirSync(join(root, '.tocsin/cache'))).toEqual(['list']);
  });

  test('is empty when there is none, when it was emptied, and when a folder lies in its place', () => {
    expect(readCachedLines(root, 'list').size).toBe(0);
    writeCachedLines(root, 'list', []);
    expect(readCachedLines(root, 'list').size).toBe(0);
    mkdirSync(join(root, '.tocsin/cache/folder'), { recursive: true });
    expect(readCachedLines(root, 'folder').size).toBe(0);
    expect(writeCachedLines(root, 'folder', ['a'])).toBe(false);
  });

  test('is left without where no folder can be made', () => {
    writeFileSync(join(root, '.tocsin'), 'a file');
    expect(writeCachedLines(root, 'list', ['a'])).toBe(false);
    expect(readFileSync(join(root, '.tocsin'), 'utf8')).toBe('a file');
  });

  test('is never written through a link to another folder', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'tocsin-elsewhere-'));
    symlinkSync(elsewhere, join(root, '.tocsin'));
    expect(writeCachedLines(root, 'list', ['a'])).toBe(false);
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(elsewhere, { recursive: true });
  });

  test('replaces a link that lies in its place and leaves its target alone', () => {
    mkdirSync(join(root, '.tocsin/cache'), { recursive: true });
    const target = join(root, 'target');
    writeFileSync(target, 'precious');
    symlinkSync(target, join(root, '.tocsin/cache/list'));
    symlinkSync(target, join(root, '.tocsin/.gitignore'));
    expect(writeCachedLines(root, 'list', ['a'])).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(existsSync(join(root, '.tocsin/cache/list'))).toBe(true);
  });
});
