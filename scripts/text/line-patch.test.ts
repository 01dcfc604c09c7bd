import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linePatch } from './line-patch.ts';

describe('a patch of replaced lines', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-patch-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const text = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');

  test.each<[string, readonly number[]]>([
    ['the first line', [0]],
    ['the last line', [29]],
    ['lines side by side', [10, 11]],
    ['lines whose surroundings touch', [5, 11]],
    ['lines far apart', [3, 20]],
  ])('is what git applies: %s', (_title, changed) => {
    for (const end of ['\n', '']) {
      const before = `${text}${end}`;
      const after = before
        .split('\n')
        .map((line, index) => (changed.includes(index) ? `${line} changed` : line))
        .join('\n');
      writeFileSync(join(folder, 'a.txt'), before);
      execFileSync('git', ['apply', '-'], {
        cwd: folder,
        input: linePatch('a.txt', before, after),
      });
      expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(after);
    }
  });

  test('is empty when nothing differs', () => {
    expect(linePatch('a.txt', text, text)).toBe('');
  });
});
