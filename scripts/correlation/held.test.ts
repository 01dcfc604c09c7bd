import { expect, test } from 'vitest';
import type { StandingProblem } from '../model/standing.ts';
import { signalOf } from '../rules/testing/organisation.ts';
import { forgetHeld, noteHeld, startHeld } from './held.ts';

const NOON = '2026-11-21T12:00:00.000Z';
const waiting = (id: string, kind: 'silence' | 'shadow'): StandingProblem => ({
  problem: { id, source: 'watch', state: 'firing', since: NOON, at: NOON, key: id, count: 1 },
  incident: null,
  facts: {
    service: null,
    environment: 'production',
    fields: {},
    severity: 'sev1',
    isLive: false,
    heldBy: null,
    recoveredAt: null,
    held: { source: 'watch', signal: signalOf(), isFirst: true, by: { kind, id: 'x', team: null } },
  },
});

test('a team that only tries its rules pushes nothing out that was to be announced', () => {
  const held = startHeld();
  expect(noteHeld(held, waiting('silenced', 'silence'))).toBeNull();
  const pushedOut = Array.from({ length: 5001 }, (_, index) => {
    const id = noteHeld(held, waiting(`tried-${index}`, 'shadow'));
    if (id !== null) forgetHeld(held, id);
    return id;
  });
  expect(pushedOut.filter((id) => id !== null)).toEqual(['tried-0', 'tried-1']);
});
