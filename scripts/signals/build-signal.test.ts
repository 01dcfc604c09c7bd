import { describe, expect, test } from 'vitest';
import { buildGroup, buildSignal } from './build-signal.ts';
import { expectValidOutcome } from './testing/contract-signal-shape.ts';
import { dedupKeyFrom, identityOfPairs } from './dedup-key.ts';
import { labelsFrom, statedLabels } from './labels.ts';
import { linksFrom } from './links.ts';
import { severityOf } from './severity-words.ts';

const facts = { vendor: 'sentry', action: 'trigger', dedupKey: 'issue:1', title: 'Down' } as const;

describe('buildSignal', () => {
  test('leaves null what nobody stated', () => {
    const { labels, ...signal } = buildSignal(facts);
    expect(Object.entries(labels)).toEqual([]);
    expect(signal).toEqual({
      ...facts,
      kind: 'problem',
      id: null,
      description: null,
      severity: null,
      severityRaw: null,
      status: null,
      environment: null,
      service: null,
      team: null,
      function: null,
      product: null,
      host: null,
      startedAt: null,
      endedAt: null,
      occurredAt: null,
      links: [],
      count: null,
    });
  });

  test('cuts whatever is too long and cleans whatever is hostile', () => {
    const huge = '\u202E🔥\u0000'.repeat(30_000);
    const signal = buildSignal({
      ...facts,
      id: huge,
      dedupKey: huge,
      title: huge,
      description: huge,
      severityRaw: huge,
      status: huge,
      environment: huge,
      service: huge,
      team: huge,
      host: huge,
      labels: Array.from({ length: 100 }, (_, index) => [`${index}${huge}`, huge] as const),
      links: Array.from({ length: 100 }, (_, index) => `https://larder.example/${index}`),
    });
    expect(signal.title).toHaveLength(299);
    expect(signal.description?.length).toBeGreaterThan(7_900);
    expect(Object.keys(signal.labels)).toHaveLength(64);
    expect(signal.links).toHaveLength(20);
    expectValidOutcome({ kind: 'signals', signals: [signal], group: null, notes: [] });
  });

  test('names a signal whose title is invisible', () => {
    expect(buildSignal({ ...facts, title: '\u200B' }).title).toBe('Untitled');
  });

  test('gives no group without a key, and a clean one with it', () => {
    const group = { status: 'firing', title: 'a\nb', severity: null };
    expect(buildGroup(null, group)).toBeNull();
    expect(buildGroup('k', group)).toEqual({ ...group, key: 'k', title: 'a b' });
  });
});

describe('labels', () => {
  test('hold hostile keys as plain data', () => {
    const labels = labelsFrom([
      ['__proto__', 'polluted'],
      ['constructor', '1'],
      ['empty', ' '],
      ['__proto__', 'second'],
    ]);
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'polluted'],
      ['constructor', '1'],
    ]);
    expect(Object.getPrototypeOf(labels)).toBeNull();
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

test.each(['token', 'Authorization', 'db_password', 'slack-token', 'API_KEY', 'aws.secret'])(
  'a label called %s is left out',
  (key) => {
    expect(
      Object.keys(
        labelsFrom([
          [key, 'x'],
          ['tokenizer', 'y'],
        ]),
      ),
    ).toEqual(['tokenizer']);
  },
);

describe('links', () => {
  test.each([
    'https://larder.example/a?b=%20c#d',
    'http://larder.example:9093',
    'https://larder.example/runbooks/{service}',
  ])('keeps %s as it is written', (link) => {
    expect(linksFrom([` ${link} `])).toEqual([link]);
  });

  test.each([
    '',
    '/graph?relative',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://larder.example',
    'https://',
    'https://good.example@evil.example/',
    `https://larder.example/${'x'.repeat(3_000)}`,
    42,
    null,
    { url: 'https://larder.example' },
  ])('refuses %j', (candidate) => {
    expect(linksFrom([candidate])).toEqual([]);
  });

  test('encodes what could end an address early', () => {
    expect(linksFrom(['https://larder.example/"><script>\u202E'])).toEqual([
      'https://larder.example/%22%3E%3Cscript%3E%E2%80%AE',
    ]);
  });

  test('are distinct', () => {
    const [first, second] = ['https://a.example/', 'https://b.example/'];
    expect(linksFrom([first, second, first])).toEqual([first, second]);
  });
});

describe('dedup keys', () => {
  test('are the identity itself where it is short and plain', () => {
    expect(dedupKeyFrom('issue:7100200300')).toBe('issue:7100200300');
  });

  test.each(['x'.repeat(513), 'a\nb', 'a\u200Bb', 'sha256:', '\uD800'])(
    'are a hash for an identity that cannot stand in a file (%#)',
    (identity) => {
      expect(dedupKeyFrom(identity)).toMatch(/^sha256:[0-9a-f]{64}$/);
    },
  );

  test('differ for identities that only invisible characters tell apart', () => {
    expect(dedupKeyFrom('a\u200Bb')).not.toBe(dedupKeyFrom('ab'));
  });

  test('of pairs depend on every pair and not on their order', () => {
    const identity = identityOfPairs([
      ['a', '1'],
      ['b', '2'],
    ]);
    const reversed = identityOfPairs([
      ['b', '2'],
      ['a', '1'],
    ]);
    expect(reversed).toBe(identity);
    expect(identityOfPairs([['a', '1']])).not.toBe(identity);
    expect(identityOfPairs([['a1', 'b2']])).not.toBe(identityOfPairs([['a', '1b2']]));
  });
});

test.each([
  ['critical', 'critical'],
  ['PAGE', 'critical'],
  ['Error', 'high'],
  ['major', 'high'],
  ['warning', 'medium'],
  ['minor', 'low'],
  ['info', 'info'],
  ['sev1', 'critical'],
  ['SEV-2', 'high'],
  ['P3', 'medium'],
  ['4', 'low'],
  ['p5', 'info'],
  ['sev6', null],
  ['p0', null],
  ['none', null],
  ['constructor', null],
  [null, null],
])('the severity word %s means %s', (word, severity) => {
  expect(severityOf(word)).toBe(severity);
});

test('statedLabels keeps the facts that are stated, in their order', () => {
  expect(statedLabels({ region: 'eu', zone: null, host: '' })).toEqual([
    ['region', 'eu'],
    ['host', ''],
  ]);
});
