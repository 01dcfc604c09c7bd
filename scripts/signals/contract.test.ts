// What every adapter must do, run over the whole registry with the vendors' own fixtures.
// Random and hostile payloads have files of their own: `contract-mutations.test.ts` and
// `contract-hostile.test.ts`.
import { describe, expect, test } from 'vitest';
import { deliveryOf, encodeBody, readFixtures, type Fixture } from './testing/contract-fixtures.ts';
import { pathsOf, replaceAt, withUnknownFields } from './testing/contract-payloads.ts';
import { expectValidOutcome } from './testing/contract-signal-shape.ts';
import { guides } from './guides.ts';
import { normalise, renderOutcome } from './normalise.ts';
import { findVendor, vendors } from './registry.ts';

const fixtures = readFixtures();

describe('the registry', () => {
  test.each(Object.keys(vendors))('finds %s by its id and has fixtures for it', (vendor) => {
    expect(findVendor(vendor)).toBeDefined();
    expect(fixtures.some((fixture) => fixture.vendor === vendor)).toBe(true);
  });

  test.each(['', 'no-such-tool', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'knows no vendor `%s` and rejects its deliveries',
    (vendor) => {
      expect(findVendor(vendor)).toBeUndefined();
      const outcome = normalise(vendor, { headers: {}, body: '{}' });
      expect(outcome).toMatchObject({ kind: 'rejected', problems: [{ code: 'unusable' }] });
    },
  );

  test.each(Object.entries(vendors))('asks in %s only for headers in lower case', (_id, vendor) => {
    for (const header of [...vendor.headers, vendor.deliveryId ?? '']) {
      expect(header).toBe(header.toLowerCase());
    }
    expect(vendor.authentication.length).toBeGreaterThan(0);
  });

  test.each(Object.entries(guides))('has a guide for %s that leaves nothing out', (_id, guide) => {
    for (const text of [guide.setup, guide.retries]) expect(text.trim()).not.toBe('');
    for (const list of [guide.extracts, guide.unknown, guide.source]) {
      expect(list.length).toBeGreaterThan(0);
    }
  });
});

describe.each(fixtures)('$vendor: $name', (fixture) => {
  test('gives the facts that the payload states', () => {
    const outcome = normalise(fixture.vendor, deliveryOf(fixture));
    expect(renderOutcome(outcome)).toMatchObject(fixture.expected);
    expectValidOutcome(outcome);
  });

  test('gives the same outcome every time', () => {
    const delivery = deliveryOf(fixture);
    const first = JSON.stringify(normalise(fixture.vendor, delivery));
    expect(JSON.stringify(normalise(fixture.vendor, delivery))).toBe(first);
  });

  test('ignores fields that nobody knows', () => {
    const body = withUnknownFields(fixture.body);
    expect(normalise(fixture.vendor, deliveryOf(fixture, body))).toEqual(
      normalise(fixture.vendor, deliveryOf(fixture)),
    );
  });

  test('survives the loss of any field, and of the headers', () => {
    for (const path of pathsOf(fixture.body)) {
      const delivery = deliveryOf(fixture, replaceAt(fixture.body, path, undefined));
      expectValidOutcome(normalise(fixture.vendor, delivery));
      expectValidOutcome(normalise(fixture.vendor, { ...delivery, headers: {} }));
    }
  });

  test('survives any other value in the place of any field', () => {
    for (const path of pathsOf(fixture.body)) {
      for (const other of [null, '', '   ', 0, -1.5, true, 'x', [], [null], {}, { id: {} }]) {
        const delivery = deliveryOf(fixture, replaceAt(fixture.body, path, other));
        expectValidOutcome(normalise(fixture.vendor, delivery));
      }
    }
  });
});

describe('identity', () => {
  test.each(fixtures.filter(({ sameProblemAs }) => sameProblemAs !== undefined))(
    '$vendor: $name has the key of $sameProblemAs',
    (fixture) => {
      const other = fixtures.find(
        ({ vendor, name }) => vendor === fixture.vendor && name === fixture.sameProblemAs,
      );
      expect(other).toBeDefined();
      if (other !== undefined) expect(keysOf(fixture)[0]).toBe(keysOf(other)[0]);
    },
  );

  test.each(Object.keys(vendors))('%s: some recovery ends what a trigger began', (vendor) => {
    const own = fixtures.filter((fixture) => fixture.vendor === vendor);
    const ends = own.flatMap((fixture) => keysOf(fixture, 'resolve'));
    const begins = new Set(own.flatMap((fixture) => keysOf(fixture, 'trigger')));
    if (ends.length > 0) expect(ends.filter((key) => begins.has(key))).not.toEqual([]);
  });
});

describe.each(Object.keys(vendors))('%s', (vendor) => {
  test.each(['', '   ', 'payload=1', '{"alerts":[', '[1,]', '\u0000', '<xml/>'])(
    'rejects the body `%s`, which it never sends, and says what it expected',
    (body) => {
      expectRejection(vendor, body);
    },
  );

  test.each(['null', '1', '"text"', '[]', '{}', '[[]]', '[null]'])(
    'rejects the foreign JSON `%s` and points at what it misses',
    (body) => {
      expect(expectRejection(vendor, body)).toMatch(/^(?:\/|$)/);
    },
  );

  test('rejects a body that was cut off', () => {
    const fixture = fixtures.find((one) => one.vendor === vendor && typeof one.body === 'object');
    if (fixture === undefined || fixture.body_encoding === 'form') return;
    const body = encodeBody(fixture.body);
    const { headers } = fixture;
    const outcome = normalise(vendor, { headers, body: body.slice(0, body.length - 1) });
    expect(outcome).toMatchObject({ kind: 'rejected', problems: [{ code: 'syntax' }] });
  });
});

function expectRejection(vendor: string, body: string): string | undefined {
  const outcome = normalise(vendor, { headers: {}, body });
  expectValidOutcome(outcome);
  expect(outcome).toMatchObject({ kind: 'rejected' });
  if (outcome.kind !== 'rejected') return undefined;
  expect(outcome.problems[0]?.message).toMatch(/^Unexpected .*, expected .*\.$/);
  return outcome.problems[0]?.pointer;
}

function keysOf(fixture: Fixture, action?: string): readonly string[] {
  const outcome = normalise(fixture.vendor, deliveryOf(fixture));
  if (outcome.kind !== 'signals') return [];
  return outcome.signals
    .filter((signal) => action === undefined || signal.action === action)
    .map(({ dedupKey }) => dedupKey);
}
