// The small language of mappings: JSON Pointers into an entry, and templates around them.
import { quote } from '../clean-text.ts';
import { at, type Path } from '../fields.ts';

/** A pointer of a mapping: into the entry, or with `^` before it into the whole delivery. */
export type MappingPointer = { readonly from: 'entry' | 'delivery'; readonly path: Path };

/** A text of a mapping in pieces: written text, and pointers whose values stand in their place. */
export type Template = readonly (string | MappingPointer)[];

/** What was read, or what is wrong with the text, as the second half of a sentence. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'wrong'; readonly found: string; readonly expected: string };

/** Reads a JSON Pointer (RFC 6901) of a mapping; `^/a` leads into the whole delivery. */
export function parsePointer(text: string): Reading<MappingPointer> {
  const from = text.startsWith('^') ? 'delivery' : 'entry';
  const steps = from === 'delivery' ? text.slice(1) : text;
  if (!POINTER.test(steps)) return wrong(`pointer ${quote(text)}`, EXPECTED_POINTER);
  const path = steps.split('/').slice(1).map(unescapeStep);
  return { kind: 'read', value: { from, path } };
}

/** Reads a template: a lone pointer, or text with pointers in braces; `{{` stands for a brace. */
export function parseTemplate(text: string): Reading<Template> {
  if (/^\^?\//.test(text)) {
    const pointer = parsePointer(text);
    return pointer.kind === 'wrong' ? pointer : { kind: 'read', value: [pointer.value] };
  }
  const pieces: (string | MappingPointer)[] = [];
  for (const [piece] of text.matchAll(PIECES)) {
    if (!piece.startsWith('{')) pieces.push(piece === '}}' ? '}' : piece);
    else if (piece === '{{') pieces.push('{');
    else if (!piece.endsWith('}')) return wrong(`template ${quote(text)}`, 'a `}` for each `{`');
    else {
      const pointer = parsePointer(piece.slice(1, -1));
      if (pointer.kind === 'wrong') return pointer;
      pieces.push(pointer.value);
    }
  }
  return { kind: 'read', value: pieces };
}

/** Where a pointer leads: the value, with its steps from the root of the delivery. */
export function follow(
  pointer: MappingPointer,
  place: { readonly root: unknown; readonly entry: Path },
): { readonly value: unknown; readonly path: Path } {
  const start = pointer.from === 'delivery' ? [] : place.entry;
  const path = [...start];
  for (const step of pointer.path) {
    const isIndex = Array.isArray(at(place.root, ...path)) && /^\d{1,9}$/.test(String(step));
    path.push(isIndex ? Number(step) : step);
  }
  return { value: at(place.root, ...path), path };
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function wrong(found: string, expected: string): Extract<Reading<never>, { kind: 'wrong' }> {
  return { kind: 'wrong', found, expected };
}

const POINTER = /^(?:\/(?:[^/~{}]|~[01])*)+$/;
const EXPECTED_POINTER = 'a JSON Pointer such as `/check/name`';
const PIECES = /\{\{|\}\}|\{[^{}]*\}?|[^{}]+|\}/g;
