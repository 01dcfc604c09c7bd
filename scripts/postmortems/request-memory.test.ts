// What the hidden lines of a pull request remember, whatever stands around them.
import { describe, expect, test } from 'vitest';
import { requestMarker, requestOf } from './pull-request.ts';
import {
  lineIn,
  readMemory,
  type RequestMemory,
  withHiddenLine,
  withMemory,
} from './request-memory.ts';

const { body } = requestOf('2026-11-20-shop', { owner: 'mara', due: '2026-12-04' });
const MEMORY: RequestMemory = {
  told: new Map([
    ['A1', 'mara'],
    ['A2', ''],
  ]),
  written: new Map([['A1', 'tove']]),
  proposed: { due: '2026-12-04', meeting: '2026-11-27T10:00:00.000Z' },
};
const NOTHING: RequestMemory = { told: null, written: null, proposed: null };

describe('a pull request', () => {
  test('remembers what it is told, and nothing beside it', () => {
    const told = withMemory(body, MEMORY);
    expect(readMemory(told)).toEqual(MEMORY);
    expect(withMemory(told, MEMORY)).toBe(told);
    expect(withMemory(told, NOTHING)).toBe(body);
    expect(readMemory(body)).toEqual(NOTHING);
  });

  test('remembers it with the line ends of another editor, and when nobody has an item', () => {
    const told = withMemory(body, { ...MEMORY, told: new Map() }).replaceAll('\n', '\r\n');
    expect(readMemory(told)).toEqual({ ...MEMORY, told: new Map() });
    const changed = withMemory(told, MEMORY);
    expect(readMemory(changed)).toEqual(MEMORY);
    expect(withMemory(changed, NOTHING)).toBe(body.replaceAll('\n', '\r\n'));
  });

  test('of a silence keeps lines as well; one of others gets none', () => {
    const silence = `${requestMarker('mute', '2026-11-20-shop')}\nAsked for.`;
    const noted = withHiddenLine(silence, 'cursor', '2026-11-20T10:00:00.000Z');
    expect(lineIn(noted, 'cursor')).toBe('2026-11-20T10:00:00.000Z');
    expect(withHiddenLine(noted, 'cursor', null)).toBe(silence);
    expect(withHiddenLine('A change.', 'cursor', '2026')).toBe('A change.');
  });

  test.each(['soon 2026-11-27T10:00:00Z', '2026-12-04', '2026-12-04 $& noon', ''])(
    'remembers no proposal of the words `%s`',
    (words) => {
      expect(readMemory(withHiddenLine(body, 'proposed', words)).proposed).toBeNull();
    },
  );
});
