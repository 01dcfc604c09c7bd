import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schedule } from '../model/schedule.ts';
import { personOnCall } from './schedule.ts';

const schedule = (
  zone: string,
  start: string,
  days = 1,
  changes: Partial<Schedule> = {},
): Schedule => ({
  id: 's',
  name: 'S',
  zone,
  rotation: { start, days, people: ['ada', 'ben', 'cleo'] },
  overrides: [],
  place: { file: 's.yaml', line: 1, column: 1, length: 1 },
  ...changes,
});

describe('who is on call', () => {
  test('is nobody before the first hand-over and the first person from its instant on', () => {
    const daily = schedule('Europe/Amsterdam', '2026-01-05T09:00');
    expect(personOnCall(daily, '2026-01-05T07:59:59.999Z')).toBeNull();
    expect(personOnCall(daily, '2026-01-05T08:00:00.000Z')).toBe('ada');
  });

  test('equals a count of days in a zone whose clocks never change', () => {
    const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2126, 0, 1) });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 30 }), (ms, days) => {
        const turn = Math.floor((ms - Date.UTC(2026, 0, 5, 9)) / (days * 86_400_000));
        const expected = turn < 0 ? null : ['ada', 'ben', 'cleo'][turn % 3];
        expect(
          personOnCall(schedule('UTC', '2026-01-05T09:00', days), new Date(ms).toISOString()),
        ).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['spring', '2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z'],
    ['autumn', '2026-10-24T07:00:00.000Z', '2026-10-25T08:00:00.000Z', '2026-10-26T08:00:00.000Z'],
  ])('changes at nine on the wall when the clocks change in %s', (_name, ...handOvers) => {
    const daily = schedule('Europe/Amsterdam', '2026-01-05T09:00');
    for (const at of handOvers) {
      const before = personOnCall(daily, new Date(Date.parse(at) - 1).toISOString());
      const after = personOnCall(daily, at);
      expect([
        ['ada', 'ben'],
        ['ben', 'cleo'],
        ['cleo', 'ada'],
      ]).toContainEqual([before, after]);
    }
  });

  test('does not depend on what was asked before', () => {
    const zones = ['America/Los_Angeles', 'Australia/Lord_Howe', 'Europe/Lisbon', 'Asia/Kathmandu'];
    const begin = Date.UTC(2025, 11, 25);
    const instants = fc.array(fc.integer({ min: begin, max: Date.UTC(2026, 11, 31) }));
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...zones),
        fc.integer({ min: 1, max: 9 }),
        (all, ...of) => {
          const asked = schedule(of[0], '2026-01-05T02:30', of[1]);
          for (const at of all
            .flatMap((ms) => [ms, ms + 3_600_000])
            .map((ms) => new Date(ms).toISOString()))
            expect(personOnCall(asked, at)).toBe(personOnCall({ ...asked }, at));
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(['America/Los_Angeles', 'Australia/Lord_Howe', 'Europe/Lisbon', 'Asia/Kathmandu'])(
    'has one hand-over per day in %s, a whole year long',
    (zone) => {
      const daily = schedule(zone, '2026-01-05T02:30');
      let changes = 0;
      let known = personOnCall(daily, '2026-01-10T00:00:00.000Z');
      for (let hour = 1; hour <= 365 * 24; hour += 1) {
        const person = personOnCall(
          daily,
          new Date(Date.UTC(2026, 0, 10) + hour * 3_600_000).toISOString(),
        );
        if (person !== known) changes += 1;
        known = person;
      }
      expect(changes).toBe(365);
    },
  );

  test('goes on in the far future', () => {
    expect(['ada', 'ben', 'cleo']).toContain(
      personOnCall(schedule('Europe/Amsterdam', '2026-01-05T09:00', 7), '2999-12-31T23:59:59.999Z'),
    );
  });

  test('is the person of an override from its beginning to just before its end, the last one if several hold', () => {
    const overrides = [
      { from: '2026-01-06T00:00:00.000Z', until: '2026-01-08T00:00:00.000Z', person: 'dora' },
      { from: '2026-01-07T00:00:00.000Z', until: '2026-01-07T12:00:00.000Z', person: 'emil' },
    ];
    const weekly = schedule('UTC', '2026-01-05T09:00', 7, { overrides });
    const people = [
      '2026-01-05T23:59:59.999Z',
      '2026-01-06T00:00:00.000Z',
      '2026-01-07T00:00:00.000Z',
      '2026-01-07T12:00:00.000Z',
      '2026-01-08T00:00:00.000Z',
    ].map((at) => personOnCall(weekly, at));
    expect(people).toEqual(['ada', 'dora', 'emil', 'dora', 'ada']);
  });

  test('is the person of an override even before the first hand-over', () => {
    const overrides = [
      { from: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z', person: 'dora' },
    ];
    expect(
      personOnCall(
        schedule('UTC', '2026-01-05T09:00', 7, { overrides }),
        '2026-01-01T10:00:00.000Z',
      ),
    ).toBe('dora');
  });
});
