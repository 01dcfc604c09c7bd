// Runs the adapters and schemes over sample deliveries of the tools. The samples belong to others
// and are no part of this repository: without the folder beside the checkout the suite is skipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import type { Outcome } from './adapter.ts';
import { schemes, verifyAuthenticity } from './authenticity/registry.ts';
import { CERTIFICATE, requestOf } from './authenticity/testing/proofs.ts';
import { corpus, readVectors, schemeOf, skipped } from './authenticity/testing/vectors.ts';
import { encodeBody } from './testing/contract-fixtures.ts';
import { at, isRecord } from './fields.ts';
import { normalise } from './normalise.ts';
import { vendors } from './registry.ts';

type Facts = Readonly<Record<string, unknown>>;
type Expected = Facts & { readonly signals?: readonly Facts[]; readonly group?: Facts };
type Sample = {
  readonly vendor: string;
  readonly case: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly body_encoding?: string;
  readonly expected: Expected;
};
describe.skipIf(skipped !== '')(`sample deliveries${skipped}`, () => {
  const samples = skipped === '' ? Object.keys(vendors).flatMap(samplesOf) : [];

  test.each(samples)('$vendor: $case gives the expected facts', (sample) => {
    const outcome = outcomeOf(sample);
    if (sample.expected['accepted'] === false) {
      const isJunk = JUNK.test(String(sample.expected['reason']));
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
        const outcome = outcomeOf({ ...sample, body: withOther(sample.body, part) });
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

describe.skipIf(skipped !== '')(`signature vectors${skipped}`, () => {
  const { vectors } = readVectors();

  test('are all judged', () => {
    expect(vectors).toHaveLength(40);
    for (const { vendor } of vectors) expect(Object.keys(schemes)).toContain(schemeOf(vendor));
  });

  test.each(vectors)('$vendor: $name is $expect', async (vector) => {
    const request = {
      method: 'POST',
      path: vector.path ?? '/',
      headers: vector.headers,
      body: new TextEncoder().encode(vector.raw_body),
      receivedAt: vector.received_at ?? '2026-11-21T09:18:00.000Z',
    };
    const timestampHeader = vector.options?.timestamp_header ?? null;
    const credentials = { user: vector.user ?? null, secrets: vector.secrets, timestampHeader };
    const expected = vector.expect === 'valid' ? 'authentic' : 'refused';
    const { kind } = await verifyAuthenticity(schemeOf(vector.vendor), request, credentials);
    expect(kind).toBe(expected);
  });
});

describe.skipIf(skipped !== '')(`texts that SNS signs${skipped}`, () => {
  test.each(readVectors().sns_canonical_strings.cases)(
    '$case is the text that is verified',
    async ({ case: name, string_to_sign }) => {
      const sample = samplesOf('aws-cloudwatch-sns').find((one) => one.case === name);
      const body = {
        ...Object(sample?.body),
        SignatureVersion: '2',
        Signature: CERTIFICATE.sign('RSA-SHA256', string_to_sign),
        SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/larder.pem',
      };
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const request = requestOf({ body: bytes, receivedAt: String(body.Timestamp) });
      const credentials = { user: null, secrets: [body.TopicArn], certificate: CERTIFICATE.pem };
      expect(await verifyAuthenticity('aws-sns', request, credentials)).toEqual({
        kind: 'authentic',
      });
    },
  );
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
  labels: (expected, { labels }) => {
    for (const [key, value] of Object.entries(Object(expected))) {
      const label = String(at(labels, key));
      if (Array.isArray(value)) expect(label.split(',')).toEqual(expect.arrayContaining(value));
      else expect(label).toBe(value);
    }
  },
  severity_raw: (expected, { severityRaw }) => expect(severityRaw).toBe(expected),
  started_at: (expected, { startedAt }) => expect(startedAt).toBe(expected),
  ended_at: (expected, { endedAt }) => expect(endedAt).toBe(expected),
  occurred_at: (expected, { occurredAt }) => expect(occurredAt).toBe(expected),
};
/** Reasons of samples that must not be accepted; the others are ignored. */
const JUNK = /4xx|must be rejected/;
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

/** A copy in which a part of an identity is another, wherever it occurs. */
function withOther(value: unknown, part: string): unknown {
  if (typeof value === 'string') return value.replaceAll(part, `${part}-other`);
  if (typeof value === 'number') return String(value) === part ? value + 1_000 : value;
  if (Array.isArray(value)) return value.map((member) => withOther(member, part));
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withOther(member, part)]);
  return Object.fromEntries(members);
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value : [];
}

function samplesOf(vendor: string): readonly Sample[] {
  const folder = new URL(`${vendor}/`, corpus);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

function outcomeOf({ vendor, headers, body, body_encoding }: Sample): Outcome {
  return normalise(vendor, { headers, body: encodeBody(body, body_encoding) });
}

function signalsOf(sample: Sample): readonly Signal[] {
  const outcome = outcomeOf(sample);
  return outcome.kind === 'signals' ? outcome.signals : [];
}
