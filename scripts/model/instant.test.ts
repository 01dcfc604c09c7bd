import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMs, parseInstant, toMs } from './instant.ts';

const instants = fc
  .date({
    min: new Date('1970-01-01T00:00:00.000Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());

test('an instant has the milliseconds that Date reads in it', () => {
  fc.assert(
    fc.property(instants, (at) => {
      expect(toMs(at)).toBe(Date.parse(at));
      expect(parseInstant(at)).toBe(at);
    }),
  );
});

test('what only looks like an instant is read as Date reads it', () => {
  const digits = fc.stringMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:. -]{12}Z$/);
  const clocks = fc.stringMatching(
    /^2026-(0[0-9]|1[0-9])-[0-3][0-9]T[0-2][0-9]:[0-9]{2}:[0-9]{2}\.[0-9x]{3}Z$/,
  );
  const others = fc.constantFrom(
    '',
    '2026-11-21',
    '2026-11-21T10:00:00Z',
    '2026-11-21T10:00:00+01:00',
    '2026-11-21T24:00:00.000Z',
    '2026-11-21t10:00:00.000Z',
    '2026-02-30T10:00:00.000Z',
  );
  fc.assert(
    fc.property(fc.oneof(digits, clocks, others), (text) => {
      expect(toMs(text)).toBe(Date.parse(text));
      // Date takes the 30th of February for the first of March.
      const isAsWritten = new Date(toMs(text) || 0).toISOString() === text;
      expect(parseInstant(text) === text).toBe(isAsWritten && text >= '1970');
    }),
  );
});

test('an instant some milliseconds later or earlier is the one that Date writes', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: -1e13, max: 1e13 }), (at, ms) => {
      expect(addMs(at, ms)).toBe(new Date(Date.parse(at) + ms).toISOString());
    }),
  );
  expect(() => addMs('never', 1)).toThrow(RangeError);
});
