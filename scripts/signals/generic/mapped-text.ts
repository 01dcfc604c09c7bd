// Values of a delivery as a mapping asks for them.
import type { MappedText } from '../../model/mapping.ts';
import { identity, prose, text, type Path } from '../fields.ts';
import { follow, parsePointer, parseTemplate, type MappingPointer } from './template.ts';

/** The whole delivery, and the entry that is read now. */
export type MappingPlace = { readonly root: unknown; readonly entry: Path };

/** A value found by its pointer; undefined and the entry itself where the pointer is wrong. */
export function valueAt(
  place: MappingPlace,
  pointer: string,
): { readonly value: unknown; readonly path: Path } {
  const read = parsePointer(pointer);
  return read.kind === 'read' ? follow(read.value, place) : { value: undefined, path: place.entry };
}

/** The text that a mapping makes of an entry: missing parts are left out, nothing gives null. */
export function mappedText(place: MappingPlace, mapped: MappedText | undefined): string | null {
  if (mapped === undefined) return null;
  if (typeof mapped === 'object') {
    const word = text(valueAt(place, mapped.at).value);
    return word === null ? null : (wordFor(mapped.words, word) ?? word);
  }
  const template = parseTemplate(mapped);
  if (template.kind === 'wrong') return null;
  const pieces = template.value.map((piece) =>
    typeof piece === 'string' ? piece : partOf(prose(follow(piece, place).value)),
  );
  const isEmpty = template.value.every((piece, index) =>
    typeof piece === 'string' ? !/[\p{L}\p{N}]/u.test(piece) : pieces[index] === '',
  );
  return isEmpty ? null : pieces.join('');
}

/** An identity: every part must be there, and stays as it is; else the path of the first that is missing. */
export function mappedIdentity(
  place: MappingPlace,
  mapped: MappedText,
):
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'missing'; readonly path: Path } {
  const template = parseTemplate(typeof mapped === 'object' ? mapped.at : mapped);
  const pieces: readonly (string | MappingPointer)[] =
    template.kind === 'read' ? template.value : [];
  const parts: string[] = [];
  for (const piece of pieces) {
    const { value, path } =
      typeof piece === 'string' ? { value: piece, path: [] } : follow(piece, place);
    const part = typeof piece === 'string' ? piece : identity(value);
    if (part === null) return { kind: 'missing', path };
    parts.push(part);
  }
  const whole = parts.join('');
  const known = typeof mapped === 'object' ? wordFor(mapped.words, whole) : null;
  return { kind: 'whole', text: known ?? whole };
}

/** The entry of a word in any case. */
export function wordFor<Value>(words: Readonly<Record<string, Value>>, word: string): Value | null {
  const wanted = word.toLowerCase();
  return Object.entries(words).find(([key]) => key.toLowerCase() === wanted)?.[1] ?? null;
}

function partOf(found: string | null): string {
  return found?.slice(0, MAX_PART_LENGTH) ?? '';
}

/** More than any field of a signal keeps. */
const MAX_PART_LENGTH = 10_000;
