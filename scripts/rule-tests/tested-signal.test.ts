import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TestedFacts } from '../model/rule-test.ts';
import type { Signal } from '../model/signal.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { vendors } from '../signals/registry.ts';
import { signalsOf } from './tested-signal.ts';

const ORGANISATION = exampleOrganisation();

const ODD = [
  '',
  ' ',
  ' Disk ',
  'a\nb',
  'Disk\u200bFull',
  'Cafe\u0301',
  'x'.repeat(2000),
  '\u0000',
  '\ud800',
  '__proto__',
];

describe('a stated fact', () => {
  test.each(ODD)('%j is a label as a payload would give it', (value) => {
    expect(tested({ alertname: 'Check', pod: value }).labels).toEqual(
      received({ alertname: 'Check', pod: value }).labels,
    );
  });

  test.each([
    'secret',
    'api_key',
    'db.password',
    'Authorization',
    ' pod ',
    'secretary',
    'x'.repeat(200),
  ])('label %j has the name that a payload would give it, or none', (name) => {
    expect(tested({ alertname: 'Check', [name]: 'tls-shop' }).labels).toEqual(
      received({ alertname: 'Check', [name]: 'tls-shop' }).labels,
    );
  });

  test('is read like that of a payload, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme-composite' })),
        (labels) => {
          const all = { ...labels, alertname: 'Check' };
          expect(tested(all).labels).toEqual(received(all).labels);
        },
      ),
    );
  });

  test('that is empty is missing, wherever it stands', () => {
    const texts = { host: '', status: ' ', severity_raw: '\u200b', title: '' };
    expect(tested({}, texts)).toMatchObject({
      host: null,
      status: null,
      severityRaw: null,
      title: 'Untitled',
    });
  });
});

function tested(
  labels: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>> = {},
): Signal {
  const facts: TestedFacts = {
    source: 'prometheus',
    kind: 'problem',
    action: 'trigger',
    key: null,
    severity: null,
    texts,
    labels,
    count: null,
    delayMs: null,
  };
  const read = signalsOf(
    { kind: 'facts', facts },
    { repetition: 1, before: 0, receivedAt: '2026-11-20T10:00:00.000Z' },
    { organisation: ORGANISATION, readPayload: () => ({ kind: 'none', reason: 'not recorded' }) },
  );
  return only(read.kind === 'signals' ? read.signals : []);
}

function received(labels: Readonly<Record<string, string>>): Signal {
  const alert = { status: 'firing', labels, annotations: {}, startsAt: '2026-11-20T10:00:00Z' };
  const body = JSON.stringify({ version: '4', status: 'firing', alerts: [alert] });
  const outcome = vendors['prometheus-alertmanager'].normalise({
    body,
    headers: {},
  });
  return only(outcome.kind === 'signals' ? outcome.signals : []);
}

function only(signals: readonly Signal[]): Signal {
  const [signal] = signals;
  if (signal === undefined) throw new Error('nothing was read');
  return signal;
}
