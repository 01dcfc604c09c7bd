// What is confidential stays so, whatever commands make of it.
import { describe, expect, test } from 'vitest';
import { OTHER, OTHER_TEXT } from './testing/cases.ts';
import { itemOf, postmortemOf } from '../postmortems/testing/incident.ts';
import { larder, openRoom, type Room } from './testing/room.ts';

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

describe('what is not shown on GitHub, in a public repository', () => {
  const settings = { ...larder.settings, repository: 'public' as const };
  const organisation = { ...larder, settings };
  const hidden = { severity: 'sev2', more: RESTRICTED, roles: { manager: 'mara-okafor' } };
  const mara = { login: 'mara-okafor' };

  test('is told how to write the post-mortem, for which no pull request is opened', () => {
    const room = openRoom(hidden, {}, { organisation });
    expect(room.say('/postmortem owner @mara-okafor', mara)).toMatchObject([
      { kind: 'done', text: expect.stringContaining('`tocsin postmortem draft`') },
    ]);
    const shown = openRoom({ ...hidden, more: '' }, {}, { organisation });
    expect(shown.say('/postmortem owner @mara-okafor', mara)).toMatchObject([
      { kind: 'done', text: 'the post-mortem is begun; @mara-okafor writes it' },
    ]);
  });

  test('is closed without issues that nobody may make for it', () => {
    const postmortem = postmortemOf({ actionItems: [itemOf({ issue: null })] });
    const room = openRoom(hidden, {}, { organisation, postmortem });
    expect(room.say('/resolve keys were replaced', mara)).toMatchObject([{ kind: 'done' }]);
    expect(room.say('/close', mara)).toMatchObject([{ kind: 'done' }]);
    expect(room.incident().state).toBe('closed');
  });

  test('is silenced for a day at most: nothing longer would ever be merged', () => {
    const room = openRoom(hidden, {}, { organisation });
    expect(room.say('/mute 3d load test', mara)).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('`/mute 24h`') },
    ]);
    expect(room.say('/mute 24h load test', mara)).toMatchObject([{ kind: 'done' }]);
  });
});
