// People's time, by figures that were computed by hand.
import { expect, test } from 'vitest';
import { incidentWith } from '../../incidents/testing/incident.ts';
import type { Incident } from '../../model/incident.ts';
import { courseOf } from './course.ts';
import { viewPeopleTime } from './people-time.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const MINUTE = 60_000;
const at = {
  declared: '2026-11-21T09:00:00.000Z',
  acknowledged: '2026-11-21T09:10:00.000Z',
  resolved: '2026-11-21T10:10:00.000Z',
};
const ended = (changes: Partial<Incident> = {}): Incident =>
  incidentWith({ state: 'resolved', at, ...changes });

function minutesOf(incident: Incident, body = ''): readonly (number | boolean)[] | null {
  const { points } = viewPeopleTime([incident], () => courseOf(body), NOW);
  const [point] = points;
  return point === undefined ? null : [point.ms / MINUTE, point.isOpen];
}

test('each person counts once, from the acknowledgement to the end', () => {
  const roles = { manager: 'ada', lead: 'grace', scribe: 'ada' };
  expect(minutesOf(ended({ roles, takenBy: 'grace' }))).toEqual([120, false]);
  expect(minutesOf(ended({ roles, takenBy: 'Grace' }))).toEqual([120, false]);
  expect(minutesOf(ended({ roles, takenBy: 'mara' }))).toEqual([180, false]);
});

test('what nobody acknowledged counts from its declaration, and what is open until now', () => {
  const { declared, resolved } = at;
  expect(minutesOf(ended({ takenBy: 'ada', at: { declared, resolved } }))).toEqual([70, false]);
  expect(minutesOf(incidentWith({ takenBy: 'ada', at: { declared } }))).toEqual([180, true]);
});

test('the time in which it was resolved is nobody’s', () => {
  const body = `## Timeline

### 2026-11-21 (UTC)

- 09:30 [resolved] @ada <!-- e:ic-1 -->
- 10:00 [reopened, resolved 2026-11-21 09:30 UTC before] by @ada <!-- e:ic-2 -->
`;
  expect(minutesOf(ended({ takenBy: 'ada' }), body)).toEqual([30, false]);
  const unsaid = body
    .replace('- 09:30 [resolved] @ada <!-- e:ic-1 -->\n', '')
    .replace('[reopened, resolved 2026-11-21 09:30 UTC before]', '[reopened] a, resolved at 09:30');
  expect(minutesOf(ended({ takenBy: 'ada' }), unsaid)).toBeNull();
});

test('an end that was corrected is the right one, and one in the minute of the beginning is an end', () => {
  const body = `## Timeline

### 2026-11-21 (UTC)

- 09:30 [resolved] @ada <!-- e:ic-1 -->
- 09:50 [resolved] 2026-11-21 09:30 UTC → 2026-11-21 09:20 UTC by @ada <!-- e:ic-2 -->
- 10:00 [reopened] watch reports a problem again, resolved at 09:20 UTC before <!-- e:k -->
`;
  expect(minutesOf(ended({ takenBy: 'ada' }), body)).toEqual([20, false]);
  const short = { declared: '2026-11-21T09:30:40.000Z', resolved: at.resolved };
  const clicked = body.replace(/^.*→.*\n/m, '');
  expect(minutesOf(ended({ takenBy: 'ada', at: short }), clicked)).toEqual([10, false]);
});

test('what people counted themselves stands in the place of what is worked out', () => {
  const impact = { response_minutes: 45 };
  expect(minutesOf(ended({ takenBy: 'ada', impact }))).toEqual([45, false]);
  expect(minutesOf(ended({ impact, at: {} }))).toEqual([45, false]);
});

test('nobody, or no end, is not known and counted', () => {
  const unknown = [
    ended(),
    ended({ takenBy: 'ada', at: { declared: at.declared } }),
    ended({ takenBy: 'ada', at: { resolved: at.resolved } }),
  ];
  expect(unknown.map((incident) => minutesOf(incident))).toEqual([null, null, null]);
  const all = [...unknown, ended({ takenBy: 'ada' })];
  expect(viewPeopleTime(all, () => courseOf(''), NOW)).toMatchObject({ asked: 4, missing: 3 });
});
