import type { Diagnostic } from './diagnostic.ts';

/** Diagnostics as GitHub workflow commands, which the pull request shows at the line. */
export function renderAnnotations(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${renderAnnotation(diagnostic)}\n`).join('');
}

function renderAnnotation({ severity, place, code, message, hint }: Diagnostic): string {
  const properties = [
    `file=${escapeProperty(place.file)}`,
    `line=${place.line}`,
    `col=${place.column}`,
    `endColumn=${place.column + place.length}`,
    `title=${escapeProperty(code)}`,
  ];
  return `::${severity} ${properties.join(',')}::${escapeData(`${message}. Hint: ${hint}`)}`;
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
