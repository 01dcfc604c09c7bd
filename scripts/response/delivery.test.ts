import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { minute, organisationOf } from '../rules/testing/organisation.ts';
import { type Delivery, deliver, EMPTY_LEDGER, nextDelivery } from './delivery.ts';
import type { Ledger } from './desk.ts';
import { chainFiles } from './testing/chain.ts';
import { createWorld } from './testing/world.ts';
import type { IncidentBook } from './response.ts';

const desk = { kind: 'channel', channel: '#desk' } as const;
const shop = { kind: 'channel', channel: '#shop' } as const;
const ears = { kind: 'channel', channel: '#ears' } as const;
const sample = sampleIncident();
const bookWith = (...incidents: readonly Partial<Incident>[]): IncidentBook => ({
  incidents: incidents.map((changes) => ({ ...sample, ...changes })),
  ids: new Set(),
});
const running = bookWith({ id: 'a' }, { id: 'b' });
const call = (changes: Partial<Notification> = {}): Notification => ({
  kind: 'notify',
  key: 'k1',
  incident: 'a',
  event: 'opened',
  severity: 'sev2',
  destinations: [desk],
  mode: 'live',
  waitMs: 0,
  limit: null,
  pageChild: 'never',
  escalation: [],
  ...changes,
});
const TEN_A_HOUR = { per: 'destination', count: 2, withinMs: 3_600_000, bypass: ['sev1'] } as const;
const told = ({ messages }: Delivery): readonly string[] =>
  messages.map((message) =>
    message.kind === 'call'
      ? `${message.incident} ${message.event}`
      : `digest ${message.counts.map(({ incident, count }) => `${incident}×${count}`).join(' ')}`,
  );

