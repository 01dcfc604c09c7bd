// In whatever order the signals of an incident arrive, none stamped later than its receipt: the same problems, and the
// same of everything in the incident that signals alone decide.
//
// Derived from signals: which problems are listed, in which state, how bad each is and of which service; `severity` and
// `severity_max`; `services`; `tickets`; the group, the environment and the number of incidents.
// What ended before it was heard of opens nothing and makes nothing worse: in orders in which an end comes before what it
// ends, only what still fires is compared, and `severity` is the worst that was heard of while it fired.
// Not derived from them alone: `title`, `category`, `owner` and the id are those of the signal that opened it, `at` and
// `state` say when people could know of it, `called` whom the rules named at those instants, the timeline what was
// received when. `since` and `at` of a listed problem stand as of the last change that people care about; the standing
// has the exact ones, and they are compared there. The first of `services` is that of the first signal. Failures that
// explain each other: order-of-causes.test.ts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import {
  noteIncident,
  noteIncidents,
  remember,
  type Standing,
  startStanding,
} from '../correlation/standing.ts';
import { incidentPath } from '../model/history-path.ts';
import { type Incident, serviceOf } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { evaluate } from '../rules/evaluate.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { type EditableBook, editFile, readBook, withFile } from './book.ts';
import { respond } from './respond.ts';
import { entered } from './response.ts';

const RECEIVED = 60;
type Said = Partial<Signal>;

const filesWith = (gate: string): readonly SourceFile[] =>
  smallFiles().map((file) =>
    file.path === 'rules/00-global.yaml' && 'text' in file
      ? {
          path: file.path,
          text: file.text
            .replace('gate:\n', `gate:\n${gate}`)
            .replace('by: [service, environment]', 'by: [environment]'),
        }
      : file,
  );
const withoutThreshold = organisationOf(filesWith(''));
const inThree = organisationOf(
  filesWith('  - {id: three, when: {kind: problem}, threshold: {count: 3, within: 20m}}\n'),
);
const inTwoHosts = organisationOf(
  filesWith(
    '  - {id: hosts, when: {kind: problem}, threshold: {count: 2, within: 20m, distinct: host}}\n',
  ),
);
const inTwoNew = organisationOf(
  filesWith(
    '  - {id: new, when: {kind: problem, first_seen: true}, threshold: {count: 2, within: 10m}}\n',
  ),
);
const inTwoNewHosts = organisationOf(
  filesWith(
    '  - {id: new, when: {kind: problem, first_seen: true}, threshold: {count: 2, within: 10m, distinct: host}}\n',
  ),
);

const trigger: fc.Arbitrary<Said> = fc
  .record({
    dedupKey: fc.constantFrom('p1', 'p2', 'p3'),
    severity: fc.constantFrom<Signal['severity'][]>('critical', 'high', 'medium', 'low', 'info'),
    host: fc.constantFrom('h1', 'h2'),
    occurredAt: fc.integer({ min: 0, max: 30 }).map(minute),
    startedAt: fc.option(fc.integer({ min: -5, max: 0 }).map(minute), { nil: null }),
  })
  // A problem keeps its service; each of them has another one.
  .map((said) => ({ ...said, service: SERVICES[said.dedupKey] ?? null }));
const SERVICES: Readonly<Record<string, string>> = { p1: 'shop', p2: 'cart', p3: 'ledger' };
const report: fc.Arbitrary<Said> = fc
  .record({
    dedupKey: fc.constantFrom('41', '42'),
    severity: fc.constantFrom<Signal['severity'][]>('high', 'low'),
    occurredAt: fc.integer({ min: 0, max: 30 }).map(minute),
  })
  .map((said) => ({ ...said, kind: 'report', service: 'shop' }));
const acknowledgement: fc.Arbitrary<Said> = trigger.map((said) => ({
  ...said,
  action: 'acknowledge',
}));
const recovery: fc.Arbitrary<Said> = trigger.map((said) => ({ ...said, action: 'resolve' }));

/** All signals in the order in which they happened, and in another one. */
const ordersOf = (
  one: fc.Arbitrary<Said>,
): fc.Arbitrary<readonly [readonly Said[], readonly Said[]]> =>
  fc
    .array(one, { minLength: 1, maxLength: 6 })
    .map((all) => all.map((each, index) => ({ ...each, id: `event ${index}` })))
    .chain((all) =>
      fc.tuple(
        fc.constant(
          all.toSorted((left, right) =>
            (left.occurredAt ?? '') < (right.occurredAt ?? '') ? -1 : 1,
          ),
        ),
        fc.shuffledSubarray(all, { minLength: all.length }),
      ),
    );

const firing = fc.oneof(
  { weight: 5, arbitrary: trigger },
  { weight: 1, arbitrary: report },
  { weight: 1, arbitrary: acknowledgement },
);

