import type { Place } from '../model/place.ts';
import type { DiagnosticCode } from './catalogue.ts';

/** One thing that is wrong with what somebody wrote or sent. */
export type Diagnostic = {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** One sentence: unexpected A, expected B. */
  readonly message: string;
  readonly place: Place;
  /** Other places that take part. */
  readonly related: readonly { readonly message: string; readonly place: Place }[];
  /** What to type or do. */
  readonly hint: string;
};

/** Orders diagnostics by file, line, column and code, so that output is the same on every run. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (left, right) =>
      compareText(left.place.file, right.place.file) ||
      left.place.line - right.place.line ||
      left.place.column - right.place.column ||
      compareText(left.code, right.code) ||
      compareText(left.message, right.message),
  );
}

/** The same finding where all files lie below a folder, as readers see it who look from further up. */
export function placedBelow(folder: string, diagnostic: Diagnostic): Diagnostic {
  const below = (place: Place): Place => ({ ...place, file: `${folder}${place.file}` });
  return {
    ...diagnostic,
    place: below(diagnostic.place),
    related: diagnostic.related.map((entry) => ({ ...entry, place: below(entry.place) })),
  };
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
