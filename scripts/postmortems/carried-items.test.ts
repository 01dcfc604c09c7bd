import { expect, test } from 'vitest';
import type { ActionItem } from '../model/action-item.ts';
import { carriedChanges } from './carried-items.ts';

const item = (changes: Partial<ActionItem>): ActionItem => ({
  id: 'A1',
  title: 'Pin the pool',
  type: 'prevent',
  debt: 'none',
  status: 'proposed',
  ownerTeam: 'shop',
  assignee: null,
  due: null,
  issue: null,
  ...changes,
});
const changesOf = (
  written: Partial<ActionItem>,
  known: Partial<ActionItem>,
): readonly (readonly [string, unknown])[] =>
  carriedChanges([item(written)], [item(known)]).map(({ field, value }) => [field, value]);

test('what was done, dropped, promised or given to somebody on GitHub goes into the post-mortem', () => {
  const done = { status: 'done', done: '2026-11-22', issue: 3, assignee: 'tove' } as const;
  expect(changesOf({}, done)).toEqual([
    ['assignee', 'tove'],
    ['status', 'done'],
    ['done', '2026-11-22'],
    ['issue', 3],
  ]);
  expect(changesOf({ status: 'accepted', issue: 3 }, { status: 'dropped', issue: 3 })).toEqual([
    ['status', 'dropped'],
  ]);
  expect(changesOf({}, { status: 'accepted' })).toEqual([['status', 'accepted']]);
});

test('what people wrote there stays', () => {
  expect(changesOf({}, {})).toEqual([]);
  expect(
    changesOf(
      { title: 'Pin it for good', status: 'accepted', assignee: 'wim', issue: 3 },
      { assignee: 'tove', issue: 3 },
    ),
  ).toEqual([]);
  expect(changesOf({ status: 'dropped' }, { status: 'done', done: '2026-11-22' })).toEqual([]);
});

test('one that only has the number of another one gets a number that neither has', () => {
  const written = [item({}), item({ id: 'A3', title: 'Alert on pool usage' })];
  const known = [item({}), item({ id: 'A2' }), item({ id: 'A3', title: 'Tell support', issue: 5 })];
  expect(carriedChanges(written, known)).toEqual([{ item: 'A3', field: 'id', value: 'A4' }]);
});

test('who was given it last has it, as far as somebody can tell', () => {
  const told = new Map([['A1', 'wim']]);
  const given = (written: string, known: string): unknown =>
    carriedChanges([item({ assignee: written })], [item({ assignee: known })], told);
  // On GitHub after the draft was told of wim, on the branch after that, and both the same.
  expect(given('mara', 'tove')).toEqual([{ item: 'A1', field: 'assignee', value: 'tove' }]);
  expect(given('mara', 'wim')).toEqual([]);
  expect(given('tove', 'tove')).toEqual([]);
});
