// Modules of an organisation: what they may return, and the one sentence when it is something else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../adapter.ts';
import { expectValidOutcome } from '../testing/contract-signal-shape.ts';
import { moduleAdapter } from './module-adapter.ts';

const SIGNAL = { action: 'trigger', dedupKey: 'till-4', title: 'Till 4 is stuck' };

function run(normalise: unknown): Outcome {
  const adapter = moduleAdapter({ normalise }, './vendors/acme.ts');
  if (adapter.kind === 'flawed') throw new Error(adapter.sentence);
  return adapter.value.normalise({ headers: {}, body: '{}' });
}

function messageOf(value: unknown): string | undefined {
  const outcome = run(() => value);
  return outcome.kind === 'rejected' ? outcome.problems[0]?.message : undefined;
}

describe('a module', () => {
  test('states what it knows; the rest is null, and everything is clean', () => {
    const outcome = run(() => ({
      kind: 'signals',
      signals: [
        { ...SIGNAL, title: ' Till\u0000 4\nis stuck ', startedAt: '2026-11-21T10:00+01:00' },
      ],
      notes: [{ pointer: '/a', message: 'odd' }],
    }));
    expectValidOutcome(outcome);
    expect(outcome).toMatchObject({
      signals: [
        {
          vendor: 'acme',
          kind: 'problem',
          title: 'Till 4 is stuck',
          startedAt: '2026-11-21T09:00:00.000Z',
          service: null,
          labels: {},
        },
      ],
      notes: [{ code: 'unusable', pointer: '/a', message: 'odd' }],
    });
  });

  test('may ignore and reject', () => {
    expect(run(() => ({ kind: 'ignored', reason: 'ping' }))).toEqual({
      kind: 'ignored',
      reason: 'ping',
    });
    const problems = [{ pointer: '/x', message: 'Unexpected x, expected y.' }];
    expect(run(() => ({ kind: 'rejected', problems }))).toMatchObject({
      kind: 'rejected',
      problems,
    });
  });

  test.each([
    [undefined, 'unexpected absence, expected an object with `kind`'],
    [{ kind: 'signal' }, 'unexpected `signal` in `kind`, expected `signals`'],
    [{ kind: 'signals', signals: [] }, 'unexpected empty list in `signals`'],
    [{ kind: 'signals', signals: ['x'] }, 'unexpected `x` in `signals[0]`, expected a signal'],
    [
      signal({ action: 'open' }),
      'unexpected `open` in `signals[0].action`, expected one of `trigger`',
    ],
    [signal({ dedupKey: '' }), 'unexpected empty text in `signals[0].dedupKey`'],
    [signal({ title: 7 }), 'unexpected `7` in `signals[0].title`'],
    [signal({ severity: 'urgent' }), 'unexpected `urgent` in `signals[0].severity`'],
    [
      signal({ startedAt: 'today' }),
      'unexpected `today` in `signals[0].startedAt`, expected ISO 8601',
    ],
    [signal({ count: -1 }), 'in `signals[0].count`, expected a whole number'],
    [signal({ links: 'x' }), 'in `signals[0].links`, expected a list of texts'],
    [signal({ labels: { a: 1 } }), 'in `signals[0].labels`, expected an object of texts'],
    [signal({ sevrity: 'high' }), 'in `signals[0].sevrity`, expected no field of this name'],
    [Promise.resolve(), 'unexpected promise, expected an object with `kind`'],
  ])('that returns %j is told so in one sentence', (value, sentence) => {
    expect(messageOf(value)).toContain('The module ./vendors/acme.ts failed: ');
    expect(messageOf(value)).toContain(sentence);
  });

  test('that throws is rejected with the class of what it threw, and the place in its file', () => {
    const normaliseBadly = (): never => {
      throw new TypeError('x is\nnot a function');
    };
    expect(messageThrownBy(normaliseBadly, './acme.ts')).toMatch(/: it threw TypeError\.$/);
    expect(messageThrownBy(normaliseBadly, './module-adapter.test.ts')).toMatch(
      /: it threw TypeError at module-adapter\.test\.ts:\d+\.$/,
    );
  });

  test.each([
    ['in a message', (): unknown => JSON.parse(SECRET)],
    ['in a name', () => thrown(Object.assign(new Error('x'), { name: SECRET }))],
    ['in a stack', () => thrown(Object.assign(new Error('x'), { stack: `    at ${SECRET}:1:1` }))],
    ['thrown as it is', () => thrown(SECRET)],
  ])('never repeats what it read, be it %s', (_where, normalise) => {
    const message = messageThrownBy(normalise, './acme.ts');
    expect(message).toContain('it threw ');
    expect(message).not.toContain('AKIA');
  });

  test('never makes an outcome of another shape, whatever it returns', () => {
    const signals = fc.record({ kind: fc.constant('signals'), signals: fc.array(fc.anything()) });
    const near = fc
      .record({
        action: fc.constantFrom('trigger', 'resolve'),
        dedupKey: fc.string(),
        title: fc.string(),
      })
      .map((one) => ({ kind: 'signals', signals: [one] }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), signals, near), (value) =>
        expectValidOutcome(run(() => value)),
      ),
      { numRuns: 500 },
    );
  });
});

test.each([
  [{}, 'expected an exported function `normalise(delivery)`'],
  [{ normalise: 1 }, 'unexpected `1` in `normalise`'],
  [{ normalise: run, headers: ['X-Upper'] }, 'header names in lower case'],
  [{ normalise: run, deliveryId: 'X' }, 'in `deliveryId`'],
  [{ normalise: run, title: 1 }, 'in `title`, expected text'],
])('exports %j are refused', (exported, sentence) => {
  const adapter = moduleAdapter(exported, './x.ts');
  expect(adapter).toMatchObject({ kind: 'flawed', sentence: expect.stringContaining(sentence) });
});

const SECRET = 'AKIA-super-secret';

function thrown(value: unknown): never {
  throw value;
}

function messageThrownBy(normalise: unknown, path: string): string {
  const adapter = moduleAdapter({ normalise }, path);
  if (adapter.kind === 'flawed') throw new Error(adapter.sentence);
  const outcome = adapter.value.normalise({ headers: {}, body: SECRET });
  return outcome.kind === 'rejected' ? (outcome.problems[0]?.message ?? '') : '';
}

function signal(changes: object): unknown {
  return { kind: 'signals', signals: [{ ...SIGNAL, ...changes }] };
}
