import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOfProgram } from './program.ts';

let folder: string;

const FILES = [
  'package.json',
  'package-lock.json',
  'site/astro.config.ts',
  'site/src/layouts/Page.astro',
  'scripts/speech/messages/de.json',
  'site/src/styles/base.css',
  'scripts/publication/view.ts',
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-program-'));
  for (const file of FILES) write(file, 'one');
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

test.each(FILES)('another version of %s is another program', (file) => {
  const before = digestOfProgram(folder);
  write(file, 'two');
  expect(digestOfProgram(folder)).not.toBe(before);
  write(file, 'one');
  expect(digestOfProgram(folder)).toBe(before);
});

test('a test is no part of the program, a new file is', () => {
  const before = digestOfProgram(folder);
  write('scripts/publication/view.test.ts', 'x');
  expect(digestOfProgram(folder)).toBe(before);
  write('scripts/publication/new.ts', 'x');
  expect(digestOfProgram(folder)).not.toBe(before);
});

test('a program that does not lie in its own folder has none', () => {
  expect(digestOfProgram(join(folder, 'missing'))).toBeNull();
});
