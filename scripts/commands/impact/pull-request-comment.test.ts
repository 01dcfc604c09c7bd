import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { postComment, type PullRequest } from './pull-request-comment.ts';
import { type CommentServer, startComments } from '../testing/comments.ts';

let server: CommentServer;
let pull: PullRequest;

beforeEach(async () => {
  server = await startComments('right');
  pull = {
    api: server.address,
    repository: 'larder/organisation',
    number: 7,
    token: 'right',
    isFork: false,
  };
});
afterEach(() => server.close());

const MARKER = '<!-- m -->';
const comment = (text: string): Parameters<typeof postComment>[1] => ({
  marker: MARKER,
  body: `${MARKER}\n${text}`,
  mayCreate: true,
});
const add = (count: number, type: 'Bot' | 'User', body: string): void => {
  for (let index = 0; index < count; index += 1)
    server.comments.push({ id: server.comments.length + 1, user: { type }, body });
};

describe('the comment on a pull request', () => {
  test('is created once and edited afterwards', async () => {
    expect(await postComment(pull, comment('one'))).toBe('created');
    expect(await postComment(pull, comment('two'))).toBe('edited');
    expect(await postComment(pull, comment('two'))).toBe('unchanged');
    expect(server.comments.map(({ body }) => body)).toEqual([`${MARKER}\ntwo`]);
  });

  test('is found on a later page', async () => {
    add(230, 'User', 'a remark');
    await postComment(pull, comment('one'));
    add(50, 'User', 'another remark');
    expect(await postComment(pull, comment('two'))).toBe('edited');
    expect(server.comments.filter(({ body }) => body.startsWith(MARKER))).toHaveLength(1);
    add(120, 'Bot', 'a report of another program');
    expect(await postComment(pull, comment('three'))).toBe('edited');
  });

  test('is never one that a person wrote, whatever it begins with', async () => {
    add(1, 'User', `${MARKER} mine now`);
    expect(await postComment(pull, comment('one'))).toBe('created');
    expect(server.comments[0]?.body).toBe(`${MARKER} mine now`);
  });

  test('is not created when there is nothing to say, but edited when there was', async () => {
    const nothing = { ...comment('nothing'), mayCreate: false };
    expect(await postComment(pull, nothing)).toBe('not needed');
    await postComment(pull, comment('one'));
    expect(await postComment(pull, nothing)).toBe('edited');
  });

  test('of a fork, or without the right to write, is not posted', async () => {
    expect(await postComment({ ...pull, isFork: true }, comment('one'))).toBe('not allowed');
    expect(server.requests).toEqual([]);
    expect(await postComment({ ...pull, token: 'wrong' }, comment('one'))).toBe('not allowed');
    expect(server.comments).toEqual([]);
  });

  test('is tried again when GitHub fails for a moment, but never created twice', async () => {
    server.failures.push(502);
    expect(await postComment(pull, comment('one'))).toBe('created');
    server.comments.length = 0;
    server.failures.push(200, 500);
    await expect(postComment(pull, comment('one'))).rejects.toThrow(
      'GitHub answered 500 to the comment',
    );
    expect(server.comments).toEqual([]);
  });

  test('of a GitHub that cannot be reached is one sentence', async () => {
    await server.close();
    await expect(postComment(pull, comment('one'))).rejects.toThrow(
      'GitHub cannot be reached, so nothing was posted',
    );
  });
});
