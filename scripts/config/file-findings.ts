// What is said of a file that no document can be made of.
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Place } from '../model/place.ts';
import type { DocumentKind } from './documents.ts';
import { MAX_FILE_BYTES } from './file-limits.ts';
import { isDocumentId } from './layout.ts';

/** Markdown whose front matter does not begin, or does not end. */
export function missingFrontMatter(file: {
  readonly path: string;
  readonly text: string;
}): Diagnostic {
  const isOpen = /^---[ \t]*\r?\n/.test(file.text);
  return isOpen
    ? fileFinding(
        top(file.path),
        'front-matter-missing',
        'unexpected end of the file inside front matter, expected a second line `---`',
        'put a line `---` between the front matter and the text',
      )
    : fileFinding(
        top(file.path),
        'front-matter-missing',
        'unexpected first line, expected front matter between two lines `---`',
        'begin the file with a line `---`, the keys of the front matter, and another line `---`',
      );
}

/** What the name of a file has to be, by the kind of its document. */
export function idInWords(kind: DocumentKind): string {
  return kind === 'incident' || kind === 'postmortem'
    ? 'a day and an id, such as `2026-11-21-payments-api`'
    : 'an id: lower-case letters, digits and single dashes, starting with a letter';
}

/** How a file could be called instead. */
export function hintForName(kind: DocumentKind, id: string): string {
  const slug = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-$/, '');
  return isDocumentId(kind, slug)
    ? `rename the file to \`${slug}\` and keep its ending`
    : 'rename the file, for example after its service';
}

/** A file that could not be read. */
export function unreadableFile(
  path: string,
  problem: 'unreadable' | 'too_large' | 'not_utf8' | 'link',
): Diagnostic {
  switch (problem) {
    case 'too_large':
      return fileFinding(
        top(path),
        'file-too-large',
        `unexpected size, expected at most ${MAX_FILE_BYTES / 1024} KiB`,
        /^rules\/[^/]+$/.test(path)
          ? `let one rule ask for several values (\`service: [a, b]\`), or move some to files of the folder \`${path.replace(/\.yaml$/, '')}/\``
          : 'remove what is not needed, or say it in several smaller files where the folder holds several',
      );
    case 'not_utf8':
      return fileFinding(
        top(path),
        'file-unreadable',
        'unexpected bytes, expected UTF-8 text',
        'save the file as UTF-8',
      );
    case 'link':
      return fileFinding(
        top(path),
        'file-unreadable',
        'unexpected symbolic link, expected a regular file',
        'replace the link by the file itself',
      );
    case 'unreadable':
      return fileFinding(
        top(path),
        'file-unreadable',
        'unexpected file that cannot be opened, expected a readable file',
        'check its permissions',
      );
  }
}

/** The beginning of a file, where nothing in it has a place. */
export function top(file: string): Place {
  return { file, line: 1, column: 1, length: 1 };
}

/** An error in a file. */
export function fileFinding(
  place: Place,
  code: DiagnosticCode,
  message: string,
  hint: string,
): Diagnostic {
  return { code, severity: 'error', message, place, related: [], hint };
}
