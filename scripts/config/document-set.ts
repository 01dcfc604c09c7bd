// Files → documents that their schema accepted, grouped by kind, each still knowing where it stands.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Place } from '../model/place.ts';
import type { DocumentKind, DocumentOf } from './documents.ts';
import { splitFrontMatter } from './front-matter.ts';
import { declaredKind, isDocumentId, isPartName, placeDocument } from './layout.ts';
import { checkSchema } from './schema.ts';
import { describeSchemaErrors } from './schema-diagnostics.ts';
import { CONFLICT_WORDS, conflictLineIn } from './conflict.ts';
import { tangleIn } from './tangle.ts';
import {
  fileFinding,
  hintForName,
  idInWords,
  missingFrontMatter,
  top,
  unreadableFile,
} from './file-findings.ts';
import { type ParsedYaml, parseYaml, type Path, type YamlResult } from './syntax.ts';

/** A file as it was found: its text, or why it could not be read. */
export type SourceFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly problem: 'unreadable' | 'too_large' | 'not_utf8' | 'link' };

/** A file as a commit has it. */
export type FileVersion = { readonly commit: string; readonly file: SourceFile };

/** A file as somebody's commit has it, with the author's name and address, when it was committed (ISO 8601) and its first line. */
export type AuthoredVersion = FileVersion & {
  readonly name: string;
  readonly address: string;
  readonly at: string;
  readonly subject: string;
};

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
  /** Null when the file has no usable name: it may be any document of its kind. */
  readonly id: string | null;
  /** The plain value; undefined when not even the YAML could be read. */
  readonly value: unknown;
};

/** What became of a set of files. */
export type ReadDocuments = {
  readonly documents: DocumentSet;
  readonly refused: readonly Refused[];
  readonly diagnostics: readonly Diagnostic[];
};

/** Front matter of incidents that was accepted before, by the path of a file whose text is the same as then. */
export type KnownFronts = ReadonlyMap<
  string,
  { readonly document: DocumentOf['incident']; readonly bodyStart: number }
>;

/** Reads every file into its document; whatever is wrong with one file leaves the others alone. */
export function readDocuments(
  files: readonly SourceFile[],
  known: KnownFronts = new Map(),
): ReadDocuments {
  const documents = emptySet();
  const refused: Refused[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
    const read = recall(documents, file, known) ?? readFile(documents, file);
    diagnostics.push(...read.diagnostics);
    if (read.diagnostics.length > 0) refused.push(...read.refused);
  }
  return { documents, refused, diagnostics };
}

type Reading = {
  readonly diagnostics: readonly Diagnostic[];
  readonly refused: readonly Refused[];
};

type Collected = { [Kind in DocumentKind]: Located<DocumentOf[Kind]>[] };

function emptySet(): Collected {
  return {
    organisation: [],
    functions: [],
    product: [],
    team: [],
    schedule: [],
    stakeholders: [],
    levels: [],
    source: [],
    rules: [],
    silence: [],
    incident: [],
    postmortem: [],
  };
}

/** A long history is mostly what it was: its files are neither parsed nor checked against their schema again. */
function recall(documents: Collected, file: SourceFile, known: KnownFronts): Reading | null {
  const front = known.get(file.path);
  if (front === undefined || 'problem' in file) return null;
  const placement = placeDocument(file.path, file.text);
  if (placement.kind !== 'document' || placement.document !== 'incident') return null;
  let parsed: YamlResult | null = null;
  const yaml = (): YamlResult =>
    (parsed ??= parseYaml(splitFrontMatter(file.text)?.yaml ?? '', {
      file: file.path,
      firstLine: 2,
    }));
  const placeIn = (read: YamlResult, find: (yaml: ParsedYaml) => Place): Place =>
    read.kind === 'parsed' ? find(read.yaml) : top(file.path);
  documents.incident.push({
    id: placement.id,
    file: file.path,
    text: file.text,
    ...front,
    locate: (path) => placeIn(yaml(), (read) => read.locate(path)),
    locateKey: (path) => placeIn(yaml(), (read) => read.locateKey(path)),
  });
  return { diagnostics: [], refused: [] };
}

