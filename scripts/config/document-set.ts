// Files → documents that their schema accepted, grouped by kind, each still knowing where it stands.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Place } from '../model/place.ts';
import type { DocumentKind, DocumentOf } from './documents.ts';
import { splitFrontMatter } from './front-matter.ts';
import { isDocumentId, placeDocument } from './layout.ts';
import { checkSchema } from './schema.ts';
import { describeSchemaErrors } from './schema-diagnostics.ts';
import { type ParsedYaml, parseYaml, type Path } from './syntax.ts';

/** A file as it was found: its text, or why it could not be read. */
export type SourceFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly problem: 'unreadable' | 'too_large' | 'not_utf8' | 'link' };

/** A document with its place in the repository. */
export type Located<Document> = {
  readonly file: string;
  readonly id: string;
  readonly document: Document;
  /** The whole text of the file. */
  readonly text: string;
  /** Where the Markdown begins; the end of the text for YAML files. */
  readonly bodyStart: number;
  readonly locate: (path: Path) => Place;
  readonly locateKey: (path: Path) => Place;
};

/** All documents by kind, in the order of their paths. */
export type DocumentSet = { readonly [Kind in DocumentKind]: readonly Located<DocumentOf[Kind]>[] };

/** A document that was refused: what could still be read of it, so that references to it are not refused as well. */
export type Refused = {
  readonly kind: DocumentKind;
  readonly id: string;
  /** The plain value; undefined when not even the YAML could be read. */
  readonly value: unknown;
};

/** What became of a set of files. */
export type ReadDocuments = {
  readonly documents: DocumentSet;
  readonly refused: readonly Refused[];
  readonly diagnostics: readonly Diagnostic[];
};

/** Reads every file into its document; whatever is wrong with one file leaves the others alone. */
export function readDocuments(files: readonly SourceFile[]): ReadDocuments {
  const documents = emptySet();
  const refused: Refused[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
    const placement = placeDocument(file.path);
    if (placement.kind === 'misplaced') {
      diagnostics.push(finding(top(file.path), 'file-unexpected', `${placement.reason}, expected a document of the layout`, placement.hint));
      continue;
    }
    if ('problem' in file) {
      diagnostics.push(describeUnreadable(file.path, file.problem));
      refused.push({ kind: placement.document, id: placement.id, value: undefined });
      continue;
    }
    const problems = readInto(documents, placement.document, placement.id, file);
    diagnostics.push(...problems.diagnostics);
    if (problems.diagnostics.length > 0) refused.push({ kind: placement.document, id: placement.id, value: problems.value });
  }
  return { documents, refused, diagnostics };
}

/** Largest file that is read, in bytes. */
export const MAX_FILE_BYTES = 1024 * 1024;

type Problems = { readonly diagnostics: readonly Diagnostic[]; readonly value?: unknown };

type Collected = { [Kind in DocumentKind]: Located<DocumentOf[Kind]>[] };

function emptySet(): Collected {
  return {
    organisation: [],
    functions: [],
    product: [],
    team: [],
    schedule: [],
    stakeholders: [],
    source: [],
    rules: [],
    incident: [],
    postmortem: [],
  };
}

function readInto<Kind extends DocumentKind>(
  documents: Collected,
  kind: Kind,
  id: string,
  file: { readonly path: string; readonly text: string },
): Problems {
  if (!isDocumentId(kind, id)) {
    return only([finding(top(file.path), 'file-name', `unexpected file name \`${id.slice(0, 80)}\`, expected an id`, 'use lower-case letters, digits and dashes')]);
  }
  const markdown = kind === 'incident' || kind === 'postmortem';
  const split = markdown ? splitFrontMatter(file.text) : { yaml: file.text, bodyStart: file.text.length };
  if (split === null) {
    return only([finding(top(file.path), 'front-matter-missing', 'unexpected first line, expected front matter between two lines `---`', 'begin the file with `---`')]);
  }
  const parsed = parseYaml(split.yaml, { file: file.path, firstLine: markdown ? 2 : 1 });
  if (parsed.kind === 'invalid') return only(parsed.diagnostics);
  return checkInto(documents[kind], kind, { id, file: file.path, text: file.text, bodyStart: split.bodyStart, yaml: parsed.yaml });
}

function checkInto<Kind extends DocumentKind>(
  list: Located<DocumentOf[Kind]>[],
  kind: Kind,
  read: { readonly id: string; readonly file: string; readonly text: string; readonly bodyStart: number; readonly yaml: ParsedYaml },
): Problems {
  const { yaml, ...rest } = read;
  const checked = checkSchema(kind, yaml.value);
  if (checked.kind === 'invalid') return { diagnostics: describeSchemaErrors(checked.errors, yaml), value: yaml.value };
  list.push({ ...rest, document: checked.document, locate: yaml.locate, locateKey: yaml.locateKey });
  return only([]);
}

function only(diagnostics: readonly Diagnostic[]): Problems {
  return { diagnostics };
}

function describeUnreadable(path: string, problem: 'unreadable' | 'too_large' | 'not_utf8' | 'link'): Diagnostic {
  switch (problem) {
    case 'too_large':
      return finding(top(path), 'file-too-large', `unexpected size, expected at most ${MAX_FILE_BYTES / 1024} KiB`, 'split the file');
    case 'not_utf8':
      return finding(top(path), 'file-unreadable', 'unexpected bytes, expected UTF-8 text', 'save the file as UTF-8');
    case 'link':
      return finding(top(path), 'file-unreadable', 'unexpected symbolic link, expected a regular file', 'replace the link by the file itself');
    case 'unreadable':
      return finding(top(path), 'file-unreadable', 'unexpected file that cannot be opened, expected a readable file', 'check its permissions');
  }
}

function top(file: string): Place {
  return { file, line: 1, column: 1, length: 1 };
}

function finding(place: Place, code: DiagnosticCode, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, place, related: [], hint };
}
