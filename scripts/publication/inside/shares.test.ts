// Each share by figures that were computed by hand.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../../incidents/testing/incident.ts';
import type { Incident, Milestones, Update } from '../../model/incident.ts';
import { addMs } from '../../model/instant.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { postmortemOf } from '../../postmortems/testing/incident.ts';
import { exampleOrganisation } from '../../rules/testing/organisation.ts';
import { type Course, courseOf } from './course.ts';
import { learningOf } from './learned.ts';
import { viewShares } from './shares.ts';
import type { ShareView } from './view.ts';

const NOW = '2026-11-21T09:30:00.000Z';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const organisation = exampleOrganisation();

function began(daysAgo: number, hours: number | null, changes: Partial<Incident> = {}): Incident {
  const detected = addMs(NOW, -daysAgo * DAY);
  const resolved = hours === null ? {} : { resolved: addMs(detected, hours * HOUR) };
  const at: Milestones = { started: detected, detected, declared: detected, ...resolved };
  const state = hours === null ? 'investigating' : 'resolved';
  return incidentWith({ severity: 'sev1', severityMax: 'sev1', state, at, ...changes });
}

type More = {
  readonly postmortems?: readonly Postmortem[];
  readonly courses?: Readonly<Record<string, Course>>;
};

function share(id: string, incidents: readonly Incident[], more: More = {}): ShareView {
  const { postmortems = [], courses = {} } = more;
  const found = viewShares({
    organisation,
    incidents,
    byId: new Map(incidents.map((incident) => [incident.id, incident])),
    learned: (incident) =>
      learningOf(
        organisation,
        incident,
        postmortems.find((each) => each.incident === incident.id) ?? null,
      ),
    courses: (incident) => courses[incident.id] ?? courseOf(''),
    now: NOW,
  }).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no share ${id}`);
  return found;
}

const shareOf = (id: string, ...incidents: readonly Incident[]): readonly number[] => {
  const { count, of, pending } = share(id, incidents);
  return [count, of, pending];
};

test('resolved in time are those within what their level asks for; what is open within it is apart', () => {
  expect(organisation.levels.sev1.resolveMs).toBeLessThan(12 * HOUR);
  const all = [began(20, 0.1), began(19, 12), began(18, null), began(0, null)];
  expect(shareOf('in-time', ...all)).toEqual([1, 3, 1]);
  expect(share('in-time', all).beyond).toEqual({ late: 1, open: 1 });
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

describe('the next update', () => {
  const limit = organisation.levels.sev1.updateMs ?? 0;
  /** Public, with an update so many limits before now or before its end, and what each said. */
  const told = (
    changes: Partial<Incident>,
    ...said: readonly (readonly [limitsBefore: number, status?: Update['status']])[]
  ): Incident => {
    const end = changes.at?.resolved ?? NOW;
    return began(1, null, {
      public: { visibility: 'public' },
      updates: said.map(([before, status = 'investigating']) => ({
        at: addMs(end, -before * limit),
        status,
        text: 'We look into it.',
      })),
      ...changes,
    });
  };

  test.each<[string, Incident, readonly [kept: number, late: number, past: number, open: number]]>([
    ['each after exactly the limit is in time', told({}, [2], [1], [0]), [2, 0, 0, 1]],
    ['one after more is late', told({}, [2.5], [1], [0.5]), [1, 1, 0, 1]],
    ['the silence that goes on is missed once it is over the limit', told({}, [1]), [0, 0, 0, 1]],
    ['and not before', told({}, [1.01]), [0, 0, 1, 0]],
    ['none was made so far', told({}), [0, 0, 0, 0]],
  ])('of an open incident: %s', (_name, incident, expected) => {
    const { count, beyond, pending, of } = share('cadence', [incident]);
    expect([count, beyond?.late, beyond?.open, pending]).toEqual(expected);
    expect(of).toBe(expected[0] + expected[1] + expected[2]);
  });

  const resolved = addMs(NOW, -6 * HOUR);
  const over: Partial<Incident> = { state: 'resolved', at: { declared: NOW, resolved } };
  test.each<[string, Incident, readonly [kept: number, late: number]]>([
    ['is held until the end, which ends the silence', told(over, [1.5], [0.5]), [2, 0]],
    ['ends with the end, whenever it was told', told(over, [0.5], [-3, 'resolved']), [1, 0]],
    ['is missed where the end was too far', told(over, [2.5], [1.2]), [0, 2]],
    [
      'is not owed after the end, nor after customers were told so',
      told(over, [2, 'resolved'], [-3, 'resolved'], [-9]),
      [0, 0],
    ],
    [
      'is owed again where it failed again',
      told(over, [9, 'resolved'], [2], [1], [0, 'resolved']),
      [2, 0],
    ],
  ])('of one that is over %s', (_name, incident, expected) => {
    const { count, beyond, pending } = share('cadence', [incident]);
    expect([count, beyond?.late, beyond?.open, pending]).toEqual([...expected, 0, 0]);
  });

  test('is asked only of what is public and of a level that promises it', () => {
    const said = told({}, [3], [1]);
    const none = { ...said, public: { visibility: 'restricted' as const } };
    expect(organisation.levels.sev4.updateMs).toBeNull();
    expect(share('cadence', [none, { ...said, severity: 'sev4' }])).toMatchObject({
      of: 0,
      pending: 0,
      missing: 0,
    });
  });
});

test('reopened is what was taken up again within 24 hours of a resolution that Tocsin wrote down', () => {
  const named = (id: string, daysAgo: number, hours: number | null): Incident =>
    began(daysAgo, hours, { id });
  const after = (hours: number): Course => ({
    handovers: 0,
    reopenings: [{ at: addMs(NOW, (hours - 100) * HOUR), resolved: addMs(NOW, -100 * HOUR) }],
    severities: null,
  });
  const held: Course = { handovers: 0, reopenings: [], severities: null };
  const unsaid: Course = {
    handovers: 0,
    reopenings: [{ at: NOW, resolved: null }],
    severities: null,
  };
  const all = [
    named('soon', 9, 1),
    named('soon-and-open', 9, null),
    named('late', 9, 1),
    named('late-and-open', 9, null),
    named('held', 9, 1),
    named('held-so-far', 0.5, 1),
    named('unsaid', 9, 1),
    named('by-hand', 9, 1),
    named('open', 9, null),
  ];
  const courses = {
    soon: after(24),
    'soon-and-open': after(1),
    late: after(24.1),
    'late-and-open': after(30),
    held,
    'held-so-far': held,
    unsaid,
  };
  expect(share('reopened', all, { courses })).toMatchObject({
    count: 2,
    of: 5,
    pending: 1,
    missing: 2,
  });
});

test('what went to the wrong team was handed on; files that people wrote do not tell', () => {
  const all = ['a', 'b', 'c', 'd'].map((id) => began(3, 1, { id }));
  const courses = {
    a: { handovers: 2, reopenings: null, severities: null },
    b: { handovers: 0, reopenings: null, severities: null },
    c: { handovers: 0, reopenings: [], severities: null },
  };
  expect(share('handed-over', all, { courses })).toMatchObject({ count: 1, of: 3, missing: 1 });
});

describe('what followed', () => {
  const over = (id: string, changes: Partial<Incident> = {}): Incident =>
    began(30, 1, { id, category: 'down', ...changes });
  const written = (
    incident: string,
    due: string,
    changes: Partial<Postmortem> = {},
  ): Postmortem => ({ ...postmortemOf({ state: 'reviewed', ...changes }), incident, due });
  const dueDay = '2026-11-01';

  test('a post-mortem is in time to the end of its day; one without a day of its review is not known', () => {
    const postmortems = [
      written('in-time', dueDay, { reviewed: '2026-11-01T23:59:00.000Z' }),
      written('late', dueDay, { reviewed: '2026-11-02T00:00:00.000Z' }),
      written('undated', dueDay),
      written('open', dueDay, { state: 'in_review' }),
      written('coming', '2026-11-21', { state: 'draft' }),
    ];
    const all = ['in-time', 'late', 'undated', 'open', 'coming', 'none'].map((id) => over(id));
    const needless = over('needless', {
      category: 'tooling',
      severity: 'sev4',
      severityMax: 'sev4',
    });
    const going = began(9, null, { id: 'going', category: 'down' });
    expect(share('postmortem-in-time', [...all, needless, going], { postmortems })).toMatchObject({
      count: 1,
      of: 4,
      beyond: { late: 1, open: 2 },
      pending: 1,
      missing: 1,
    });
  });

  test('an incident is closed in time by the day of its post-mortem', () => {
    const closedAt = (id: string, closed: string): Incident => {
      const incident = over(id);
      return { ...incident, state: 'closed', at: { ...incident.at, closed } };
    };
    const postmortems = ['a', 'b', 'c'].map((id) => written(id, dueDay));
    const all = [
      closedAt('a', '2026-11-01T12:00:00.000Z'),
      closedAt('b', '2026-11-03T12:00:00.000Z'),
      over('c'),
    ];
    expect(share('closed-in-time', all, { postmortems })).toMatchObject({
      count: 1,
      of: 3,
      beyond: { late: 1, open: 1 },
      pending: 0,
    });
  });
});

test('off hours is outside eight to six on a working day, as clocks of the organisation go', () => {
  const { zone } = organisation.settings;
  const at = (started: string): Incident => incidentWith({ at: { started } });
  expect(zone).toBe('Europe/Amsterdam');
  const inside = ['2026-11-20T07:00:00.000Z', '2026-11-20T16:59:59.000Z'];
  const outside = [
    '2026-11-20T06:59:59.000Z',
    '2026-11-20T17:00:00.000Z',
    '2026-11-15T12:00:00.000Z',
    // Summer time: six in the evening is an hour earlier by UTC.
    '2026-10-23T16:00:00.000Z',
  ];
  expect(shareOf('off-hours', ...inside.map(at))).toEqual([0, 2, 0]);
  expect(shareOf('off-hours', ...outside.map(at))).toEqual([4, 4, 0]);
  expect(share('off-hours', [incidentWith({ at: {}, state: 'investigating' })]).missing).toBe(1);
});
