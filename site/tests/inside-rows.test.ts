// Who took an incident, as the internal lists say it.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../scripts/model/incident.ts';
import { rowsOf } from '../src/data/inside/rows.ts';
import { NOW } from './sample-entry.ts';
import { exampleState, internalOf } from './sample-inside.ts';

const AT = {
  started: '2026-11-21T08:00:00.000Z',
  detected: '2026-11-21T08:30:00.000Z',
  declared: '2026-11-21T08:31:00.000Z',
};
const acknowledged = '2026-11-21T08:34:00.000Z';
const handedOver = '2026-11-21T08:50:00.000Z';

describe('an open incident', () => {
  test.each<readonly [Partial<Incident>, string, boolean]>([
    [{ at: AT, takenBy: null }, 'not yet', true],
    [{ at: { ...AT, acknowledged }, takenBy: null }, 'after 4 minutes', false],
    [
      { at: { ...AT, acknowledged }, takenBy: 'mara-okafor' },
      'after 4 minutes, by @mara-okafor',
      false,
    ],
    [
      {
        at: { ...AT, acknowledged },
        takenBy: 'mara-okafor',
        handover: { at: handedOver, taken: null },
      },
      'after 4 minutes, handed over and not taken since',
      true,
    ],
  ])('%j was taken "%s"', (changes, words, isWaiting) => {
    const state = exampleState();
    const open = state.incidents.find(({ id }) => id === '2026-11-20-observability');
    if (open === undefined) throw new Error('the example has no open incident');
    const incidents = [{ ...open, handover: null, ...changes }];
    const { inside } = internalOf({ ...state, incidents, postmortems: [] });
    const rows = rowsOf(new Map(inside.incidents.map((each) => [each.id, each])), [open.id], NOW);
    expect(rows).toMatchObject([{ acknowledged: words, isWaiting }]);
    const all = inside.slices.find(({ kind }) => kind === 'all');
    expect(all?.unacknowledged).toEqual(isWaiting ? [open.id] : []);
  });
});
