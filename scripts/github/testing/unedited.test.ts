// A comment is edited when somebody edited it, and not when emulate was slow.
import { expect, test } from 'vitest';
import { correctValue } from './corrections.ts';
import { createUnedited } from './unedited.ts';

const comment = {
  id: 7,
  html_url: 'https://github.example/a/b/issues/1#issuecomment-7',
  created_at: '2026-11-21T10:00:00Z',
  updated_at: '2026-11-21T10:00:01Z',
};

test('a comment that nobody edited has one instant, and one that somebody edited has two', () => {
  const { hear, correct } = createUnedited();
  const shown = (): unknown => correctValue([{ comment: { ...comment } }], [correct]);
  const written = { ...comment, updated_at: comment.created_at };
  hear('/repos/a/b/issues/1/comments', { method: 'GET', body: undefined });
  expect(shown()).toEqual([{ comment: written }]);
  hear('/repos/a/b/issues/comments/7', { method: 'PATCH', body: { body: 'b' } });
  expect(shown()).toEqual([{ comment }]);
});
