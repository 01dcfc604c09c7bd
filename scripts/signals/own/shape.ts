// Small readers of values that a module of an organisation made, and the words for what is wrong with them.
import { cleanLine, quote } from '../clean-text.ts';

/** What is wrong with a value: the second half of a sentence that begins with the module's name. */
export type Flawed = { readonly kind: 'flawed'; readonly sentence: string };

/** A value of the right shape, or what is wrong with it. */
export type Read<Value> = { readonly kind: 'read'; readonly value: Value } | Flawed;

/** Wraps what was read. */
export function read<Value>(value: Value): Read<Value> {
  return { kind: 'read', value };
}

/** Says what stands at a place of the returned value, and what was expected there. */
export function flaw(place: string, value: unknown, expected: string): Flawed {
  const where = place === '' ? '' : ` in \`${place}\``;
  return {
    kind: 'flawed',
    sentence: `unexpected ${describe(value)}${where}, expected ${expected}`,
  };
}

/** One of some words. */
export function oneOf<Word extends string>(
  words: readonly Word[],
  value: unknown,
  place: string,
): Read<Word> {
  const found = words.find((word) => word === value);
  const expected = `one of ${words.map((word) => `\`${word}\``).join(', ')}`;
  return found === undefined ? flaw(place, value, expected) : read(found);
}

/** Text in which something can be seen. */
export function wholeText(value: unknown, place: string): Read<string> {
  return typeof value === 'string' && cleanLine(value) !== null
    ? read(value)
    : flaw(place, value, 'text that is not empty');
}

/** Text, or nothing. */
export function textOrNull(value: unknown, place: string): Read<string | null> {
  if (value === undefined || value === null) return read(null);
  return typeof value === 'string' ? read(value) : flaw(place, value, 'text or null');
}

function describe(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${value}\``;
  if (value === undefined || value === null) return value === null ? 'null' : 'absence';
  if (value instanceof Promise) return 'promise';
  if (Array.isArray(value)) return value.length === 0 ? 'empty list' : 'list';
  return typeof value;
}
