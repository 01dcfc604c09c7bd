// Who took an incident and what is owed, as people inside read it.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../../scripts/incidents/testing/incident.ts';
import type { Incident } from '../../scripts/model/incident.ts';
import { viewIncidentPages } from '../../scripts/publication/inside/incident-pages.ts';
import { minute, organisationOf, smallFiles } from '../../scripts/rules/testing/organisation.ts';
import { incidentPage } from '../src/data/inside/incident.ts';
import { assigneeWords } from '../src/data/inside/items.ts';
import { handOver } from '../src/data/inside/on-call.ts';
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
        takenBy: 'jonas-lindqvist',
        handover: { at: handedOver, taken: '2026-11-21T09:00:00.000Z' },
      },
      'after 4 minutes, taken over after 30 minutes by @jonas-lindqvist',
      false,
    ],
    [
      {
        at: { ...AT, acknowledged },
        takenBy: 'mara-okafor',
        handover: { at: handedOver, taken: null },
      },
      'after 4 minutes, handed over or taken up again, and not taken since',
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

test('whoever told the public already is asked for more, not for a first word', () => {
  const asked = (updates: Incident['updates']): readonly string[] =>
    viewIncidentPages({
      organisation: organisationOf(smallFiles()),
      incidents: [
        incidentWith({
          severity: 'sev1',
          at: { declared: minute(0) },
          components: { 'web-shop': 'major_outage' },
          public: { visibility: 'public', title: 'Nobody can order' },
          updates,
        }),
      ],
      postmortems: [],
      now: minute(60),
    }).flatMap((page) => incidentPage(page).clocks.map(({ what }) => what));
  expect(asked([])).toContain('Tell the public');
  const told = asked([{ at: minute(5), status: 'investigating', text: 'We look.' }]);
  expect(told).toContain('Tell the public more');
  expect(told).not.toContain('Tell the public');
});

test('who is on call follows the hand-overs to come', () => {
  const { inside } = internalOf(exampleState());
  const duty = inside.onCall.find(({ schedule }) => (schedule?.turns.length ?? 0) > 2);
  const turns = duty?.schedule?.turns ?? [];
  if (duty === undefined) throw new Error('the example hands nothing over');
  const steps: readonly (readonly [string, string])[] = JSON.parse(handOver(duty).later ?? '[]');
  expect(steps.map(([at]) => at)).toEqual(turns.slice(1).map(({ from }) => from));
  expect(steps[0]?.[1]).toBe(handOver(duty).next?.who);
});

test('an action item that is restricted has somebody, and says no name', () => {
  const words = ['Restricted', null, 'ana'].map(assigneeWords);
  expect(words).toEqual(['Restricted', 'nobody yet', '@ana']);
});
