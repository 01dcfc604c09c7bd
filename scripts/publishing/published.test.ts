// The list of what was published.
import { describe, expect, test } from 'vitest';
import { parseList, renderList } from './published.ts';
import { SITE } from './testing/sample-site.ts';

describe('a list', () => {
  test('comes back as it was written', () => {
    const list = {
      files: new Map(Object.entries(SITE).toSorted()),
      older: ['0123456789ab', 'ba9876543210'],
      uncommitted: ['2026-11-22-shop'],
    };
    expect(parseList(renderList(list))).toEqual(list);
    expect(parseList('{"schema": "tocsin/published@1", "files": {}}')?.older).toEqual([]);
  });

  test.each([
    ['no JSON', 'x'],
    ['another document', '{"schema": "else", "files": {}}'],
    ['a way out of the folder', '{"schema": "tocsin/published@1", "files": {"../x": "y"}}'],
    ['an absolute path', '{"schema": "tocsin/published@1", "files": {"/x": "y"}}'],
  ])('is refused when it holds %s', (_what, text) => {
    expect(parseList(text)).toBeNull();
  });
});
