// YAML text → plain value, plus the exact place of every key and value. Knows nothing of schemas.
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Place } from '../model/place.ts';

/** Steps from the root of a document to a value: keys and list indices. */
export type Path = readonly (string | number)[];

/** YAML that could be parsed: its value, and where each part of it stands. */
export type ParsedYaml = {
  readonly value: unknown;
  /** The place of the value at a path, or of the nearest parent that exists. */
  readonly locate: (path: Path) => Place;
  /** The place of the key at the end of a path. */
  readonly locateKey: (path: Path) => Place;
};

/** What parsing gives: a value or at least one diagnostic. */
export type YamlResult =
  | { readonly kind: 'parsed'; readonly yaml: ParsedYaml }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Where the YAML stands in its file; front matter begins on line 2. */
export type YamlOrigin = { readonly file: string; readonly firstLine: number };

/** Parses one YAML 1.2 document; duplicate keys, aliases, tags and deep nesting are diagnostics, never exceptions. */
export function parseYaml(text: string, origin: YamlOrigin): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'silent',
  });
  const place: Placer = (range) => placeOf(lines, origin, text, range);
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    return { kind: 'invalid', diagnostics: problems.slice(0, 20).map((problem) => describeError(problem, place)) };
  }
  if (document.contents === null) {
    return invalid(place([0, 0]), 'yaml-empty', 'unexpected empty document, expected at least its `schema` line');
  }
  const indirection = findIndirection(document);
  if (indirection !== null) {
    return invalid(place(indirection), 'yaml-limit', 'unexpected anchor, alias or tag, expected the plain value itself');
  }
  return {
    kind: 'parsed',
    yaml: {
      value: document.toJS(),
      locate: (path) => place(rangeOf(document, path, 'value')),
      locateKey: (path) => place(rangeOf(document, path, 'key')),
    },
  };
}

type Range = readonly [start: number, end: number];
type Placer = (range: Range) => Place;

function findIndirection(document: Document.Parsed): Range | null {
  let found: Range | null = null;
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node) && node.tag === undefined && !('anchor' in node && node.anchor !== undefined)) return undefined;
      found = nodeRange(node) ?? [0, 0];
      return visit.BREAK;
    },
  });
  return found;
}

function rangeOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): Range {
  let node: unknown = document.contents;
  let range: Range = nodeRange(node) ?? [0, 0];
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(step));
      if (pair === undefined) return [range[0], range[0] + 1];
      if (part === 'key' && index === path.length - 1) return nodeRange(pair.key) ?? range;
      node = pair.value;
      range = nodeRange(node) ?? nodeRange(pair.key) ?? range;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      range = nodeRange(node) ?? range;
    } else {
      return range;
    }
  }
  return range;
}

function nodeRange(node: unknown): Range | null {
  if (!isNode(node) || node.range === null || node.range === undefined) return null;
  return [node.range[0], node.range[1]];
}

function placeOf(lines: LineCounter, origin: YamlOrigin, text: string, range: Range): Place {
  const { line, col } = lines.linePos(range[0]);
  const lineEnd = text.indexOf('\n', range[0]);
  const stop = Math.min(range[1], lineEnd === -1 ? text.length : lineEnd);
  return {
    file: origin.file,
    line: Math.max(line, 1) + origin.firstLine - 1,
    column: Math.max(col, 1),
    length: Math.max(1, stop - range[0]),
  };
}

function describeError(error: YAMLError, place: Placer): Diagnostic {
  const at = place(error.pos);
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return diagnostic(at, 'yaml-duplicate-key', 'unexpected second use of a key, expected each key once', 'keep one of the two lines');
    case 'RESOURCE_EXHAUSTION':
      return diagnostic(at, 'yaml-limit', 'unexpected deep nesting, expected a flatter document', null);
    default:
      return diagnostic(at, 'yaml-syntax', `unexpected YAML: ${lowerFirst(error.message.split('\n')[0] ?? '')}`, hintFor(error));
  }
}

function hintFor(error: YAMLError): string | null {
  if (error.code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (error.code === 'MULTIPLE_DOCS') return 'one file holds one document: remove the line `---`';
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' || error.code === 'MULTILINE_IMPLICIT_KEY') {
    return 'a text that holds `: ` needs quotes';
  }
  return null;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function invalid(place: Place, code: DiagnosticCode, message: string): YamlResult {
  return { kind: 'invalid', diagnostics: [diagnostic(place, code, message, null)] };
}

function diagnostic(place: Place, code: DiagnosticCode, message: string, hint: string | null): Diagnostic {
  return { code, severity: 'error', message, place, related: [], hint };
}