function readFile(documents: Collected, file: SourceFile): Reading {
  const text = 'text' in file ? file.text : null;
  const placement = placeDocument(file.path, text);
  if (placement.kind === 'recording') return { diagnostics: [], refused: [] };
  if (placement.kind === 'note') return readNote(file);
  if (placement.kind === 'misplaced' && 'problem' in file && !IN_IT.has(file.problem))
    return { diagnostics: [unreadableFile(file.path, file.problem)], refused: [] };
  if (placement.kind === 'misplaced') {
    return {
      diagnostics: [
        fileFinding(top(file.path), 'file-unexpected', placement.message, placement.hint),
      ],
      refused: placement.meant === null ? [] : [{ ...placement.meant, value: undefined }],
    };
  }
  const { document: kind, id, part } = placement;
  if (part !== null && !isPartName(part))
    return {
      diagnostics: [
        fileFinding(
          top(file.path),
          'file-name',
          `unexpected file name \`${part.slice(0, 80)}\`, expected lower-case letters, digits and single dashes`,
          'rename the file, for example after what its rules are about',
        ),
      ],
      refused: [{ kind, id, value: undefined }],
    };
  if (!isDocumentId(kind, id)) {
    return {
      diagnostics: [
        fileFinding(
          top(file.path),
          'file-name',
          `unexpected file name \`${id.slice(0, 80)}\`, expected ${idInWords(kind)}`,
          hintForName(kind, id),
        ),
      ],
      refused: [{ kind, id: null, value: undefined }],
    };
  }
  if ('problem' in file)
    return {
      diagnostics: [unreadableFile(file.path, file.problem)],
      refused: [{ kind, id, value: undefined }],
    };
  return readInto(documents, kind, id, file);
}

/** What is wrong inside of a file says nothing of one that should not be there. */
const IN_IT: ReadonlySet<string> = new Set(['not_utf8', 'too_large']);

/** Nothing of a note is checked but that it can be read. */
function readNote(file: SourceFile): Reading {
  const diagnostics = 'problem' in file ? [unreadableFile(file.path, file.problem)] : [];
  return { diagnostics, refused: [] };
}

function readInto<Kind extends DocumentKind>(
  documents: Collected,
  kind: Kind,
  id: string,
  file: { readonly path: string; readonly text: string },
): Reading {
  const unread = (diagnostics: readonly Diagnostic[]): Reading => ({
    diagnostics,
    refused: [{ kind, id, value: undefined }],
  });
  const isMarkdown = kind === 'incident' || kind === 'postmortem';
  const split = isMarkdown
    ? splitFrontMatter(file.text)
    : { yaml: file.text, bodyStart: file.text.length };
  if (split === null) return unread([missingFrontMatter(file)]);
  const parsed = parseYaml(split.yaml, { file: file.path, firstLine: isMarkdown ? 2 : 1 });
  if (parsed.kind === 'invalid') return unread(parsed.diagnostics);
  const { yaml } = parsed;
  const checked = checkSchema(kind, yaml.value);
  if (checked.kind === 'invalid') {
    const diagnostics = describeSchemaErrors(checked.errors, yaml);
    const declared = declaredKind(file.text);
    const other: readonly Refused[] =
      declared === null || declared === kind ? [] : [{ kind: declared, id, value: undefined }];
    return { diagnostics, refused: [{ kind, id, value: yaml.value }, ...other] };
  }
  const flaw = isMarkdown ? flawOf(file, split.bodyStart) : null;
  if (flaw !== null) return { diagnostics: [flaw], refused: [{ kind, id, value: yaml.value }] };
  const list: Located<DocumentOf[Kind]>[] = documents[kind];
  list.push({
    id,
    file: file.path,
    text: file.text,
    bodyStart: split.bodyStart,
    document: checked.document,
    locate: yaml.locate,
    locateKey: yaml.locateKey,
  });
  return { diagnostics: [], refused: [] };
}

/** What makes the text below the front matter unusable as a whole. */
function flawOf(
  { path, text }: { readonly path: string; readonly text: string },
  bodyStart: number,
): Diagnostic | null {
  const body = text.slice(bodyStart);
  const placeOf = (line: number): Place => {
    const before = text.slice(0, bodyStart).split('\n').length - 1;
    return { file: path, line: before + line, column: 1, length: 1 };
  };
  const conflict = conflictLineIn(body);
  if (conflict !== null)
    return fileFinding(
      placeOf(conflict),
      'merge-conflict',
      CONFLICT_WORDS.message,
      CONFLICT_WORDS.hint,
    );
  const tangle = tangleIn(body);
  return tangle === null
    ? null
    : fileFinding(placeOf(tangle.line), 'markdown-tangled', tangle.message, TANGLE_HINT);
}

const TANGLE_HINT =
  'put what was pasted between two lines of three backticks, with blank lines around them, or leave out what nobody reads';
