import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Place } from '../model/place.ts';
import { suggest } from '../diagnostics/suggestion.ts';

/** An error at a place, with what to type. */
export function finding(code: DiagnosticCode, place: Place, message: string, hint: string | null): Diagnostic {
  return { code, severity: 'error', message, place, related: [], hint };
}

/** An error whose other half stands elsewhere. */
export function findingWith(
  code: DiagnosticCode,
  place: Place,
  message: string,
  rest: { readonly hint: string | null; readonly related: Diagnostic['related'] },
): Diagnostic {
  return { code, severity: 'error', message, place, related: rest.related, hint: rest.hint };
}

/** An id that names nothing; what is known is offered. */
export function unknownReference(what: string, id: string, place: Place, known: Iterable<string>): Diagnostic {
  const ids = [...known];
  const hint = suggest(id, ids) ?? (ids.length === 0 ? `declare a ${what} first` : `declare the ${what}, or name an existing one`);
  return finding('reference-unknown', place, `unexpected ${what} \`${id}\`, expected one that is declared`, hint);
}
