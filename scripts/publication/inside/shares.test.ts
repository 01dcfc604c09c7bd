import { expect, test } from 'vitest';
import { incidentWith } from '../../incidents/fixtures/incident.ts';
import type { Incident, Milestones } from '../../model/incident.ts';
import { addMs } from '../../model/instant.ts';
import { exampleOrganisation } from '../../rules/fixtures/organisation.ts';
import { viewShares } from './shares.ts';

const NOW = '2026-11-21T09:30:00.000Z';
const DAY = 86_400_000;
const organisation = exampleOrganisation();

function began(daysAgo: number, hours: number | null, changes: Partial<Incident> = {}): Incident {
  const detected = addMs(NOW, -daysAgo * DAY);
  const resolved = hours === null ? {} : { resolved: addMs(detected, hours * 3_600_000) };
  const at: Milestones = { started: detected, detected, declared: detected, ...resolved };
  const state = hours === null ? 'investigating' : 'resolved';
  return incidentWith({ severity: 'sev1', state, at, ...changes });
}

function shareOf(id: string, ...incidents: readonly Incident[]): readonly number[] {
  const shares = viewShares({ organisation, incidents, all: incidents, now: NOW });
  const found = shares.find((share) => share.id === id);
  return found === undefined ? [] : [found.count, found.of, found.pending];
}

test('resolved in time are those within what their level asks for; what is open within it is apart', () => {
  expect(organisation.levels.sev1.resolveMs).toBeLessThan(12 * 3_600_000);
  expect(
    shareOf('in-time', began(20, 0.1), began(19, 12), began(18, null), began(0, null)),
  ).toEqual([1, 3, 1]);
});

test('what came back within 30 days of the resolution counts, and nothing later', () => {
  const first = began(100, 1, { id: '2026-08-13-a' });
  const again = (daysAgo: number): Incident =>
    began(daysAgo, 1, {
      id: `2026-09-${daysAgo}`,
      relations: { causedBy: [], recurrenceOf: first.id },
    });
  expect(shareOf('recurred', first, again(71), again(69))).toEqual([1, 3, 0]);
  expect(shareOf('recurred', again(71))).toEqual([0, 1, 0]);
});

test('declined ones and duplicates are shares of all that began; planned work and older ones are none', () => {
  const all = [
    began(3, 1),
    began(4, 1, { state: 'declined' }),
    began(5, 1, { state: 'duplicate' }),
    began(6, 1, { state: 'duplicate' }),
    began(7, 1, { kind: 'maintenance' }),
    began(400, 1, { state: 'declined' }),
  ];
  expect(shareOf('declined', ...all)).toEqual([1, 4, 0]);
  expect(shareOf('duplicate', ...all)).toEqual([2, 4, 0]);
  expect(shareOf('in-time', ...all)).toEqual([1, 1, 0]);
});
