// What no payload may do to an adapter: hostile texts, secrets, sheer size. Random damage has a file
// of its own, so that both run at the same time.
import { describe, expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import { deliveryOf, readFixtures, type Fixture } from './testing/contract-fixtures.ts';
import {
  HOSTILE_TEXTS,
  pathsOf,
  replaceAt,
  type PayloadPath,
} from './testing/contract-payloads.ts';
import { expectValidOutcome, flawsOf } from './testing/contract-signal-shape.ts';
import type { Outcome } from './adapter.ts';
import { at, isRecord } from './fields.ts';
import { normalise } from './normalise.ts';
import { vendors } from './registry.ts';

const fixtures = readFixtures();

describe.each(Object.keys(vendors))('%s', (vendor) => {
  const own = fixtures.filter((fixture) => fixture.vendor === vendor);
  const [first] = own.toSorted((left, right) => weightOf(right) - weightOf(left));

  test('takes hostile text as data: it changes only what other text in its place changes', () => {
    for (const fixture of own.slice(0, MAX_FIXTURES)) {
      for (const path of pathsOf(fixture.body)) {
        if (typeof at(fixture.body, ...path) === 'string') expectNoInterference(fixture, path);
      }
    }
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });

  test('repeats no credential that stands in a payload or in a header', () => {
    for (const fixture of own) {
      const paths = pathsOf(fixture.body).filter((path) => SECRET_KEY.test(String(path.at(-1))));
      const body = paths.reduce(
        (value, path) => replaceAt(value, path, `https://larder.example/?${CANARY}`),
        fixture.body,
      );
      const extra = isRecord(body) ? { ...body, ...SECRET_FIELDS } : body;
      const headers = { ...fixture.headers, ...SECRET_HEADERS };
      for (const sent of [body, extra]) {
        const delivery = { ...deliveryOf(fixture, sent), headers };
        expect(JSON.stringify(normalise(vendor, delivery))).not.toContain(CANARY);
      }
    }
  });

  test('does work in proportion to the size of a payload', () => {
    if (first === undefined) return;
    for (const list of pathsOf(first.body)) {
      const value = at(first.body, ...list);
      const [entry] = Array.isArray(value) ? value : [];
      if (entry === undefined) continue;
      const reads = (length: number): number =>
        countReads(
          first,
          replaceAt(
            first.body,
            list,
            Array.from({ length }, () => entry),
          ),
        );
      const [small, large] = [reads(200), reads(400)];
      expect(large, list.join('/')).toBeLessThanOrEqual(2.1 * small + 200);
    }
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`k${index}`, 'v']),
    );
    for (const path of pathsOf(first.body)) {
      if (!isRecord(at(first.body, ...path))) continue;
      const body = replaceAt(first.body, path, { ...Object(at(first.body, ...path)), ...many });
      expect(countReads(first, body), path.join('/')).toBeLessThan(100_000);
    }
  });
});

/** Enough for each shape that a tool sends, and fast for 30 vendors. */
const MAX_FIXTURES = 2;

const CANARY = 'canary-5d0e';
const SECRET_KEY =
  /(?:^|[_.-])(?:token|secret|password|api_?key|authorization|signature)$|^(?:signingcert|subscribe|unsubscribe)url$/i;
const SECRET_FIELDS = { Token: CANARY, secret: CANARY, password: CANARY, authorization: CANARY };
const SECRET_HEADERS = {
  authorization: `Bearer ${CANARY}`,
  cookie: CANARY,
  'x-hub-signature-256': `sha256=${CANARY}`,
};

function weightOf(fixture: Fixture): number {
  return JSON.stringify(fixture.body).length;
}

/** The facts that innocent values change are those that a place feeds; hostile text changes no other. */
function expectNoInterference(fixture: Fixture, path: PayloadPath): void {
  const outcomeFor = (value: unknown): Outcome =>
    normalise(fixture.vendor, deliveryOf(fixture, replaceAt(fixture.body, path, value)));
  const innocent = [at(fixture.body, ...path), ...INNOCENT].map(outcomeFor);
  const kinds = new Set(innocent.map(({ kind }) => kind));
  const [known = [], ...others] = innocent.map(factsOf);
  const fed = known.map((fact, field) => others.some((other) => other[field] !== fact));
  for (const hostile of HOSTILE_TEXTS) {
    const outcome = outcomeFor(hostile);
    const facts = kinds.size === 1 && outcome.kind === 'signals' ? factsOf(outcome) : [];
    const changed = facts.findIndex((fact, field) => fed[field] === false && fact !== known[field]);
    const flaws = [
      ...flawsOf(outcome),
      ...(kinds.has(outcome.kind) ? [] : [`the outcome becomes ${outcome.kind}`]),
      ...(changed < 0 ? [] : [`${SIGNAL_FIELDS[changed]} becomes ${facts[changed]}`]),
    ];
    if (flaws.length > 0) {
      expect.fail(
        `${fixture.name} /${path.join('/')} ${JSON.stringify(hostile)}: ${flaws.join('; ')}`,
      );
    }
  }
}

function factsOf(outcome: Outcome): readonly string[] {
  const signals = outcome.kind === 'signals' ? outcome.signals : [];
  return SIGNAL_FIELDS.map((field) =>
    signals
      .map((signal) =>
        typeof signal[field] === 'string' ? signal[field] : JSON.stringify(signal[field]),
      )
      .join('\n'),
  );
}

/** Values of each form that an adapter may read: words, lists, an address, a number, times. */
const INNOCENT = [
  'larder',
  'Larder shop: slow, again',
  'https://larder.example/a',
  '7',
  '2026-11-21T09:18:00.000Z',
  '1795252680',
  '{"a":"b"}',
  'a=b, c:d',
  '',
];

const SIGNAL_FIELDS = [
  'vendor',
  'kind',
  'action',
  'id',
  'dedupKey',
  'title',
  'description',
  'severity',
  'severityRaw',
  'status',
  'environment',
  'service',
  'team',
  'function',
  'product',
  'host',
  'startedAt',
  'endedAt',
  'occurredAt',
  'links',
  'labels',
  'count',
] as const satisfies readonly (keyof Signal)[];

/** How often an adapter looks into a payload, counted at the value that its parser gives it. */
function countReads(fixture: Fixture, body: unknown): number {
  let reads = 0;
  const watch = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    return new Proxy(value, {
      get: (target, key) => {
        reads += 1;
        return watch(Reflect.get(target, key));
      },
      getOwnPropertyDescriptor: (target, key) => {
        reads += 1;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
  };
  const { parse } = JSON;
  const delivery = deliveryOf(fixture, body);
  JSON.parse = (text, reviver) => watch(parse(text, reviver));
  try {
    expectValidOutcome(normalise(fixture.vendor, delivery));
  } finally {
    JSON.parse = parse;
  }
  return reads;
}
