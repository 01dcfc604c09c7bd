import type { Diagnostic } from './diagnostic.ts';

/** Diagnostics as one JSON document with a trailing newline. */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify({ diagnostics }, null, 2)}\n`;
}