test.each([
  ['at once', withoutThreshold],
  ['with the third signal', inThree],
  ['with the second host', inTwoHosts],
  ['with the second new problem', inTwoNew],
  ['with the second new problem on another host', inTwoNewHosts],
] as const)(
  'what opens %s is the same incident in every order of up to six signals',
  (_when, organisation) => {
    fc.assert(
      fc.property(ordersOf(firing), ([inTime, arriving]) => {
        expect(outcomeOf(organisation, arriving)).toEqual(outcomeOf(organisation, inTime));
      }),
      { numRuns: 100 },
    );
  },
);

test('a milder repeat that brings others along makes nothing milder', () => {
  const said: readonly Said[] = [
    { dedupKey: 'p1', service: 'shop', severity: 'critical', occurredAt: minute(0) },
    { dedupKey: 'p2', service: 'cart', severity: 'high', occurredAt: minute(6) },
    { dedupKey: 'p1', service: 'shop', severity: 'high', occurredAt: minute(12) },
    { dedupKey: 'p2', service: 'cart', severity: 'medium', occurredAt: minute(26) },
    { dedupKey: 'p3', service: 'ledger', severity: 'high', occurredAt: minute(27) },
  ];
  const steps = said.map((each, index) => ({ ...each, id: `event ${index}` }));
  const arriving = [0, 4, 1, 2, 3].flatMap((index) => steps[index] ?? []);
  expect(outcomeOf(inThree, arriving)).toEqual(outcomeOf(inThree, steps));
});

test('what waits in a threshold comes along also where its group has an incident that somebody took because of it', () => {
  const seen: Said = {
    dedupKey: 'p3',
    service: 'ledger',
    severity: 'info',
    occurredAt: minute(30),
  };
  const heard: Said = { kind: 'report', dedupKey: '42', severity: 'high', occurredAt: minute(20) };
  const taken: Said = { ...seen, action: 'acknowledge', occurredAt: minute(6) };
  const first: Said = { ...seen, host: 'h1', severity: 'low', occurredAt: minute(29) };
  const second: Said = { service: 'cart', dedupKey: 'p2', host: 'h2', occurredAt: minute(21) };
  const outcome = outcomeOf(inTwoHosts, [
    heard,
    seen,
    taken,
    first,
    { ...second, severity: 'low' },
  ]);
  expect(outcome.incidents.map(({ services }) => services)).toEqual([['cart', 'ledger', 'shop']]);
});

