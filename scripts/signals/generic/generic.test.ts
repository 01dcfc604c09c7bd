// The mapping of docs/vendors/generic.md, its parts taken away in turn, and whatever else may arrive.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { SourceMapping } from '../../model/mapping.ts';
import type { Signal } from '../../model/signal.ts';
import type { Outcome } from '../adapter.ts';
import { HOSTILE_TEXTS, pathsOf, replaceAt } from '../testing/contract-payloads.ts';
import { expectValidOutcome } from '../testing/contract-signal-shape.ts';
import { normaliseFor } from '../source-adapter.ts';
import { checkMapping } from './mapping-problems.ts';
import { parsePointer, parseTemplate } from './template.ts';

const folder = new URL('fixtures/', import.meta.url);
const mapping: SourceMapping = parse(readFileSync(new URL('source.yaml', folder), 'utf8')).mapping;
const delivery: unknown = JSON.parse(readFileSync(new URL('delivery.json', folder), 'utf8'));
const SMALL: SourceMapping = { identity: '/id', title: '{/service}: {/summary}' };

function read(body: unknown, own: SourceMapping = mapping): Outcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return normaliseFor({ vendor: 'generic', mapping: own }, { headers: {}, body: text });
}

function signalOf(body: unknown, own: SourceMapping): Signal | undefined {
  const outcome = read(body, own);
  return outcome.kind === 'signals' ? outcome.signals[0] : undefined;
}

describe('a mapping', () => {
  test('gives one signal for each entry that counts, and notes what says nothing', () => {
    expect(checkMapping(mapping)).toEqual([]);
    const outcome = read(delivery);
    expect(outcome).toMatchObject({
      signals: [
        {
          vendor: 'generic',
          action: 'trigger',
          dedupKey: 'bakery-2/7/temperature',
          title: 'baking: 320 °C for 10 minutes',
          severity: 'critical',
          severityRaw: 'red',
          environment: 'production',
          host: 'oven-7',
          startedAt: '2026-11-21T09:08:00.000Z',
          occurredAt: '2026-11-21T09:18:00.000Z',
          links: ['https://ovens.larder.example/7'],
          labels: { site: 'bakery-2', check: 'temperature' },
        },
        { action: 'resolve', dedupKey: 'bakery-2/3/door', severity: null, occurredAt: null },
      ],
      notes: [{ code: 'shape', pointer: '/events/1/time' }],
    });
    expectValidOutcome(outcome);
  });

  test('names the place of an identity that is not there', () => {
    expect(read({ title: 'x' }, SMALL)).toMatchObject({
      kind: 'rejected',
      problems: [{ code: 'missing', pointer: '/id' }],
    });
    const [first, ...rest] = pathsOf(delivery).filter((path) => path.at(-1) === 'oven');
    const cut = replaceAt(delivery, first ?? [], undefined);
    expect(rest).toHaveLength(2);
    expect(read(cut)).toMatchObject({
      signals: [{ action: 'resolve' }],
      notes: [{ pointer: '/events/1/time' }, { code: 'missing', pointer: '/events/0/oven' }],
    });
  });

  test('says which words it knows where none fits, and never guesses an action', () => {
    const outcome = read({ site: 's', events: [{ oven: 1, check: 'c', state: 'odd' }] });
    expect(outcome).toMatchObject({
      kind: 'rejected',
      problems: [{ pointer: '/events/0/state', message: expect.stringContaining('`heartbeat`') }],
    });
  });

  test.each([
    [{ site: 's', events: [] }, 'ignored'],
    [{ site: 's', events: [{ state: 'heartbeat' }] }, 'ignored'],
    [{ site: 's' }, 'rejected'],
    ['[1,', 'rejected'],
    ['', 'rejected'],
  ])('answers %j with %s', (body, kind) => {
    expect(read(body).kind).toBe(kind);
  });

  test('keeps the first twenty thousand entries of a delivery and says what is missing', () => {
    const events = Array.from({ length: 20_200 }, (_, oven) => ({ oven, check: 'c', state: 'ok' }));
    const outcome = read({ site: 's', events });
    expect(outcome).toMatchObject({ notes: [{ code: 'truncated', pointer: '/events/20000' }] });
    expectValidOutcome(outcome);
  });

  test('reads forms, triggers without choices, and takes usual severity words', () => {
    const body = 'id=1&service=till&summary=Stuck&level=P2';
    const own = { ...SMALL, severity: '/level' };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(normaliseFor({ vendor: 'generic', mapping: own }, { headers, body })).toMatchObject({
      signals: [{ action: 'trigger', title: 'till: Stuck', severity: 'high', severityRaw: 'P2' }],
    });
  });

  test('knows only its own severity words where it has some, and says which it does not know', () => {
    const own: SourceMapping = { ...SMALL, severity: { at: '/s', words: { red: 'critical' } } };
    expect(signalOf({ id: 1, s: 'RED' }, own)?.severity).toBe('critical');
    expect(read({ id: 1, s: 'high' }, own)).toMatchObject({
      signals: [{ severity: null, severityRaw: 'high' }],
      notes: [{ pointer: '/s' }],
    });
  });

  test('leaves out what is missing in a template, and a text of which nothing is there', () => {
    expect(signalOf({ id: 1, summary: 'x' }, SMALL)?.title).toBe(': x');
    expect(signalOf({ id: 1 }, SMALL)?.title).toBe('Untitled');
    expect(signalOf({ id: 1 }, { ...SMALL, host: '{/a}-{/b}' })?.host).toBeNull();
    expect(signalOf({ id: 1 }, { ...SMALL, host: 'fixed' })?.host).toBe('fixed');
  });

  test('survives any loss, any hostile text and anything else in the place of anything', () => {
    for (const path of pathsOf(delivery)) {
      for (const value of [undefined, null, 0, true, [], {}, ...HOSTILE_TEXTS]) {
        expectValidOutcome(read(replaceAt(delivery, path, value)));
      }
    }
    fc.assert(fc.property(fc.json(), (body) => expectValidOutcome(read(body))));
  });

  test('never looks at a prototype', () => {
    expect(read({}, { identity: '/constructor/name', title: '/x' }).kind).toBe('rejected');
    expect(read({}, { identity: '/__proto__/x', title: '/x' }).kind).toBe('rejected');
  });
});

test('a generic source without a mapping reads nothing', () => {
  const outcome = normaliseFor({ vendor: 'generic' }, { headers: {}, body: '{}' });
  expect(outcome).toMatchObject({ kind: 'rejected', problems: [{ code: 'unusable' }] });
});

describe('pointers and templates', () => {
  test.each([
    ['/a~1b/~0/', { from: 'entry', path: ['a/b', '~', ''] }],
    ['^/a/0', { from: 'delivery', path: ['a', '0'] }],
  ])('%s is read', (text, value) => {
    expect(parsePointer(text)).toEqual({ kind: 'read', value });
  });

  test.each(['', 'a', '/a~2', '/a{b', '^', '^a', '#/a'])('`%s` is no pointer', (text) => {
    expect(parsePointer(text).kind).toBe('wrong');
  });

  test('double braces stand for themselves', () => {
    expect(parseTemplate('{{x}} {/a}')).toEqual({
      kind: 'read',
      value: ['{', 'x', '}', ' ', { from: 'entry', path: ['a'] }],
    });
  });

  test.each(['{a}', '{/a', '{}', 'x {/a~3}'])('`%s` is no template', (text) => {
    expect(parseTemplate(text).kind).toBe('wrong');
  });
});
