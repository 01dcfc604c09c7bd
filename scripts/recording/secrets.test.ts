import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minute, signalOf } from '../rules/testing/organisation.ts';
import { renderRecorded } from './line.ts';
import { maskText } from './mask.ts';
import { isRedacted, redactSignal } from './redact.ts';

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const WORD = `${CAPITALS}${CAPITALS.toLowerCase()}${DIGITS}`;

/** Shapes of what gives access; a test puts each of them into each field. */
const SHAPES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'token of GitHub': of('ghp_', WORD, 36),
  'token of a GitHub App': of('ghs_', WORD, 36),
  'fine-grained token of GitHub': joined(of('github_pat_', WORD, 22), '_', of('', WORD, 59)),
  'token of GitLab': of('glpat-', `${WORD}-_`, 20),
  'token of Slack': joined(of('xoxb-', DIGITS, 12), of('-', DIGITS, 13), of('-', WORD, 24)),
  'webhook of Slack': joined(
    of('https://hooks.slack.com/services/T', `${CAPITALS}${DIGITS}`, 10),
    of('/B', `${CAPITALS}${DIGITS}`, 10),
    of('/', WORD, 24),
  ),
  'path of a webhook of Slack': joined(
    of('/services/T', `${CAPITALS}${DIGITS}`, 10),
    of('/B', `${CAPITALS}${DIGITS}`, 10),
    of('/', CAPITALS, 24),
  ),
  'key id of AWS': of('AKIA', CAPITALS, 16),
  'short-lived key id of AWS': of('ASIA', CAPITALS, 16),
  'key of Google': of('AIza', `${WORD}-_`, 35),
  'key of Stripe': of('sk_live_', WORD, 24),
  'key of a language model': joined(of('sk-proj-', WORD, 24), of('T3BlbkFJ', WORD, 20)),
  'key of SendGrid': joined(of('SG.', `${WORD}-_`, 22), of('.', `${WORD}-_`, 43)),
  'token of npm': of('npm_', WORD, 36),
  'token of DigitalOcean': of('dop_v1_', `${DIGITS}abcdef`, 64),
  'signed web token': joined(of('eyJ', WORD, 20), of('.eyJ', WORD, 20), of('.', `${WORD}-_`, 43)),
  'key without a shape': of('', WORD, 40),
  'hexadecimal key': of('', `${DIGITS}abcdef`, 32),
  'private key': joined(
    of('-----BEGIN RSA PRIVATE KEY-----\n', WORD, 64),
    fc.constant('\n-----END RSA PRIVATE KEY-----'),
  ),
  'private key that was cut off': of('-----BEGIN OPENSSH PRIVATE KEY-----\\n', `${WORD}+/`, 64),
  'number of a social insurance': joined(of('', DIGITS, 3), of('-', DIGITS, 2), of('-', DIGITS, 4)),
};

/** What stands before a value, and after it, when its name says that it is a secret. */
const NAMED = [
  ['password=', ''],
  ['DB_PASSWORD: ', ' refused'],
  ['passwd=', '&a=b'],
  ['pwd:', ''],
  ['session=', ''],
  ['PHPSESSID=', ';'],
  ['Cookie: theme=dark; sid=', '; lang=en'],
  ['key=', ''],
  ['api_key => ', ''],
  ['{"token":"', '","a":1}'],
  ['{\\"clientSecret\\":\\"', '\\"}'],
  ['auth: key: ', ''],
  ['Authorization: Basic ', ''],
  ['postgres://shop:', '@db.example/orders'],
] as const;

