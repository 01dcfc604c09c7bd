import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startStanding } from '../correlation/standing.ts';
import type { Signal } from '../model/signal.ts';
import { evaluate } from '../rules/evaluate.ts';
import { exampleOrganisation, minute, signalOf } from '../rules/testing/organisation.ts';
import { renderRecorded } from './line.ts';
import { maskText } from './mask.ts';
import { isRedacted, redactSignal } from './redact.ts';

describe('masking', () => {
  test.for<readonly [string, string]>([
    ['checkout of jane.doe@example.com failed', 'checkout of [address] failed'],
    ['login of root@localhost', 'login of [address]'],
    ['GET https://bob:pw@shop.example/cart?session=abc#top', 'GET https://shop.example/cart'],
    ['password=hunter2 refused', 'password=[secret] refused'],
    ['Authorization: Bearer abc.def-123', 'Authorization=[secret]'],
    ['key ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'key [token]'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'jwt [token]'],
    ['session 123e4567-e89b-12d3-a456-426614174000', 'session [id]'],
    ['from 203.0.113.7:443', 'from [ip]:443'],
    ['from 2001:db8::ff00:42:8329', 'from [ip]'],
    ['card 4111 1111 1111 1111', 'card [number]'],
    ['call +49 171 1234567', 'call [number]'],
    ['IBAN NL91 ABNA 0417 1643 00', 'IBAN [number]'],
    ['customer 8812734561', 'customer [number]'],
  ])('%s', ([text, masked]) => {
    expect(maskText(text)).toBe(masked);
  });

  test.for([
    'HighErrorRate: 5.2 % of 1200 requests',
    'host db-1.internal at 10.0.12.110:9187',
    'prod/tracking-api/http',
    'payments-api-7d9f8b6c5d-x2x4z',
    'since 2026-11-21 09:18:00',
    'App::Cache at 09:18',
    'KubernetesPersistentVolumeFillingUp',
    'services/payments/refunds/controllers/index.ts',
    'fd00::1',
  ])('leaves `%s` alone', (text) => {
    expect(maskText(text)).toBe(text);
  });

  test('twice is the same as once, whatever the text', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(...SECRETS, ' ', '=', ':', '@', '/', '-'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const once = maskText(pieces.join(''));
        expect(maskText(once)).toBe(once);
      }),
    );
  });

  test('takes time in proportion to the text', () => {
    for (const unit of ['a', '1', ' 1', 'a.', 'token ', '::', '1.1.', 'a@a.', 'eyJa.', 'AA11 ']) {
      const begin = performance.now();
      maskText(unit.repeat(20_000));
      expect(performance.now() - begin).toBeLessThan(2000);
    }
  });
});

/** What must never reach a repository. */
const SECRETS = [
  'jane.doe@example.com',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  '203.0.113.7',
  '4111 1111 1111 1111',
  '+49 171 1234567',
  '123e4567-e89b-12d3-a456-426614174000',
] as const;

describe('a redacted signal', () => {
  test('holds no secret, in whatever field it stood', () => {
    const field = fc.constantFrom(
      ...(['id', 'dedupKey', 'title', 'description', 'status', 'severityRaw', 'host'] as const),
      ...(['environment', 'service', 'team', 'function', 'product'] as const),
    );
    const words = fc.tuple(fc.constantFrom('', 'by ', 'x '), fc.constantFrom(...SECRETS));
    fc.assert(
      fc.property(field, words, (name, [before, secret]) => {
        const text = `${before}${secret}`;
        const signal = signalOf({ [name]: text, labels: { user: text, [text]: 'x' } });
        const line = renderRecorded({
          source: 'a',
          receivedAt: minute(0),
          signal: redactSignal({ ...signal, links: [`https://a.example/?q=${text}`] }),
        });
        expect(line).not.toContain(secret);
      }),
    );
  });

  test('of a customer keeps nothing that the customer wrote', () => {
    const signal = signalOf({
      kind: 'report',
      title: 'My order of lemons never came',
      description: 'Please call me',
      labels: { tag: 'delivery', subject: 'where are my lemons', priority: 'high' },
    });
    const kept = redactSignal(signal);
    expect(JSON.stringify(kept)).not.toMatch(/lemon|call/i);
    expect(kept.labels).toEqual({ tag: 'delivery', priority: 'high' });
  });

  test('has no label that people write prose into', () => {
    const labels = { commit_message: 'Fix it for Jane', 'annotation.summary': 'x', job: 'api' };
    expect(redactSignal(signalOf({ labels })).labels).toEqual({ job: 'api' });
  });

  test('keeps equal identities equal and different ones different', () => {
    const keys = ['jane', 'jane', 'john'].map((dedupKey) => redactSignal(signalOf({ dedupKey })));
    expect(keys[0]?.dedupKey).toBe(keys[1]?.dedupKey);
    expect(keys[0]?.dedupKey).not.toBe(keys[2]?.dedupKey);
  });

  test('is known as redacted, the original is not', () => {
    const signal = signalOf({ title: 'for jane.doe@example.com' });
    expect(isRedacted(signal)).toBe(false);
    expect(isRedacted(redactSignal(signal))).toBe(true);
  });

  test('is decided like the original by the rules of the example', () => {
    const organisation = exampleOrganisation();
    const services = [...organisation.services.keys(), 'pay-core-api', 'unknown'];
    const word = <Word extends string>(...words: readonly Word[]): fc.Arbitrary<Word | null> =>
      fc.constantFrom<Word | null>(...words, null);
    const signals: fc.Arbitrary<Signal> = fc
      .record({
        kind: fc.constantFrom<Signal['kind'][]>('problem', 'report', 'deployment'),
        action: fc.constantFrom<Signal['action'][]>('trigger', 'acknowledge', 'resolve', 'update'),
        vendor: fc.constantFrom('sentry', 'prometheus-alertmanager', 'pagerduty'),
        severity: word('critical', 'high', 'medium', 'low', 'info'),
        environment: word('production', 'staging', 'prod', 'elsewhere'),
        service: word(...services),
        team: word('payments', 'nobody'),
        host: word('db-1.internal', '10.0.0.7'),
        title: fc.constantFrom(...SECRETS, 'It fails'),
        description: word(...SECRETS),
        alert: fc.constantFrom('HighLatency', 'ErrorRate', 'SecurityFinding', 'LedgerImbalance'),
        job: fc.constantFrom('prod/tracking-api/http', 'api', ...SECRETS),
        psp: fc.constantFrom('sandbox', 'live'),
      })
      .map(({ alert, job, psp, ...facts }) =>
        signalOf({ ...facts, labels: { alertname: alert, job, psp_mode: psp } }),
      );
    fc.assert(
      fc.property(signals, (signal) => {
        const [original, redacted] = [signal, redactSignal(signal)].map((each) =>
          evaluate(organisation, startStanding(), {
            source: 'prometheus',
            signal: each,
            receivedAt: minute(0),
          }),
        );
        for (const field of DECIDED) expect(redacted?.[field]).toEqual(original?.[field]);
      }),
      { numRuns: 500 },
    );
  });
});

const DECIDED = [
  'change',
  'environment',
  'resolution',
  'severity',
  'category',
  'gatedBy',
  'group',
  'reopenMs',
  'destinations',
  'mode',
] as const;
