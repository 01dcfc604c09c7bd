// What is taken up again waits for somebody to take it, whoever took it before.
import { expect, test } from 'vitest';
import { isTaken } from '../../model/incident.ts';
import { ROLES } from '../testing/cases.ts';
import { manager } from '../testing/manager.ts';
import { openRoom } from '../testing/room.ts';

const AT =
  'acknowledged: 2026-11-21T09:20:00Z\n  identified: 2026-11-21T09:30:00Z\n  resolved: 2026-11-21T09:50:00Z';

test('/ack is taken after /reopen, once, and tells who was first as well', () => {
  const room = openRoom({ state: 'resolved', roles: ROLES, at: AT });
  expect(room.say('/reopen errors are back', manager)).toMatchObject([
    { kind: 'done', text: expect.stringContaining('; the clock for `/ack` starts again') },
  ]);
  expect(isTaken(room.incident())).toBe(false);
  expect(room.say('/ack', manager)).toMatchObject([{ kind: 'done' }]);
  expect(room.incident()).toMatchObject({
    at: { acknowledged: '2026-11-21T09:20:00.000Z' },
    handover: { at: '2026-11-21T10:01:00.000Z', taken: '2026-11-21T10:02:00.000Z' },
    takenBy: ROLES.manager,
  });
  expect(room.say('/ack', manager)).toMatchObject([
    { kind: 'refused', text: expect.stringContaining('It was taken already, 2026-11-21 10:02') },
  ]);
  expect(room.findings()).toEqual([]);
});
