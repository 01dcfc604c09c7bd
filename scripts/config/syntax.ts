// YAML text → plain value, plus the exact place of every key and value. Knows nothing of schemas.
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type YAMLError,
} from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Place } from '../model/place.ts';
import { MAX_DEPTH, type Range, readTokens, type Tokens } from './syntax-tokens.ts';
import { tellSyntaxError } from './syntax-words.ts';

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
  const place: Placer = (range) => placeOf(lines, origin, text, range);
  const read = readTokens(text, lines.addNewLine);
  if (read.kind !== 'tokens')
    return invalid(refuseToken(read, placeOf(countLines(text, read.at[0]), origin, text, read.at)));
  const options = {
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    logLevel: 'silent',
  } as const;
  const [document, second] = new Composer(options).compose(read.tokens, true, text.length);
  if (document === undefined) return invalid(empty(place([0, 0])));
  const [problem] = [...document.errors, ...document.warnings].toSorted(
    (left, right) => left.pos[0] - right.pos[0],
  );
  if (problem !== undefined) return invalid(describeError(problem, read.openQuote, text, place));
  if (second !== undefined)
    return invalid(secondDocument(place([second.range[0], second.range[0] + 3])));
  if (document.directives.docStart === true && document.directives.yaml.explicit === true)
    return invalid(directive(place([0, text.indexOf('\n')])));
  if (document.contents === null || isEmptyScalar(document.contents))
    return invalid(empty(place([0, 0])));
  const indirection = findIndirection(document.contents);
  if (indirection !== null) return invalid(indirect(indirection, text, place));
  const repeated = findRepeatedKeys(document.contents, place);
  if (repeated.length > 0) return { kind: 'invalid', diagnostics: repeated };
  return {
    kind: 'parsed',
    yaml: {
      value: document.toJS(),
      locate: (path) => place(rangeOf(document, path, 'value')),
      locateKey: (path) => place(rangeOf(document, path, 'key')),
    },
  };
}

type Placer = (range: Range) => Place;

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

/** The first anchor, alias, tag or merge key. The library's own visitor copies the path to every node. */
function findIndirection(node: unknown): Range | null {
  if (!isNode(node)) return null;
  const isAnchored = 'anchor' in node && node.anchor !== undefined;
  if (isAlias(node) || node.tag !== undefined || isAnchored) return nodeRange(node) ?? [0, 0];
  for (const child of childrenOf(node)) {
    if (isPair(child) && isScalar(child.key) && child.key.value === '<<')
      return nodeRange(child.key) ?? [0, 0];
    const found = isPair(child)
      ? (findIndirection(child.key) ?? findIndirection(child.value))
      : findIndirection(child);
    if (found !== null) return found;
  }
  return null;
}

function childrenOf(node: unknown): readonly unknown[] {
  return isMap(node) || isSeq(node) ? node.items : [];
}

/** The library compares each key with all others, which takes minutes for a large hostile map. */
function findRepeatedKeys(root: unknown, place: Placer): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (node: unknown): void => {
    if (found.length >= MAX_REPEATED) return;
    if (isMap(node)) checkKeys(node.items, found, place);
    for (const child of childrenOf(node)) visit(isPair(child) ? child.value : child);
  };
  visit(root);
  return found.slice(0, MAX_REPEATED);
}

function checkKeys(
  pairs: readonly { readonly key: unknown }[],
  found: Diagnostic[],
  place: Placer,
): void {
  const first = new Map<string, Range>();
  for (const { key } of pairs) {
    const name = isScalar(key) ? String(key.value) : '';
    const range = nodeRange(key) ?? [0, 0];
    const before = first.get(name);
    if (before === undefined) first.set(name, range);
    else found.push(repeatedKey(name, place(range), place(before)));
  }
}

const MAX_REPEATED = 20;

function rangeOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): Range {
  let node: unknown = document.contents;
  let range: Range = nodeRange(node) ?? [0, 0];
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return [range[0], range[0] + 1];
      if (part === 'key' && index === path.length - 1) return nodeRange(pair.key) ?? range;
      node = pair.value;
      range =
        (isEmptyScalar(node) ? nodeRange(pair.key) : nodeRange(node)) ??
        nodeRange(pair.key) ??
        range;
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
  const lineEnd = text.slice(range[0], range[1]).search(/\r?\n/);
  return {
    file: origin.file,
    line: Math.max(line, 1) + origin.firstLine - 1,
    column: Math.max(col, 1),
    length: Math.max(1, lineEnd === -1 ? range[1] - range[0] : lineEnd),
  };
}

/** Lines up to an offset that the parser did not reach. */
function countLines(text: string, until: number): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1 && at < until; at = text.indexOf('\n', at + 1))
    lines.addNewLine(at + 1);
  return lines;
}

function describeError(
  error: YAMLError,
  openQuote: Range | null,
  text: string,
  place: Placer,
): Diagnostic {
  const isOpen = openQuote !== null && error.message.startsWith('Missing closing');
  const range: Range = isOpen ? openQuote : error.pos;
  const { message, hint } = tellSyntaxError(error, text.slice(range[0], range[1]));
  return diagnostic(place(range), 'yaml-syntax', message, hint);
}

function refuseToken(read: Exclude<Tokens, { kind: 'tokens' }>, at: Place): Diagnostic {
  switch (read.kind) {
    case 'too_deep':
      return diagnostic(
        at,
        'yaml-limit',
        `unexpected nesting, expected at most ${MAX_DEPTH} levels of lists and maps`,
        'remove the brackets or the indentation that repeats here',
      );
    case 'too_many':
      return diagnostic(
        at,
        'yaml-limit',
        'unexpected number of entries, expected a file that people write',
        'split the file',
      );
    case 'control_character':
      return diagnostic(
        at,
        'yaml-syntax',
        'unexpected control character, expected text',
        'delete the invisible character at this place, and save the file with LF line ends',
      );
    case 'lone_surrogate':
      return diagnostic(
        at,
        'yaml-syntax',
        'unexpected half of a character, expected valid Unicode',
        'delete the character at this place and type it again',
      );
  }
}

function indirect(range: Range, text: string, place: Placer): Diagnostic {
  const isMerge = text.slice(range[0], range[1]).includes('<<');
  return isMerge
    ? diagnostic(
        place(range),
        'yaml-limit',
        'unexpected merge key `<<`, expected the keys themselves',
        'copy the keys here instead of `<<`',
      )
    : diagnostic(
        place(range),
        'yaml-limit',
        'unexpected anchor, alias or tag, expected the plain value itself',
        'write the value itself; a text that begins with `&`, `*` or `!` needs quotes',
      );
}

function repeatedKey(name: string, at: Place, before: Place): Diagnostic {
  const shown = name.length > 60 ? `${name.slice(0, 57)}…` : name;
  return {
    code: 'yaml-duplicate-key',
    severity: 'error',
    message: `unexpected second \`${shown}\`, expected each key once`,
    place: at,
    related: [{ message: 'the first one', place: before }],
    hint: `remove one of the two; the first one stands in line ${before.line}`,
  };
}

function empty(at: Place): Diagnostic {
  return diagnostic(
    at,
    'yaml-empty',
    'unexpected empty document, expected at least its `schema` line',
    'begin it with a line `schema: tocsin/<kind>@1`, or delete the file',
  );
}

function secondDocument(at: Place): Diagnostic {
  return diagnostic(
    at,
    'yaml-syntax',
    'unexpected second document, expected one in each file',
    'remove the line `---` or `...` before it, or move it to a file of its own',
  );
}

function directive(at: Place): Diagnostic {
  return diagnostic(
    at,
    'yaml-syntax',
    'unexpected `%YAML` directive, expected the document itself',
    'remove the line; the version is always YAML 1.2',
  );
}

function invalid(found: Diagnostic): YamlResult {
  return { kind: 'invalid', diagnostics: [found] };
}

function diagnostic(place: Place, code: DiagnosticCode, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, place, related: [], hint };
}
