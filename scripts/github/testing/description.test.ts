// The committed cut of GitHub's description: complete, and as strict as it says.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDescription } from './description.ts';
import { at, record } from './exchange.ts';
import { OPERATIONS, pruneDescription } from './prune-description.ts';

const committed: unknown = JSON.parse(
  readFileSync(new URL('./fixtures/github-api.json', import.meta.url), 'utf8'),
);
const description = readDescription();

test('the cut holds exactly the operations that are named, and every schema that it names', () => {
  const held = Object.entries(record(at(committed, 'paths'))).flatMap(([path, methods]) =>
    Object.keys(record(methods)).map((method) => `${method} ${path}`),
  );
  expect(held.toSorted()).toEqual(OPERATIONS.toSorted());
  const again = pruneDescription(committed, OPERATIONS);
  expect(again['components']).toEqual(at(committed, 'components'));
});

test('every operation is found by its own path, fixed parts before gaps', () => {
  const found = OPERATIONS.map((operation) => {
    const [method = '', path = ''] = operation.split(' ');
    return description.find(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '7'))?.id;
  });
  expect(found).not.toContain(undefined);
  expect(new Set(found).size).toBe(OPERATIONS.length);
  expect(description.find('GET', '/repos/a/b/issues/comments')?.id).toBe(
    'issues/list-comments-for-repo',
  );
  expect(description.find('PUT', '/repos/a/b/contents/x')).toBeNull();
});

test('an answer that lacks a field, has the wrong type or an unknown status is seen', () => {
  const operation = { id: 'issues/create-label', parameters: {} };
  const url = 'http://127.0.0.1/x';
  const label = { id: 1, node_id: 'x', url, name: 'a', color: 'b60205', default: false };
  const check = (status: number, body: unknown): readonly string[] =>
    description.checkAnswer(operation, status, body);
  expect(check(201, { ...label, description: null })).toEqual([]);
  expect(check(201, label)).toEqual(["the body must have required property 'description'"]);
  expect(check(201, { ...label, description: 7 })).toContain('/description must be string');
  expect(check(200, { ...label, description: '' })).toEqual([
    'the description knows no answer 200',
  ]);
  expect(check(503, { message: 'x' })).toEqual([]);
  expect(check(503, 'x')).toEqual(['a refusal must have a message']);
});
