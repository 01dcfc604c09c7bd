// What is owed after the resolution is not talked away.
import { describe, expect, test } from 'vitest';
import { ROLES } from './testing/cases.ts';
import { manager } from './testing/manager.ts';
import { type Beginning, openRoom, type Room } from './testing/room.ts';

const RESOLVED = 'acknowledged: 2026-11-21T09:20:00Z\n  resolved: 2026-11-21T09:50:00Z';
const LATER = '2026-12-21T10:00:00.000Z';

const over = (more: Beginning = {}): Room =>
  openRoom({ roles: ROLES, state: 'resolved', at: RESOLVED, ...more });

describe('the category', () => {
  test('after the resolution is for managers, and takes no post-mortem away', () => {
    const room = over({ severity: 'sev2' });
    expect(room.say('/set category latency')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('Ask @teodora-ilic.') },
    ]);
    expect(room.say('/set category tooling\n/close', manager)).toMatchObject([
      { kind: 'done', text: expect.stringContaining('the post-mortem is owed all the same') },
      { kind: 'refused', text: expect.stringContaining('it owes a post-mortem since') },
    ]);
    expect(room.incident()).toMatchObject({ state: 'resolved', postmortemOwed: true });
    expect(room.findings()).toEqual([]);
  });

  test('that asks for no post-mortem is for managers while it goes on', () => {
    const room = openRoom({ severity: 'sev2', roles: ROLES });
    expect(room.say('/set category tooling')).toMatchObject([{ kind: 'refused' }]);
    expect(room.say('/set category latency')).toMatchObject([{ kind: 'done' }]);
    expect(room.say('/set category tooling', manager)).toMatchObject([{ kind: 'done' }]);
    expect(room.incident().postmortemOwed).toBe(false);
    expect(openRoom().say('/set category tooling')).toMatchObject([{ kind: 'done' }]);
  });
});

describe('what is owed', () => {
  test('is written down by /resolve, once, and by what the severity or the category ask for later', () => {
    const minor = openRoom({ severity: 'sev2', roles: ROLES });
    minor.say('/set category tooling\n/resolve', manager);
    expect(minor.incident().postmortemOwed).toBe(false);
    minor.say('/set category latency', manager);
    expect(minor.incident().postmortemOwed).toBe(true);
    const data = openRoom({ severity: 'sev3', roles: ROLES });
    data.say('/set category data\n/resolve', manager);
    expect(data.incident().postmortemOwed).toBe(false);
    data.say('/sev 2', manager);
    expect(data.incident().postmortemOwed).toBe(true);
  });

  test('is owed after /reopen, and not declined', () => {
    const room = openRoom({ severity: 'sev2', roles: ROLES });
    room.say('/resolve', manager);
    expect(room.say('/reopen\n/set category tooling\n/decline nothing', manager)).toMatchObject([
      { kind: 'done' },
      { kind: 'done' },
      { kind: 'refused', text: expect.stringContaining('Say `/resolve`') },
    ]);
    room.say('/resolve\n/close', manager);
    expect(room.incident()).toMatchObject({ state: 'resolved', postmortemOwed: true });
    expect(room.findings()).toEqual([]);
  });
});

describe('the 7 days of /reopen', () => {
  test('run from when it was said that it is fixed, wherever /set puts the time', () => {
    const room = openRoom({ roles: ROLES });
    room.say('/resolve limit restored');
    expect(room.say('/set resolved 10:02', {}, LATER)).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('After the resolution its time is for') },
    ]);
    const answers = room.say('/set resolved 2026-12-20\n/reopen', manager, LATER);
    expect(answers).toMatchObject([
      { kind: 'done' },
      { kind: 'refused', text: expect.stringContaining('resolved 2026-11-21 10:01 UTC') },
    ]);
    expect(room.incident().state).toBe('resolved');
  });

  test('hold for what was declined as well', () => {
    const room = openRoom({ roles: ROLES, state: 'triage', at: '' });
    room.say('/decline load test', manager);
    expect(room.say('/reopen', manager, LATER)).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('It was declined 2026-11-21 10:01 UTC') },
    ]);
    expect(room.say('/reopen', manager, '2026-11-22T10:00:00.000Z')).toMatchObject([
      { kind: 'done' },
    ]);
  });
});
