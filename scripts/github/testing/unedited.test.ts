// A comment is edited when somebody edited it, and not when emulate was slow.
import { expect, test } from 'vitest';
import { createUnedited } from './unedited.ts';
import { reply } from './exchange.ts';

const comment = {
  id: 7,
  html_url: 'https://github.example/a/b/issues/1#issuecomment-7',
  created_at: '2026-11-21T10:00:00Z',
  updated_at: '2026-11-21T10:00:01Z',
};

test('a comment that nobody edited has one instant, and one that somebody edited has two', async () => {
  const { send, show } = createUnedited(async () => reply(200, [comment]));
  const read = { method: 'GET', token: 't', body: undefined };
  const written = { ...comment, updated_at: comment.created_at };
  expect((await send('/repos/a/b/issues/1/comments', read)).body).toEqual([written]);
  expect(show({ comment })).toEqual({ comment: written });
  await send('/repos/a/b/issues/comments/7', { ...read, method: 'PATCH', body: { body: 'b' } });
  expect(show({ comment })).toEqual({ comment });
});
