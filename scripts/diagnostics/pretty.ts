// Diagnostics for a terminal: grouped by file, a code frame with a caret, a last line that counts.
import { cutTo, foldLines, widthOf } from '../text/width.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Wraps text in a colour, or gives it back as it is. */
export type Paint = (colour: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => string;

/** What a rendering for a terminal needs besides the findings. */
export type Surroundings = {
  /** The text of a file for its code frame, or null. */
  readonly textOf: (file: string) => string | null;
  readonly paint: Paint;
  /** Cells in a line of the terminal. */
  readonly width: number;
};

/** Renders diagnostics; no line is wider than the terminal. */
export function renderPretty(
  diagnostics: readonly Diagnostic[],
  { textOf, paint, width }: Surroundings,
): string {
  const blocks = [...Map.groupBy(diagnostics, (diagnostic) => diagnostic.place.file)].map(
    ([file, found]) => {
      const lines = textOf(file)?.split(/\r?\n/) ?? [];
      return [
        paint('bold', printable(file)),
        ...found.map((diagnostic) => renderOne(diagnostic, lines, { paint, width })),
      ].join('\n');
    },
  );
  return foldLines(blocks.join('\n\n'), width);
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

function renderOne(
  diagnostic: Diagnostic,
  lines: readonly string[],
  { paint, width }: Pick<Surroundings, 'paint' | 'width'>,
): string {
  const { place } = diagnostic;
  const colour = diagnostic.severity === 'error' ? 'red' : 'yellow';
  const head = `  ${paint('cyan', `${place.line}:${place.column}`)} ${paint(colour, diagnostic.severity)} ${printable(diagnostic.message)} ${paint('dim', diagnostic.code)}`;
  const frame = renderFrame(diagnostic, lines, { paint, width });
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
  { paint, width }: Pick<Surroundings, 'paint' | 'width'>,
): readonly string[] {
  const line = lines[place.line - 1];
  if (line === undefined) return [];
  const number = String(place.line).padStart(5);
  const clean = printable(line.replaceAll('\t', ' '));
  const { before, marked, after } = excerpt(clean, place, width - GUTTER);
  const carets = '^'.repeat(
    Math.max(1, Math.min(widthOf(marked), width - GUTTER - widthOf(before))),
  );
  return [
    `${paint('dim', `${number} |`)} ${before}${marked}${after}`,
    `${paint('dim', '      |')} ${' '.repeat(widthOf(before))}${paint(severity === 'error' ? 'red' : 'yellow', carets)}`,
  ];
}

/** The number of the line and the bar before its text. */
const GUTTER = 8;

type Excerpt = { readonly before: string; readonly marked: string; readonly after: string };

/** As much of a line as there is room for, around what is marked; `…` stands for what is left out. */
function excerpt(line: string, place: Diagnostic['place'], room: number): Excerpt {
  const at = place.column - 1;
  const start = widthOf(line) <= room || at + place.length < room ? 0 : Math.max(0, at - 20);
  const before = `${start === 0 ? '' : '…'}${line.slice(start, at)}`;
  const marked = cutTo(line.slice(at, at + place.length), Math.max(2, room - widthOf(before)));
  const left = room - widthOf(before) - widthOf(marked);
  const rest = line.slice(at + place.length);
  return { before, marked, after: left <= 0 ? '' : cutTo(rest, left) };
}

/** Control characters of hostile files must not reach a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, '�');
}
