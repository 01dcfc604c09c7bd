// What people paste is taken for what it names, and nothing of another repository is.
import { describe, expect, test } from 'vitest';
import { OTHER, OTHER_TEXT, ROLES } from './testing/cases.ts';
import { larder, openRoom } from './testing/room.ts';
import { findTeam } from './commands/people.ts';
import { commitIn, roomNumber } from './pasted.ts';

const issueUrl = (number: number): string =>
  `https://github.example/Larder/incidents/issues/${number}`;

describe('a room', () => {
  test.each([
    ['139', 139],
    ['#139', 139],
    ['https://github.example/larder/incidents/issues/139', 139],
    ['https://github.example/Larder/incidents/issues/139#issuecomment-77', 139],
    ['https://github.example/larder/incidents/issues/139?x=1', 139],
    ['larder/incidents#139', 139],
    ['incidents#139', null],
    ['https://github.example/larder/shop/issues/139', null],
    ['https://github.example/larder/incidents/issues/139/4', null],
    ['https://github.example/larder/incidents/pull/139', null],
    ['https://evil.example/?https://github.example/larder/incidents/issues/139', null],
    ['https://github.example/larder/incidents/issues/x#139', null],
    ['larder/shop#139', null],
    ['2026-11-20-ledger-db', null],
  ])('%s', (word, number) => {
    expect(roomNumber(word, issueUrl)).toBe(number);
  });

  test.each([
    ['https://github.example/42/7/issues/12', 12],
    ['https://github.example/42/7/issues/12/#issuecomment-77', 12],
    ['42/7#12', 12],
    ['https://github.example/42/7/issues/', null],
    ['https://github.example/42/7', null],
    ['42/12', null],
  ])('of an owner and a repository whose names are numbers: %s', (word, number) => {
    expect(roomNumber(word, (each) => `https://github.example/42/7/issues/${each}`)).toBe(number);
  });

  test('is named by its address in a command, and an address of none is said to be so', () => {
    const room = openRoom({ roles: ROLES }, { [OTHER]: OTHER_TEXT }, { issueUrl });
    expect(room.say(`/caused-by ${issueUrl(139)}#issuecomment-1`)).toMatchObject([
      { kind: 'done' },
    ]);
    expect(room.say('/caused-by https://github.example/larder/shop/issues/139')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('is the address of no room here') },
    ]);
    expect(room.say(`/caused-by ${issueUrl(77)}`)).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('No incident has the room') },
    ]);
    expect(room.say('/caused-by larder/shop#139')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('is the address of no room here') },
    ]);
  });

  test.each([issueUrl(139), 'larder/incidents#139'])(
    'where nobody knows the repository it is not said to be of another one: %s',
    (word) => {
      const room = openRoom({ roles: ROLES }, { [OTHER]: OTHER_TEXT });
      const [answer] = room.say(`/caused-by ${word}`);
      expect(answer?.text).toContain('is not known here. Name it by its number, such as `#139`');
    },
  );

  test('is named by its number also where nobody knows the repository', () => {
    const room = openRoom({ roles: ROLES }, { [OTHER]: OTHER_TEXT });
    expect(room.say('/caused-by #139')).toMatchObject([{ kind: 'done' }]);
  });
});

describe('a commit', () => {
  test.each([
    ['https://github.com/larder/shop/commit/4f2a91c0de', '4f2a91c0de'],
    ['https://github.com/larder/shop/pull/7/commits/4f2a91c0de#diff-1', '4f2a91c0de'],
    ['larder/shop@4F2A91C', '4f2a91c'],
    ['payments-api@4.18.0', 'payments-api@4.18.0'],
    ['https://github.com/larder/shop/pull/7', 'https://github.com/larder/shop/pull/7'],
  ])('%s', (word, commit) => {
    expect(commitIn(word)).toBe(commit);
  });

  test('is suspected by its address, and a pull request by the commit that it became', () => {
    const room = openRoom();
    expect(room.say('/suspect https://github.com/larder/shop/pull/7')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('name the commit that it became') },
    ]);
    room.say('/suspect https://github.com/larder/shop/commit/4f2a91c0de');
    expect(room.incident().change).toMatchObject({ deploy: '4f2a91c0de' });
  });
});

test('a team is found by the name that GitHub and cards give it', () => {
  const team = [...larder.teams.values()].find(({ channel }) => channel !== null);
  if (team === undefined) throw new Error('no team has a channel');
  const teams = new Map([
    ['stores', { ...team, id: 'stores', github: null, channel: '#stores' }],
    ['shop', { ...team, id: 'shop', github: 'larder/shop-people', channel: '#both' }],
    ['desk', { ...team, id: 'desk', github: null, channel: '#both' }],
  ]);
  const found = (word: string): string | undefined => findTeam({ ...larder, teams }, word)?.id;
  expect(found('@larder/stores')).toBe('stores');
  expect(found('#stores')).toBe('stores');
  expect(found('@larder/shop-people')).toBe('shop');
  // Called otherwise on GitHub, and a channel of two teams.
  expect(found('@larder/shop')).toBeUndefined();
  expect(found('#both')).toBeUndefined();
});

test('numbers are taken with the signs between their thousands', () => {
  const room = openRoom();
  room.say('/impact customers=1,200 requests_failed=18 311');
  expect(room.incident().impact).toEqual({ customers: 1200, requests_failed: 18_311 });
});
