// Runs the adapters and schemes over sample deliveries of the tools. The samples belong to others
// and are no part of this repository: without the folder beside the checkout the suite is skipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import type { Outcome } from './adapter.ts';
import { schemes, verifyAuthenticity } from './authenticity/registry.ts';
import { normalise } from './normalise.ts';
import { vendors } from './registry.ts';

type Facts = Readonly<Record<string, unknown>>;
type Expected = Facts & { readonly signals?: readonly Facts[]; readonly group?: Facts };
type Sample = {
  readonly vendor: string;
  readonly case: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly expected: Expected;
};
type Vector = {
  readonly vendor: string;
  readonly name: string;
  readonly secrets: readonly string[];
  readonly user?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw_body: string;
  readonly path?: string;
  readonly received_at?: string;
  readonly expect: 'valid' | 'invalid';
};

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const reason = existsSync(corpus) ? '' : ' (skipped: no folder shared/corpus beside the checkout)';

describe.skipIf(reason !== '')(`sample deliveries${reason}`, () => {
  const samples = reason === '' ? Object.keys(vendors).flatMap(samplesOf) : [];

  test.each(samples)('$vendor: $case gives the expected facts', (sample) => {
    const outcome = outcomeOf(sample);
    if (sample.expected['accepted'] === false) {
      const isJunk = String(sample.expected['reason']).includes('4xx');
      return expect(outcome.kind).toBe(isJunk ? 'rejected' : 'ignored');
    }
    expect(outcome).toMatchObject({ kind: 'signals' });
    if (outcome.kind !== 'signals') return;
    const { expected } = sample;
    const each = expected.signals ?? [expected];
    expect(outcome.signals).toHaveLength(each.length);
    if (expected.signals && 'count' in expected) {
      expect(outcome.signals.length).toBe(expected['count']);
    }
    if (expected.group) checkFacts(expected.group, { ...outcome.group });
    each.forEach((facts, index) => checkFacts(facts, { ...outcome.signals[index] }));
  });

  test.each(Object.keys(vendors))('%s: only equal identities give equal keys', (vendor) => {
    const seen = new Map<unknown, string>();
    for (const sample of samplesOf(vendor)) {
      const facts = sample.expected.signals ?? [sample.expected];
      facts.forEach((fact, index) => {
        const signal = signalsOf(sample)[index];
        if (!('dedup_key' in fact) || signal === undefined) return;
        expect(signal.dedupKey).toBe(seen.get(fact['dedup_key']) ?? signal.dedupKey);
        seen.set(fact['dedup_key'], signal.dedupKey);
      });
    }
    expect(new Set(seen.values()).size).toBe(seen.size);
  });

  test.each(samples)('$vendor: $case has a key made of its whole identity', (sample) => {
    const each = sample.expected.signals ?? [sample.expected];
    each.forEach((facts, index) => {
      for (const part of listOf(facts['dedup_key_parts'])) {
        const changed = JSON.stringify(sample.body).replaceAll(part, `${part}-other`);
        const outcome = normalise(sample.vendor, { headers: sample.headers, body: changed });
        const signals = outcome.kind === 'signals' ? outcome.signals : [];
        expect(signals[index]?.dedupKey).not.toBe(signalsOf(sample)[index]?.dedupKey);
      }
    });
  });

  test.each(samples.filter(({ expected }) => 'same_key_as' in expected))(
    '$vendor: $case has the key of the case it belongs to',
    (sample) => {
      const other = samples.find(
        (one) => one.vendor === sample.vendor && one.case === sample.expected['same_key_as'],
      );
      expect(other).toBeDefined();
      if (other === undefined) return;
      expect(signalsOf(sample)[0]?.dedupKey).toBe(signalsOf(other)[0]?.dedupKey);
    },
  );
});

describe.skipIf(reason !== '')(`signature vectors${reason}`, () => {
  const vectors = reason === '' ? vectorsFor(Object.keys(schemes)) : [];

  test.each(vectors)('$vendor: $name is $expect', (vector) => {
    const request = {
      method: 'POST',
      path: vector.path ?? '/',
      headers: vector.headers,
      body: new TextEncoder().encode(vector.raw_body),
      receivedAt: vector.received_at ?? '2026-11-21T09:18:00.000Z',
    };
    const credentials = { user: vector.user ?? null, secrets: vector.secrets };
    const expected = vector.expect === 'valid' ? 'authentic' : 'refused';
    expect(verifyAuthenticity(vector.vendor, request, credentials).kind).toBe(expected);
  });
});

/** The keys of `expected` that need more than equality; all others are compared as they are. */
const CHECKS: Readonly<Record<string, (expected: unknown, actual: Facts) => void>> = {
  action_any_of: (expected, { action }) => expect(expected).toContain(action),
  dedup_key: (expected, { dedupKey }) => expect(dedupKey).toContain(expected),
  title_contains: (expected, { title }) => expect(title).toContain(expected),
  title_contains_any_of: (expected, { title }) =>
    expect(listOf(expected).some((part) => String(title).includes(part))).toBe(true),
  description_contains: (expected, { description }) => {
    for (const part of listOf(expected)) expect(description).toContain(part);
  },
  links: (expected, { links }) =>
    expect(links).toEqual(expect.arrayContaining([...listOf(expected)])),
  labels: (expected, { labels }) => expect(labels).toMatchObject(Object(expected)),
  severity_raw: (expected, { severityRaw }) => expect(severityRaw).toBe(expected),
  started_at: (expected, { startedAt }) => expect(startedAt).toBe(expected),
  ended_at: (expected, { endedAt }) => expect(endedAt).toBe(expected),
  occurred_at: (expected, { occurredAt }) => expect(occurredAt).toBe(expected),
};
/** Checked elsewhere in this file, or written for readers. */
const OTHER_KEYS = new Set([
  'signals',
  'group',
  'same_key_as',
  'dedup_key_parts',
  'dedup_key_path',
  'notes',
]);

function checkFacts(expected: Facts, actual: Facts): void {
  for (const [key, value] of Object.entries(expected)) {
    if (OTHER_KEYS.has(key)) continue;
    const check = CHECKS[key];
    if (check !== undefined) check(value, actual);
    else expect({ [key]: actual[key] }).toEqual({ [key]: value });
  }
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value : [];
}

function samplesOf(vendor: string): readonly Sample[] {
  const folder = new URL(`${vendor}/`, corpus);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

function vectorsFor(names: readonly string[]): readonly Vector[] {
  const file: { readonly vectors: readonly Vector[] } = JSON.parse(
    readFileSync(new URL('signature-vectors.json', corpus), 'utf8'),
  );
  return file.vectors.filter(({ vendor }) => names.includes(vendor));
}

function outcomeOf({ vendor, headers, body }: Sample): Outcome {
  return normalise(vendor, { headers, body: JSON.stringify(body) });
}

function signalsOf(sample: Sample): readonly Signal[] {
  const outcome = outcomeOf(sample);
  return outcome.kind === 'signals' ? outcome.signals : [];
}