describe('what gives access', () => {
  test.for(Object.keys(SHAPES))('is in no field of a recorded signal: %s', (shape) => {
    const secret = SHAPES[shape] ?? fc.constant(shape);
    fc.assert(
      fc.property(FIELD, AROUND, secret, (field, [before, after], found) =>
        expectGone(field, `${before}${found}${after}`, found),
      ),
    );
  });

  test('is in no field when its name says so, whatever it looks like', () => {
    const secret = fc
      .tuple(
        fc.constantFrom(...'qxzj'),
        fc.string({ unit: fc.constantFrom(...WORD, '!', '$'), minLength: 5, maxLength: 9 }),
      )
      .map(([first, rest]) => `${first}${rest}#`);
    fc.assert(
      fc.property(FIELD, fc.constantFrom(...NAMED), secret, (field, [before, after], found) =>
        expectGone(field, `login ${before}${found}${after}`, found),
      ),
    );
  });

  test('is in no label that is called so', () => {
    const labels = { password: 'lemon', sessionId: 'lime', DB_TOKEN: 'pear', key: 'plum' };
    const kept = redactSignal(signalOf({ labels })).labels;
    expect(kept).toEqual({
      password: '[secret]',
      sessionId: '[secret]',
      DB_TOKEN: '[secret]',
      key: 'plum',
    });
  });

  test.for<readonly [string, string]>([
    ['password="correct horse battery" refused', 'password=[secret] refused'],
    ['Cookie: session=abcdef; theme=dark', 'Cookie=[secret]'],
    ['POST /services/T0000ABCD/B0000ABCD/lemon failed', 'POST /services/[token] failed'],
    ['{"password":"a, b","service":"api"}', '{"password=[secret],"service":"api"}'],
    ['-----BEGIN EC PRIVATE KEY----- x -----END EC PRIVATE KEY----- failed', '[secret] failed'],
    ['amqp://shop:lemon!@queue.internal/orders', 'amqp://queue.internal/orders'],
    ['sandbox 0171 2345678', 'sandbox [number]'],
    ['from ip-203-0-113-70', 'from ip-[ip]'],
  ])('%s', ([text, masked]) => {
    expect(maskText(text)).toBe(masked);
  });

  test.for([
    'Token::Expired',
    'auth:8080',
    'monkey: lemon',
    'sk-bratislava-payments-api-prod',
    'glue-job-payments-nightly-run',
    'npm_install_dependencies_failed',
    'ASIAPACIFICREGION',
    'DbCpuTooHighForTooLong',
    'HttpErrorRateTooHighOnDbClusterOfTheShop',
    'payments_api_v2_latency_p99_5m',
    'k8s-ingress-7d9f8b6c5d-x2x4z',
    'i-0abcd1234ef567890',
    'v1.4.2-45-g1a2b3c4d',
    'ip-10-132-112-110.eu-west-1.compute.internal',
    'nightly-20261121-091800',
    'from 2026-11-21 09:18:00 2026-11-21 10:00:00 on',
  ])('is not seen in `%s`', (text) => {
    expect(maskText(text)).toBe(text);
  });

  test('takes time in proportion to the text to be found', () => {
    const units = [
      'token=',
      'key: ',
      'cookie=a;',
      'sk-',
      'SG.',
      '-----BEGIN ',
      '/services/T',
      'a1-',
    ];
    for (const unit of [...units, 'token="', 'auth=basic ', '1-1) ', 'http://']) {
      const begin = performance.now();
      maskText(unit.repeat(20_000));
      expect(performance.now() - begin, unit).toBeLessThan(2000);
    }
  });
});

type Field = (typeof FIELDS)[number];
const FIELDS = [
  ...(['id', 'dedupKey', 'title', 'description', 'status', 'severityRaw', 'host'] as const),
  ...(['environment', 'service', 'team', 'function', 'product', 'label', 'name'] as const),
] as const;
const FIELD = fc.constantFrom(...FIELDS);
const AROUND = fc.constantFrom<readonly [string, string]>(
  ['', ''],
  ['failed with ', ' again'],
  ['prod/', ''],
  ['(', ')'],
  ['"', '"'],
  ['x=', ','],
);

function expectGone(field: Field, text: string, secret: string): void {
  const labels = field === 'label' ? { a: text } : field === 'name' ? { [text]: 'a' } : {};
  const facts = field === 'label' || field === 'name' ? {} : { [field]: text };
  const kept = redactSignal(signalOf({ ...facts, labels }));
  const line = renderRecorded({ source: 'a', receivedAt: minute(0), signal: kept });
  expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(line).not.toContain(secret.slice(-12));
  expect(isRedacted(kept)).toBe(true);
}

/** Each letter by lot, as issuers draw them: forty times the same letter is nobody's key. */
function of(prefix: string, letters: string, length: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...letters);
  return fc
    .noBias(fc.string({ unit, minLength: length, maxLength: length }))
    .map((rest) => `${prefix}${rest}`);
}

function joined(...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const all = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...all).map((texts) => texts.join(''));
}
