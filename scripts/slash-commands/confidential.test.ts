// What is confidential stays so, whatever commands make of it.
import { describe, expect, test } from 'vitest';
import { OTHER, OTHER_TEXT } from './fixtures/cases.ts';
import { openRoom, type Room } from './fixtures/room.ts';

const SERVICES = ['payments-api', 'ledger-db'];
const RESTRICTED = 'public: {visibility: restricted}\n';
const SPLIT = '2026-11-21-ledger-db';

const splitOf = (more: string): Room => {
  const room = openRoom({ services: SERVICES, more });
  expect(room.say('/split ledger-db')).toMatchObject([{ kind: 'done' }]);
  return room;
};

describe('/split', () => {
  test('of a restricted incident makes one that is restricted as well', () => {
    const room = splitOf(RESTRICTED);
    expect(room.incident(SPLIT).public).toEqual({ visibility: 'restricted' });
    expect(room.findings()).toEqual([]);
  });

  test('of any other one makes one that the public was told nothing of', () => {
    expect(splitOf('').incident(SPLIT).public).toBeNull();
    expect(splitOf('public: {visibility: public}\n').incident(SPLIT).public).toBeNull();
  });
});

describe('/duplicate', () => {
  test.each([
    [RESTRICTED, '', 'refused'],
    [RESTRICTED, RESTRICTED, 'done'],
    ['', '', 'done'],
  ])('of %j beside %j is %s: nothing confidential goes where all read', (own, theirs, kind) => {
    const room = openRoom(
      { more: own },
      { [OTHER]: OTHER_TEXT.replace('room:', `${theirs}room:`) },
    );
    expect(room.say('/duplicate #139')).toMatchObject([{ kind }]);
  });

  test.each([
    [RESTRICTED, 'refused'],
    ['', 'done'],
  ])('of %j beside one that only its category keeps from others is %s', (own, kind) => {
    const room = openRoom(
      { more: own },
      { [OTHER]: OTHER_TEXT.replace(/^category: .*$/m, 'category: security') },
    );
    expect(room.say('/duplicate #139')).toMatchObject([{ kind }]);
  });
});
