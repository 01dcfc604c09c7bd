// Diagnostics for a terminal: grouped by file, a code frame with a caret, a last line that counts.
import type { Diagnostic } from './diagnostic.ts';

/** Wraps text in a colour, or gives it back as it is. */
export type Paint = (colour: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => string;

/** Renders diagnostics; `textOf` gives the text of a file for its code frame, or null. */
export function renderPretty(
  diagnostics: readonly Diagnostic[],
  textOf: (file: string) => string | null,
  paint: Paint,
): string {
  const blocks = [...Map.groupBy(diagnostics, (diagnostic) => diagnostic.place.file)].map(
    ([file, found]) => {
      const lines = textOf(file)?.split(/\r?\n/) ?? [];
      return [
        paint('bold', printable(file)),
        ...found.map((diagnostic) => renderOne(diagnostic, lines, paint)),
      ].join('\n');
    },
  );
  return blocks.join('\n\n');
}

/** One sentence that counts errors and warnings. */
export function countFindings(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.place.file)).size;
  const parts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ];
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
  const related = diagnostic.related.map(
    (entry) =>
      `      ${paint('dim', '↳')} ${printable(entry.message)}: ${printable(entry.place.file)}:${entry.place.line}:${entry.place.column}`,
  );
  const hint = `      ${paint('dim', 'hint:')} ${printable(diagnostic.hint)}`;
  return ['', head, ...frame, ...related, hint].join('\n');
}

function renderFrame(
  { place, severity }: Diagnostic,
  lines: readonly string[],
  paint: Paint,
): readonly string[] {
  const line = lines[place.line - 1];
  if (line === undefined) return [];
  const number = String(place.line).padStart(5);
  const start = Math.max(0, place.column - 1 - WIDTH + 20);
  const shown = printable(line.slice(start, start + WIDTH).replaceAll('\t', ' '));
  const caret = Math.max(0, place.column - 1 - start);
  const indent = widthOf(shown.slice(0, caret));
  const length = Math.max(1, widthOf(shown.slice(caret, caret + place.length)));
  return [
    `${paint('dim', `${number} |`)} ${shown}`,
    `${paint('dim', '      |')} ${' '.repeat(indent)}${paint(severity === 'error' ? 'red' : 'yellow', '^'.repeat(length))}`,
  ];
}

const WIDTH = 100;

/** How many cells of a terminal a text takes: ideographs and most emoji two, marks that join the letter before them none. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += NO_WIDTH.test(character) ? 0 : DOUBLE_WIDTH.test(character) ? 2 : 1;
  return width;
}

const NO_WIDTH = /\p{Mn}|\p{Me}|\u200B|\u200C|\u200D/u;
const DOUBLE_WIDTH =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** Control characters of hostile files must not reach a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, '�');
}
