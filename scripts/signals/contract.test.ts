// What every adapter must do, run over the whole registry with the vendors' own fixtures.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveryOf, readFixtures, type Fixture } from './contract-fixtures.ts';
import { expectValidOutcome } from './contract-signal-shape.ts';
import { isRecord } from './fields.ts';
import { normalise, renderOutcome } from './normalise.ts';
import { findVendor, vendors } from './registry.ts';

const fixtures = readFixtures();

describe('the registry', () => {
  test.each(Object.keys(vendors))('finds %s by its id and has fixtures for it', (vendor) => {
    expect(findVendor(vendor)).toBeDefined();
    expect(fixtures.some((fixture) => fixture.vendor === vendor)).toBe(true);
  });

  test.each(['', 'nagios', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
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
    for (const body of withoutEachField(fixture.body)) {
      expectValidOutcome(normalise(fixture.vendor, deliveryOf(fixture, body)));
      expectValidOutcome(normalise(fixture.vendor, { headers: {}, body: JSON.stringify(body) }));
    }
  });

  test('survives any other value in the place of any field', () => {
    for (const body of withEachFieldReplaced(fixture.body)) {
      expectValidOutcome(normalise(fixture.vendor, deliveryOf(fixture, body)));
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
});

describe.each(Object.keys(vendors))('%s', (vendor) => {
  test.each([
    ['', 'syntax'],
    ['   ', 'syntax'],
    ['payload=1', 'syntax'],
    ['{"alerts":[', 'syntax'],
    ['[1,]', 'syntax'],
  ])('rejects the body `%s`, which is no JSON, with the place of the fault', (body, code) => {
    const outcome = normalise(vendor, { headers: {}, body });
    expect(outcome).toMatchObject({ kind: 'rejected', problems: [{ code, pointer: '' }] });
  });

  test.each(['null', '1', '"text"', '[]', '{}', '[[]]'])(
    'rejects the foreign JSON `%s` and points at what it misses',
    (body) => {
      const outcome = normalise(vendor, { headers: {}, body });
      expect(outcome).toMatchObject({ kind: 'rejected' });
      if (outcome.kind !== 'rejected') return;
      expect(outcome.problems[0]?.pointer).toMatch(/^\//);
      expect(outcome.problems[0]?.message).toMatch(/^Unexpected .*, expected .*\.$/);
    },
  );

  test('answers 2,000 damaged payloads in valid shape', { timeout: 60_000 }, () => {
    const own = fixtures.filter((fixture) => fixture.vendor === vendor);
    const places = own.flatMap((fixture) =>
      pathsOf(fixture.body).map((path) => ({ fixture, path })),
    );
    const damage = fc.tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), HOSTILE);
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), ([first, ...more]) => {
        if (first === undefined) return;
        const [{ fixture }] = first;
        const body = [first, ...more].reduce(
          (value, [{ path }, json, text]) => replaceAt(value, path, text ?? json),
          fixture.body,
        );
        expectValidOutcome(normalise(vendor, deliveryOf(fixture, body)));
      }),
      { numRuns: 2_000, seed: 2026_11_21 },
    );
  });

  test('answers any text as body and as header', () => {
    const names = findVendor(vendor)?.headers ?? [];
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (body, value) => {
        const headers = Object.fromEntries(names.map((name) => [name, value]));
        expectValidOutcome(normalise(vendor, { headers, body }));
      }),
      { numRuns: 500, seed: 2026_11_21 },
    );
  });
});

/** Texts that attackers send, or null for an ordinary value. */
const HOSTILE = fc.oneof(
  fc.constant(null),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'DB down"\n---\nvisibility: public\n',
    '<img src=x onerror=alert(1)>',
    '@everyone Fixes #1 ${{ secrets.X }}',
    '::add-mask::a\u0000\u001b]8;;https://evil.example\u0007',
    'a\u202Egnp.exe\u200B\uFEFF\u2066',
    '\uD800 lone \uDFFF',
    'x'.repeat(20_000),
    '🔥'.repeat(5_000),
    'a' + '\u0301\u0316'.repeat(20_000),
    'javascript:alert(1)',
    'https://good.example@evil.example/',
    '0001-01-01T00:00:00Z',
    '9'.repeat(400),
  ),
);

function keysOf(fixture: Fixture): readonly string[] {
  const outcome = normalise(fixture.vendor, deliveryOf(fixture));
  return outcome.kind === 'signals' ? outcome.signals.map(({ dedupKey }) => dedupKey) : [];
}

type Path = readonly (string | number)[];

/** Objects whose keys are data: an unknown field in a label set is a label. */
const DATA_KEYS = new Set(['labels', 'commonLabels', 'groupLabels', 'annotations']);

function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    DATA_KEYS.has(key) ? member : withUnknownFields(member),
  ]);
  return { ...Object.fromEntries(members), futureField: { nested: [1, 'two'] }, 'x-other': null };
}

function withoutEachField(value: unknown): readonly unknown[] {
  return pathsOf(value).map((path) => replaceAt(value, path, undefined));
}

function withEachFieldReplaced(value: unknown): readonly unknown[] {
  const others = [null, '', '   ', 0, -1.5, true, 'x', [], [null], {}, { id: {} }];
  return pathsOf(value).flatMap((path) => others.map((other) => replaceAt(value, path, other)));
}

function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    return [[step], ...pathsOf(member).map((path) => [step, ...path])];
  });
}

/** A copy with another value at a path; undefined removes it, a lost path changes nothing. */
function replaceAt(value: unknown, [step, ...rest]: Path, replacement: unknown): unknown {
  if (step === undefined) return replacement;
  if (Array.isArray(value) && typeof step === 'number') {
    return value.map((member, index) =>
      index === step ? replaceAt(member, rest, replacement) : member,
    );
  }
  if (!isRecord(value) || !(step in value)) return value;
  return { ...value, [step]: replaceAt(value[step], rest, replacement) };
}