describe('a call', () => {
  test('leaves at once when it need not wait', () => {
    expect(told(deliver(EMPTY_LEDGER, [call()], running, minute(0)))).toEqual(['a opened']);
  });

  test('leaves once, however often it is asked for', () => {
    const { ledger } = deliver(EMPTY_LEDGER, [call()], running, minute(0));
    expect(told(deliver(ledger, [call()], running, minute(1)))).toEqual([]);
  });

  test('waits for what may explain it, and leaves when nothing did', () => {
    const { ledger, messages } = deliver(
      EMPTY_LEDGER,
      [call({ waitMs: 60_000 })],
      running,
      minute(0),
    );
    expect(messages).toEqual([]);
    expect(nextDelivery(ledger)).toBe(minute(1));
    expect(told(deliver(ledger, [], running, minute(1)))).toEqual(['a opened']);
  });

  test('of a sev1 never waits', () => {
    const urgent = call({ waitMs: 60_000, severity: 'sev1' });
    expect(told(deliver(EMPTY_LEDGER, [urgent], running, minute(0)))).toEqual(['a opened']);
  });

  test('of a team that reads digests is counted at once: the digest waits by itself', () => {
    const counted = call({ waitMs: 60_000, mode: 'digest' });
    const { ledger, ...rest } = deliver(EMPTY_LEDGER, [counted], running, minute(0));
    expect(rest.counted).toHaveLength(1);
    expect(nextDelivery(ledger)).toBe(minute(60));
  });

  test.each([
    ['explained', { state: 'duplicate', relations: { duplicateOf: 'b', causedBy: [] } }],
    ['ended', { state: 'resolved' }],
    ['recovered', { state: 'monitoring', problems: recovered() }],
  ] as const)('that waits is not made when its incident is %s meanwhile', (reason, changes) => {
    const { ledger } = deliver(EMPTY_LEDGER, [call({ waitMs: 60_000 })], running, minute(0));
    const book = bookWith({ id: 'a', ...changes }, { id: 'b' });
    const cause = call({ key: 'k2', incident: 'b' });
    const { ledger: later } = deliver(ledger, [cause], running, minute(0.5));
    const { messages, cancelled } = deliver(later, [], book, minute(1));
    expect(messages).toEqual([]);
    expect(cancelled).toMatchObject([{ incident: 'a', reason }]);
  });

  test.each([
    ['always', 'sev2', 1],
    ['if_more_severe', 'sev1', 0],
    ['if_more_severe', 'sev3', 1],
    ['never', 'sev3', 0],
  ] as const)(
    'that waits is made all the same where the rules say %s and its cause is %s: %i',
    (pageChild, severity, count) => {
      const { ledger } = deliver(
        EMPTY_LEDGER,
        [call({ waitMs: 1000, pageChild })],
        running,
        minute(0),
      );
      const relations = { duplicateOf: 'b', causedBy: [] };
      const book = bookWith(
        { id: 'a', state: 'duplicate', relations },
        { id: 'b', severity, problems: {} },
      );
      const cause = call({ key: 'k2', incident: 'b' });
      const { ledger: later } = deliver(ledger, [cause], book, minute(0));
      expect(deliver(later, [], book, minute(1)).messages).toHaveLength(count);
    },
  );

  describe('whose cause has its own incident', () => {
    const relations = { duplicateOf: 'b', causedBy: [] };
    const book = bookWith({ id: 'a', state: 'duplicate', relations }, { id: 'b' });
    const waiting = deliver(EMPTY_LEDGER, [call({ waitMs: 10_000 })], running, minute(0)).ledger;
    const none = { ...TEN_A_HOUR, count: 0 } as const;

    test('is made when the call about the cause went into a digest', () => {
      const cause = call({ key: 'k2', incident: 'b', limit: none });
      const delivery = deliver(waiting, [cause], book, minute(0.1));
      expect(delivery.counted).toMatchObject([{ incident: 'b' }]);
      expect(told(deliver(delivery.ledger, [], book, minute(1)))).toEqual(['a opened']);
    });

    test.each([
      ['not made once that one left', null, []],
      ['made once that one was counted', none, ['a opened']],
    ] as const)('waits for the call about the cause and is %s', (_what, limit, expected) => {
      const cause = call({ key: 'k2', incident: 'b', limit, waitMs: 30_000 });
      const { ledger } = deliver(waiting, [cause], book, minute(0.1));
      const early = deliver(ledger, [], book, minute(0.2));
      expect(told(early)).toEqual([]);
      expect(early.cancelled).toEqual([]);
      const messages = told(deliver(early.ledger, [], book, minute(0.6)));
      expect(messages.filter((message) => message.startsWith('a'))).toEqual(expected);
    });

    test('is not made when somebody acknowledged the cause', () => {
      const seen = book.incidents.map((each) => ({ ...each, at: { acknowledged: minute(0) } }));
      const { cancelled } = deliver(waiting, [], { ...book, incidents: seen }, minute(1));
      expect(cancelled).toMatchObject([{ incident: 'a', reason: 'explained' }]);
    });
  });

  describe('about what its incident explains', () => {
    const part = (): Notification =>
      call({ key: 'k2', event: 'impacted', destinations: [shop, ears], isExplained: true });
    const none = { ...TEN_A_HOUR, count: 0 } as const;

    test('is not made when the incident’s own call left', () => {
      const { ledger } = deliver(EMPTY_LEDGER, [call()], running, minute(0));
      const { messages, cancelled } = deliver(ledger, [part()], running, minute(1));
      expect(messages).toEqual([]);
      expect(cancelled.map(({ reason }) => reason)).toEqual(['explained', 'explained']);
    });

    test('is made when that one went into a digest', () => {
      const { ledger } = deliver(EMPTY_LEDGER, [call({ limit: none })], running, minute(0));
      const delivery = deliver(ledger, [part()], running, minute(1));
      expect(told(delivery)).toEqual(['a impacted', 'a impacted']);
    });

    test.each([
      [null, ['a opened']],
      [none, ['a impacted', 'a impacted']],
    ] as const)('waits for that one while it waits', (limit, expected) => {
      const own = call({ limit, waitMs: 10_000 });
      const { ledger } = deliver(EMPTY_LEDGER, [own], running, minute(0));
      const early = deliver(ledger, [part()], running, minute(0.1));
      expect([...told(early), ...early.cancelled]).toEqual([]);
      expect(told(deliver(early.ledger, [], running, minute(1)))).toEqual(expected);
    });
  });

  test('that waits gives way to one that says more', () => {
    const { ledger } = deliver(EMPTY_LEDGER, [call({ waitMs: 60_000 })], running, minute(0));
    const raised = call({ key: 'k2', event: 'raised', severity: 'sev1' });
    const delivery = deliver(ledger, [raised], running, minute(0.5));
    expect(told(delivery)).toEqual(['a raised']);
    expect(delivery.cancelled).toMatchObject([{ event: 'opened', reason: 'superseded' }]);
    expect(nextDelivery(delivery.ledger)).toBeNull();
  });
});

test('a call that takes the place of one that waits keeps its turn', () => {
  const { ledger } = deliver(EMPTY_LEDGER, [call({ waitMs: 60_000 })], running, minute(0));
  const newer = call({ key: 'k2', event: 'raised', waitMs: 60_000 });
  const later = deliver(ledger, [newer], running, minute(0.5));
  expect(nextDelivery(later.ledger)).toBe(minute(1));
  expect(told(deliver(later.ledger, [], running, minute(1)))).toEqual(['a raised']);
});

test('a call that waits for an incident is not made when what took that over has ended', () => {
  const { ledger } = deliver(
    EMPTY_LEDGER,
    [call({ waitMs: 1000, pageChild: 'always' })],
    running,
    minute(0),
  );
  const relations = { duplicateOf: 'b', causedBy: [] };
  const book = bookWith({ id: 'a', state: 'duplicate', relations }, { id: 'b', state: 'resolved' });
  const { messages, cancelled } = deliver(ledger, [], book, minute(1));
  expect(messages).toEqual([]);
  expect(cancelled).toMatchObject([{ incident: 'a', reason: 'ended' }]);
});

