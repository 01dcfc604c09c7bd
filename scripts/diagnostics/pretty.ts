// Diagnostics for a terminal: grouped by file, a code frame with a caret, a last line that counts.
import type { Diagnostic } from './diagnostic.ts';

/** Wraps text in a colour, or gives it back as it is. */
export type Paint = (colour: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => string;

/** Renders diagnostics; `textOf` gives the text of a file for its code frame, or null. */
export function renderPretty(diagnostics: readonly Diagnostic[], textOf: (file: string) => string | null, paint: Paint): string {
  const blocks = [...Map.groupBy(diagnostics, (diagnostic) => diagnostic.place.file)].map(([file, found]) => {
    const lines = textOf(file)?.split('\n') ?? [];
    return [paint('bold', file), ...found.map((diagnostic) => renderOne(diagnostic, lines, paint))].join('\n');
  });
  return blocks.join('\n\n');
}

/** One sentence that counts errors and warnings. */
export function countFindings(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.place.file)).size;
  const parts = [...(errors > 0 ? [plural(errors, 'error')] : []), ...(warnings > 0 ? [plural(warnings, 'warning')] : [])];
  return `${parts.join(' and ')} in ${plural(files, 'file')}`;
}

/** A number with its noun. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function renderOne(diagnostic: Diagnostic, lines: readonly string[], paint: Paint): string {
  const { place } = diagnostic;
  const colour = diagnostic.severity === 'error' ? 'red' : 'yellow';
  const head = `  ${paint('cyan', `${place.line}:${place.column}`)} ${paint(colour, diagnostic.severity)} ${printable(diagnostic.message)} ${paint('dim', diagnostic.code)}`;
  const frame = renderFrame(diagnostic, lines, paint);
  const related = diagnostic.related.map((entry) => `      ${paint('dim', '↳')} ${printable(entry.message)}: ${entry.place.file}:${entry.place.line}:${entry.place.column}`);
  const hint = `      ${paint('dim', 'hint:')} ${printable(diagnostic.hint)}`;
  return ['', head, ...frame, ...related, hint].join('\n');
}

function renderFrame({ place, severity }: Diagnostic, lines: readonly string[], paint: Paint): readonly string[] {
  const line = lines[place.line - 1];
  if (line === undefined) return [];
  const number = String(place.line).padStart(5);
  const start = Math.max(0, place.column - 1 - WIDTH + 20);
  const shown = printable(line.slice(start, start + WIDTH).replaceAll('\t', ' '));
  const caret = place.column - 1 - start;
  const length = Math.max(1, Math.min(place.length, shown.length - caret));
  return [
    `${paint('dim', `${number} |`)} ${shown}`,
    `${paint('dim', '      |')} ${' '.repeat(Math.max(0, caret))}${paint(severity === 'error' ? 'red' : 'yellow', '^'.repeat(length))}`,
  ];
}

const WIDTH = 100;

/** Control characters of hostile files must not reach a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, '�');
}
