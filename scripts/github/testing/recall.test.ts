// What was asked is not asked again, unless something was written since, or is being written.
import { beforeEach, expect, test } from 'vitest';
import { reply } from './exchange.ts';
import type { Send } from './forward.ts';
import { withRecall } from './recall.ts';

let asked: string[];
let send: Send;

beforeEach(() => {
  asked = [];
  send = withRecall(async (path, { method }) => {
    asked.push(`${method} ${path}`);
    await Promise.resolve();
    return reply(200, asked.length);
  });
});

const read = async (path: string, token = 't'): Promise<unknown> =>
  (await send(path, { method: 'GET', token, body: null })).body;
const write = async (): Promise<unknown> =>
  await send('/issues', { method: 'POST', token: 't', body: {} });

test('the same question has the same answer, which is asked for once', async () => {
  expect([await read('/issues'), await read('/issues')]).toEqual([1, 1]);
  expect([await read('/pulls'), await read('/issues', 'of somebody else')]).toEqual([2, 3]);
});

test('what was written is seen by whoever asks after it', async () => {
  await read('/issues');
  await write();
  expect(await read('/issues')).toBe(3);
});

test('what was asked while somebody wrote is asked again after it', async () => {
  const written = write();
  await Promise.all([written, read('/issues')]);
  expect(asked).toEqual(['POST /issues', 'GET /issues']);
  await read('/issues');
  expect(asked).toHaveLength(3);
});

test('what failed is asked again', async () => {
  const failing = withRecall(async (path) => {
    asked.push(path);
    throw new Error('away');
  });
  const question = { method: 'GET', token: 't', body: null };
  await expect(failing('/issues', question)).rejects.toThrow('away');
  await expect(failing('/issues', question)).rejects.toThrow('away');
  expect(asked).toHaveLength(2);
});
