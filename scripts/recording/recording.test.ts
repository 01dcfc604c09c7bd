import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minute, signalOf } from '../rules/testing/organisation.ts';
import { parseRecorded, renderRecorded } from './line.ts';
import { firstUnredacted, parseRecording, renderRecording } from './recording.ts';

const recorded = { source: 'watch', receivedAt: minute(0), signal: signalOf() };

describe('a line', () => {
  test('says what the signal says, without facts that nobody stated', () => {
    expect(renderRecorded(recorded)).toBe(
      '{"source":"watch","receivedAt":"2026-11-21T10:00:00.000Z","signal":{"vendor":"prometheus-alertmanager","kind":"problem","action":"trigger","dedupKey":"p1","title":"Something fails"}}',
    );
  });

  test('written and read again is the same signal', () => {
    const text = fc.string({ minLength: 1 });
    const maybe = fc.option(text);
    fc.assert(
      fc.property(
        fc.record({ title: text, service: maybe, host: maybe, count: fc.option(fc.nat()) }),
        fc.dictionary(fc.oneof(text, fc.constant('__proto__')), fc.string()),
        (facts, labels) => {
          const signal = signalOf({ ...facts, labels });
          const read = parseRecorded(renderRecorded({ ...recorded, signal }));
          expect(read.kind === 'recorded' && { ...read.recorded.signal }).toEqual({
            ...signal,
            labels: Object.assign(Object.create(null), labels),
          });
        },
      ),
    );
  });

  test.for<readonly [string, string]>([
    ['no json', 'text'],
    ['[]', 'text'],
    ['{}', '`source`'],
    ['{"source":"a","receivedAt":"yesterday"}', '`receivedAt`'],
    ['{"source":"a","receivedAt":"2026-13-21T10:00:00.000Z"}', '`receivedAt`'],
    ['{"source":"a","receivedAt":"2026-11-21T10:00:00.000Z"}', '`signal`'],
    [lineWith({ description: 'x' }), 'field `description`'],
    [lineWith({ severity: 'huge' }), '`severity`'],
    [lineWith({ labels: { a: 1 } }), '`labels`'],
    [lineWith({ action: 'explode' }), '`action`'],
  ])('%s is refused with what was found', ([line, found]) => {
    expect(parseRecorded(line)).toMatchObject({ kind: 'invalid', found });
  });
});

function unredactedIn(text: string): number | null {
  const read = parseRecording(text);
  if (read.kind === 'invalid') throw new Error(read.found);
  return firstUnredacted(text, read);
}

function lineWith(facts: Readonly<Record<string, unknown>>): string {
  const signal = { vendor: 'a', kind: 'problem', action: 'trigger', dedupKey: 'a', title: 'a' };
  return JSON.stringify({ ...recorded, signal: { ...signal, ...facts } });
}

describe('a recording', () => {
  test('stands in the order of receipt, with identities as plain numbers', () => {
    const text = renderRecording([
      { ...recorded, receivedAt: minute(2), signal: signalOf({ dedupKey: 'jane', id: 'x' }) },
      { ...recorded, receivedAt: minute(1), signal: signalOf({ dedupKey: 'john' }) },
      { ...recorded, receivedAt: minute(3), signal: signalOf({ dedupKey: 'jane', id: 'y' }) },
    ]);
    const read = parseRecording(text);
    expect(
      read.kind === 'recording' && read.signals.map(({ signal }) => [signal.dedupKey, signal.id]),
    ).toEqual([
      ['p1', null],
      ['p2', 'c1'],
      ['p2', 'c2'],
    ]);
    expect(text).not.toMatch(/jane|john/);
  });

  test('names the first line that cannot be read', () => {
    const text = `${renderRecorded(recorded)}\n\nnonsense\n`;
    expect(parseRecording(text)).toMatchObject({ kind: 'invalid', line: 3 });
  });

  test('names the first line with something that must not be kept', () => {
    const signal = signalOf({ title: 'for jane.doe@example.com' });
    const secret = renderRecorded({ ...recorded, signal });
    expect(unredactedIn(`${renderRecorded(recorded)}\n${secret}\n`)).toBe(2);
    expect(unredactedIn(`\n${renderRecorded(recorded)}\n\n${secret}\n${secret}\n`)).toBe(4);
    expect(unredactedIn(renderRecorded(recorded))).toBeNull();
  });
});