test('a digest leaves when the first of what is counted into it is due', () => {
  const none = { ...TEN_A_HOUR, count: 0 } as const;
  const hour = call({ limit: none });
  const quick = call({ key: 'k2', limit: { ...none, withinMs: 600_000 } });
  const slow = call({ key: 'k3', limit: { ...none, withinMs: 7_200_000 } });
  const { ledger } = deliver(EMPTY_LEDGER, [hour, quick, slow], running, minute(0));
  expect(nextDelivery(ledger)).toBe(minute(10));
});

describe('a limit', () => {
  test('counts what left exactly one window ago no more', () => {
    const { ledger } = deliver(EMPTY_LEDGER, many.slice(0, 2), running, minute(0));
    expect(told(deliver(ledger, many.slice(2, 3), running, minute(59.9)))).toEqual([]);
    expect(told(deliver(ledger, many.slice(2, 3), running, minute(60)))).toEqual(['a opened']);
  });

  const many = ['k1', 'k2', 'k3', 'k4'].map((key) => call({ key, limit: TEN_A_HOUR }));

  test('pain 23: counts what is over it into one digest at the end of its window', () => {
    const delivery = deliver(EMPTY_LEDGER, many, running, minute(0));
    expect(told(delivery)).toEqual(['a opened', 'a opened']);
    expect(nextDelivery(delivery.ledger)).toBe(minute(60));
    expect(told(deliver(delivery.ledger, [], running, minute(60)))).toEqual(['digest a×2']);
  });

  test('slides: what left an hour ago counts no more', () => {
    const { ledger } = deliver(EMPTY_LEDGER, many.slice(0, 2), running, minute(0));
    expect(told(deliver(ledger, many.slice(2, 3), running, minute(61)))).toEqual(['a opened']);
  });

  test('holds back no severity that bypasses it', () => {
    const urgent = many.map((each) => ({ ...each, severity: 'sev1' as const }));
    expect(told(deliver(EMPTY_LEDGER, urgent, running, minute(0)))).toHaveLength(4);
  });

  test('of each incident counts each incident by itself', () => {
    const limit = { ...TEN_A_HOUR, per: 'incident' } as const;
    const mixed = many.map((each, index) => ({ ...each, limit, incident: index < 2 ? 'a' : 'b' }));
    expect(told(deliver(EMPTY_LEDGER, mixed, running, minute(0)))).toHaveLength(4);
  });
});

test('a team that reads digests is told once an hour', () => {
  const two = ['k1', 'k2'].map((key) => call({ key, mode: 'digest', severity: 'sev1' }));
  const { ledger, messages } = deliver(EMPTY_LEDGER, two, running, minute(0));
  expect(messages).toEqual([]);
  expect(told(deliver(ledger, [], running, minute(60)))).toEqual(['digest a×2']);
});

test('nothing is ever dropped: every call ends as one message, one count of a digest or a named cancellation', () => {
  const step = fc.record({
    keys: fc.array(fc.nat(30), { maxLength: 4 }),
    wait: fc.constantFrom(0, 10_000),
    severity: fc.constantFrom('sev1' as const, 'sev2' as const, 'sev4' as const),
    mode: fc.constantFrom('live' as const, 'live' as const, 'digest' as const),
    both: fc.boolean(),
    limited: fc.boolean(),
    incident: fc.constantFrom('a', 'b'),
    ended: fc.boolean(),
    minutes: fc.constantFrom(0, 0, 1, 70),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let ledger: Ledger = EMPTY_LEDGER;
      let now = 0;
      const asked = new Set<string>();
      const ends: string[] = [];
      let inDigests = 0;
      const take = (delivery: Delivery): void => {
        ledger = delivery.ledger;
        for (const message of delivery.messages)
          if (message.kind === 'call') ends.push(message.key);
          else inDigests += message.counts.reduce((sum, { count }) => sum + count, 0);
        ends.push(...[...delivery.counted, ...delivery.cancelled].map(({ key }) => key));
        counted += delivery.counted.length;
      };
      let counted = 0;
      for (const { keys, wait, severity, mode, both, limited, incident, ended, minutes } of steps) {
        now += minutes;
        const destinations = both ? [desk, shop] : [desk];
        const limit = limited ? TEN_A_HOUR : null;
        const notifications = keys.map((key) =>
          call({ key: `k${key}`, waitMs: wait, severity, mode, destinations, limit, incident }),
        );
        for (const { key } of notifications)
          for (const { channel } of destinations) asked.add(`${key} ${channel}`);
        const book = bookWith({ id: 'a', state: ended ? 'resolved' : 'triage' }, { id: 'b' });
        take(deliver(ledger, notifications, book, minute(now)));
      }
      for (let due = nextDelivery(ledger); due !== null; due = nextDelivery(ledger))
        take(deliver(ledger, [], running, due));
      expect(ends.toSorted()).toEqual([...asked].toSorted());
      expect(inDigests).toBe(counted);
      expect(nextDelivery(ledger)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

function recovered(): Incident['problems'] {
  return { 'watch/x': { state: 'recovered', since: minute(0), at: minute(0) } };
}

function sampleIncident(): Incident {
  const files = chainFiles();
  const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
  world.send({ service: 'disk', severity: 'high' });
  return world.only();
}
