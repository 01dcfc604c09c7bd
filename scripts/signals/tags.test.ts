import { describe, expect, test } from 'vitest';
import { labelNamed, tagLabels, tagsIn } from './tags.ts';

describe('tagsIn', () => {
  test.each([
    [
      ['production', ' shop ', '', null, 7],
      ['production', 'shop', '7'],
    ],
    [[{ name: 'bug' }, { id: 1 }], ['bug']],
    ['production, shop,', ['production', 'shop']],
    ['', []],
    [null, []],
    [{ name: 'bug' }, []],
  ])('reads %j as %j', (value, tags) => {
    expect(tagsIn(value)).toEqual(tags);
  });
});

describe('tagLabels', () => {
  test('keeps the whole list and the pairs in it', () => {
    expect(
      tagLabels(['env:production', 'team = stock', 'vip', 'see:https://larder.example']),
    ).toEqual([
      ['tags', 'env:production,team = stock,vip,see:https://larder.example'],
      ['env', 'production'],
      ['team', 'stock'],
      ['see', 'https://larder.example'],
    ]);
  });

  test('takes no address for a pair, and gives nothing for no tags', () => {
    expect(tagLabels(['https://larder.example'], 'labels')).toEqual([
      ['labels', 'https://larder.example'],
    ]);
    expect(tagLabels([])).toEqual([]);
  });
});

test('labelNamed finds the first label with one of the names, in any case', () => {
  const labels = [
    ['ENV', 'production'],
    ['environment', 'staging'],
  ] as const;
  expect(labelNamed(labels, 'environment', 'env')).toBe('production');
  expect(labelNamed(labels, 'service')).toBeNull();
});
