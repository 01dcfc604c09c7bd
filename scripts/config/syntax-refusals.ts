// What the parser refuses beyond the syntax itself, in words.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Place } from '../model/place.ts';
import { CONFLICT_WORDS } from './conflict.ts';
import { MAX_DEPTH, type Refusal } from './syntax-tokens.ts';

/** A text that is too deep, too finely divided, or holds what no YAML may hold. */
export function refuseToken(refusal: Refusal, at: Place): Diagnostic {
  switch (refusal.kind) {
    case 'too_deep':
      return diagnostic(
        at,
        'yaml-limit',
        `unexpected nesting, expected at most ${MAX_DEPTH} levels of lists and maps`,
        'remove the brackets or the indentation that repeats here',
      );
    case 'too_many':
      return diagnostic(
        at,
        'yaml-limit',
        'unexpected number of entries, expected a file that people write',
        'split the file',
      );
    case 'control_character':
      return diagnostic(
        at,
        'yaml-syntax',
        'unexpected control character, expected text',
        'delete the invisible character at this place, and save the file with LF line ends',
      );
    case 'conflict':
      return diagnostic(at, 'merge-conflict', CONFLICT_WORDS.message, CONFLICT_WORDS.hint);
    case 'lone_surrogate':
      return diagnostic(
        at,
        'yaml-syntax',
        'unexpected half of a character, expected valid Unicode',
        'delete the character at this place and type it again',
      );
  }
}

/** `source` is what stands there. */
export function indirect(at: Place, source: string): Diagnostic {
  return source.includes('<<')
    ? diagnostic(
        at,
        'yaml-limit',
        'unexpected merge key `<<`, expected the keys themselves',
        'copy the keys here instead of `<<`',
      )
    : diagnostic(
        at,
        'yaml-limit',
        'unexpected anchor, alias or tag, expected the plain value itself',
        'write the value itself; a text that begins with `&`, `*` or `!` needs quotes',
      );
}

/** A key that stands twice in one map. */
export function repeatedKey(name: string, at: Place, before: Place): Diagnostic {
  const shown = name.length > 60 ? `${name.slice(0, 57)}…` : name;
  return {
    code: 'yaml-duplicate-key',
    severity: 'error',
    message: `unexpected second \`${shown}\`, expected each key once`,
    place: at,
    related: [{ message: 'the first one', place: before }],
    hint: `remove one of the two; the first one stands in line ${before.line}`,
  };
}

/** A document without a value. */
export function empty(at: Place): Diagnostic {
  return diagnostic(
    at,
    'yaml-empty',
    'unexpected empty document, expected at least its `schema` line',
    'begin it with a line `schema: tocsin/<kind>@1`, or delete the file',
  );
}

/** More than one document. */
export function secondDocument(at: Place): Diagnostic {
  return diagnostic(
    at,
    'yaml-syntax',
    'unexpected second document, expected one in each file',
    'remove the line `---` or `...` before it, or move it to a file of its own',
  );
}

/** A directive, which could change the version of YAML. */
export function directive(at: Place): Diagnostic {
  return diagnostic(
    at,
    'yaml-syntax',
    'unexpected `%YAML` directive, expected the document itself',
    'remove the line; the version is always YAML 1.2',
  );
}

/** An error at a place. */
export function diagnostic(
  place: Place,
  code: DiagnosticCode,
  message: string,
  hint: string,
): Diagnostic {
  return { code, severity: 'error', message, place, related: [], hint };
}
