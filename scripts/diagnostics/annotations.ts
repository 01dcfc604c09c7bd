import type { Diagnostic } from './diagnostic.ts';

/** Diagnostics as GitHub workflow commands, which the pull request shows at the line. */
export function renderAnnotations(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ severity, place, code, message, hint }) =>
      renderAnnotation({ severity, place, title: code, text: `${message}. Hint: ${hint}` }),
    )
    .join('');
}

/** Something to be said at a line of a pull request. */
export type Annotation = Pick<Diagnostic, 'severity' | 'place'> & {
  readonly title: string;
  readonly text: string;
};

/** One workflow command, with the end of its line. */
export function renderAnnotation({ severity, place, title, text }: Annotation): string {
  const properties = [
    `file=${escapeProperty(place.file)}`,
    `line=${place.line}`,
    `col=${place.column}`,
    `endColumn=${place.column + place.length}`,
    `title=${escapeProperty(title)}`,
  ];
  return `::${severity} ${properties.join(',')}::${escapeData(text)}\n`;
}

/** A workflow command that is shown with the run itself. */
export function renderRunWarning(title: string, text: string): string {
  return `::warning title=${escapeProperty(title)}::${escapeData(text)}\n`;
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts says what must be escaped. */
function escapeData(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll('##[', '## [');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