/** What happens to some problems: each fires, in some order, and some of them recover later. */
const courses: fc.Arbitrary<readonly Said[]> = fc
  .array(
    fc.record({
      one: trigger,
      recovers: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) =>
    all.flatMap(({ one, recovers }, index): readonly Said[] => {
      const own = { ...one, ...PLACES[index], severity: one.severity ?? 'high' };
      const end: Said = { ...own, action: 'resolve', occurredAt: minute(31 + index) };
      return recovers ? [own, end] : [own];
    }),
  )
  .map((all) => all.map((each, index) => ({ ...each, id: `event ${index}` })));
const PLACES: readonly Said[] = Object.entries(SERVICES).map(([dedupKey, service]) => ({
  dedupKey,
  service,
}));

/** Whether no end is heard of before what it ends. */
function endsLast(order: readonly Said[]): boolean {
  return order.every(
    ({ action, dedupKey }, at) =>
      action !== 'resolve' || order.slice(0, at).some((each) => each.dedupKey === dedupKey),
  );
}

test('where problems also recover, all orders of up to six signals in which no end comes first are the same incident', () => {
  let orders = 0;
  fc.assert(
    fc.property(courses, (all) => {
      const inTime = all.toSorted((left, right) =>
        (left.occurredAt ?? '') < (right.occurredAt ?? '') ? -1 : 1,
      );
      const expected = outcomeOf(withoutThreshold, inTime);
      for (const order of ordersOfAll(all).filter(endsLast)) {
        orders += 1;
        expect(outcomeOf(withoutThreshold, order), namesIn(order)).toEqual(expected);
      }
    }),
    { numRuns: 40 },
  );
  expect(orders).toBeGreaterThan(100);
});

const namesIn = (order: readonly Said[]): string =>
  order.map(({ dedupKey, action = 'trigger' }) => `${dedupKey} ${action}`).join(', ');

/**
 * What ended before anybody heard of it opens nothing, so what is over may be listed or not; what fires is. What comes
 * back too seldom for a threshold waits in it, or stays listed where the recovery before it was heard later.
 */
test.each([
  ['at once', withoutThreshold, 'all'],
  ['with the third signal', inThree, 'at least'],
  ['with the second host', inTwoHosts, 'at least'],
  ['with the second new problem', inTwoNew, 'at least'],
  ['with the second new problem on another host', inTwoNewHosts, 'at least'],
] as const)(
  'what opens %s and still fires is in it, as bad as it is, in every order, also where others recovered',
  (_when, organisation, how) => {
    fc.assert(
      fc.property(
        ordersOf(fc.oneof({ weight: 4, arbitrary: trigger }, { weight: 2, arbitrary: recovery })),
        ([inTime, arriving]) => {
          const one = outcomeOf(organisation, inTime);
          const other = outcomeOf(organisation, arriving);
          expect(other.standing).toEqual(one.standing);
          const inOrder = firingIn(one);
          expect(firingIn(other)).toEqual(
            how === 'all' ? inOrder : expect.arrayContaining(inOrder),
          );
        },
      ),
      { numRuns: 100 },
    );
  },
);

const P1 = { dedupKey: 'p1', service: 'shop' } as const;
const P2 = { dedupKey: 'p2', service: 'cart' } as const;

test.each<readonly [string, Organisation, readonly Said[], readonly (readonly [string, string])[]]>(
  [
    [
      'is as bad as it was said to be since it recovered',
      withoutThreshold,
      [
        { ...P1, severity: 'critical' },
        { ...P1, action: 'resolve' },
        { ...P1, severity: 'low' },
      ],
      [['shop', 'sev4']],
    ],
    [
      'has ended where nothing with a severity was said since',
      withoutThreshold,
      [
        { ...P1, severity: 'critical' },
        { ...P2, severity: 'high' },
        { ...P1, action: 'resolve' },
        { ...P1, severity: 'info' },
      ],
      [['cart', 'sev2']],
    ],
    [
      'has ended as well where it opened with others of its own',
      inThree,
      [
        { ...P1, severity: 'critical' },
        { ...P1, severity: 'critical' },
        { ...P1, severity: 'critical' },
        { ...P1, action: 'resolve' },
        { ...P1, severity: 'info' },
      ],
      [],
    ],
    [
      'comes along with others only by what was said since',
      inThree,
      [
        { ...P1, severity: 'critical' },
        { ...P2, severity: 'critical' },
        { ...P2, action: 'resolve' },
        { ...P2, severity: 'info' },
        { ...P1, severity: 'critical' },
      ],
      [['shop', 'sev1']],
    ],
  ],
)('a problem that fires again %s, in every order of its signals', (_what, rules, told, left) => {
  const steps = told.map((each, index) => ({
    occurredAt: minute(index),
    ...each,
    id: `event ${index}`,
  }));
  for (const order of ordersOfAll(steps))
    expect(
      firingIn(outcomeOf(rules, order))
        .map(({ service, severity }) => [service, severity])
        .toSorted(),
      order.map(({ id }) => id).join(', '),
    ).toEqual(left);
});

function ordersOfAll(all: readonly Said[]): readonly (readonly Said[])[] {
  return all.length < 2
    ? [all]
    : all.flatMap((one) =>
        ordersOfAll(all.filter((each) => each !== one)).map((rest) => [one, ...rest]),
      );
}

const firingIn = ({ incidents }: Outcome): Outcome['incidents'][number]['problems'] =>
  incidents.flatMap(({ problems }) => problems.filter(({ state }) => state === 'firing'));

type Outcome = {
  readonly standing: readonly unknown[];
  readonly incidents: readonly ReturnType<typeof derived>[];
};

function outcomeOf(organisation: Organisation, order: readonly Said[]): Outcome {
  const standing = startStanding();
  let book: EditableBook = { ...readBook([]), standing };
  for (const said of order) {
    const now = minute(RECEIVED);
    const signal = signalOf({ service: 'shop', ...said });
    const source = said.kind === 'report' ? 'other' : 'watch';
    const decision = evaluate(organisation, standing, { source, signal, receivedAt: now });
    remember(standing, decision);
    const { outcome, effects } = respond(organisation, book, decision, now);
    for (const effect of effects) {
      if (effect.kind === 'open_incident')
        book = withFile(book, {
          path: incidentPath(effect.id),
          text: effect.text,
        });
      if (effect.kind === 'edit_incident')
        book = withFile(book, editFile(book, effect.id, effect.edits));
    }
    noteIncidents(standing, book.incidents);
    const incident = entered(decision, outcome);
    if (incident !== null)
      for (const { id } of [decision.problem, ...decision.carries])
        noteIncident(standing, id, incident);
  }
  return { standing: problemsOf(standing), incidents: book.incidents.map(derived) };
}

function problemsOf(standing: Standing): readonly unknown[] {
  return [...standing.problems.values()]
    .map(({ problem, facts: { said, endedAt, recoveredAt } }) => ({
      problem,
      said,
      endedAt,
      recoveredAt,
    }))
    .toSorted((left, right) => (left.problem.id < right.problem.id ? -1 : 1));
}

function derived(incident: Incident) {
  const { environment, group, severity, severityMax, services, tickets, problems } = incident;
  return {
    environment,
    group,
    severity,
    severityMax,
    services: services.toSorted(),
    tickets: tickets.toSorted(),
    problems: Object.entries(problems)
      .map(([id, problem]) => ({
        id,
        state: problem.state,
        kind: problem.kind,
        severity: problem.severity,
        service: serviceOf(incident, problem),
      }))
      .toSorted((left, right) => (left.id < right.id ? -1 : 1)),
  };
}
