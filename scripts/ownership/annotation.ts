// Annotations in code that say which service a file belongs to: a comment, or a decorator. The grammar
// stands in docs/ownership.md.
import type { Place } from '../model/place.ts';

/** What one line of code says about itself. */
export type Annotation = {
  readonly service: string;
  readonly endpoints: readonly string[];
  readonly transactions: readonly string[];
  readonly function: string | null;
  readonly place: Place;
};

/** A line that is meant as an annotation and cannot be read. */
export type BrokenAnnotation = {
  readonly place: Place;
  readonly message: string;
  readonly hint: string;
};

/** What a file says. */
export type Annotations = {
  readonly annotations: readonly Annotation[];
  readonly broken: readonly BrokenAnnotation[];
};

/** Reads all annotations of a file. */
export function readAnnotations(file: string, text: string): Annotations {
  const annotations: Annotation[] = [];
  const broken: BrokenAnnotation[] = [];
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const found = line.length > MAX_LINE || !NAMED.test(line) ? null : findPairs(lines, index);
    if (found === null) continue;
    const start = found.at ?? line.search(/\S/);
    const length = line.slice(start).trimEnd().length;
    const place = { file, line: index + 1, column: start + 1, length };
    const read = found.kind === 'endless' ? endless(place) : toAnnotation(found, place);
    if ('hint' in read) broken.push(read);
    else annotations.push(read);
  }
  return { annotations, broken };
}

const MAX_LINE = 1000;
const NAMED = /tocsin/i;

type Pair = { readonly key: string; readonly value: string };
/** Pairs in their order, and what follows them and is none. */
type Pairs = { readonly kind: 'pairs'; readonly pairs: readonly Pair[]; readonly rest: string };
/** Where in its line it begins; absent where it has the line for itself. */
type Found = (Pairs | { readonly kind: 'endless' }) & { readonly at?: number };

function findPairs(lines: readonly string[], index: number): Found | null {
  const line = lines[index] ?? '';
  const decorator = DECORATOR.exec(line);
  if (decorator !== null) {
    const inside = argumentsOf(lines, index, decorator[0].length);
    if (inside === null) return { kind: 'endless' };
    return takePairs(
      inside
        .trim()
        .replaceAll(/^\{|\}$/g, '')
        .trim(),
      IN_CALL,
    );
  }
  const own = COMMENT.exec(line);
  if (own !== null) return commentPairs(own);
  const trailing = IS_COMMENT.test(line) ? null : AFTER_CODE.exec(line);
  if (trailing === null || isInString(line, trailing.index)) return null;
  const found = commentPairs(trailing);
  return found === null ? null : { ...found, at: trailing.index };
}

/** A comment that has its line for itself, in whatever way a language begins one. */
const COMMENT =
  /^\s*(\/\/+!?|\{?\/\*+|\(?\*+|<#|\{#|\{-|<%--|--\[\[|#+|--+|;+|%+|!+|'|<!--|REM\b)\s*(tocsin\b.*)$/i;
/** One that follows code. */
const AFTER_CODE = /(?<=[\s;,(){}[\]])(\/\/+!?|\/\*+|#+|--+|<!--)\s*(tocsin\b.*)$/i;
/** What such a line speaks of is an example; `#include` and `#[derive]` are code. */
const IS_COMMENT = /^\s*(?:\/\/|\{?\/\*|\(?\*|#(?![a-z[])|--\s|;|%|'|<!--)/;
const CLOSING = /\s*(?:\*+\/\}?|\*+\)|#>|#\}|-\}|--%>|\]\]|-->)\s*$/;
/** How an annotation begins. */
const BEGINNING = /^tocsin:\s+(?=[A-Za-z_]+=)/;
/** What only a slip keeps from being one: a pair, or a single word. */
const MEANT =
  /^tocsin(?:\s*[:=]\s*[\w-]+\s*$|\s*[:=]?\s*\b(?:service|endpoint|transaction|function)\s*[:=])/i;
const DECORATOR = /^\s*@(?:\w+\.)?[Tt]ocsin\s*\(/;
const IN_COMMENT = /\s*([A-Za-z_]+)=(?:"([^"]*)"|([^\s"]+))(?=\s|$)/y;
const IN_CALL = /\s*,?\s*([A-Za-z_]+)\s*[:=]\s*(?:"([^"]*)"|'([^']*)')\s*(?=,|$)/y;

function commentPairs([, opening = '', comment = '']: readonly string[]): Pairs | null {
  const end = opening.endsWith('/*') ? comment.indexOf('*/') : -1;
  const text = end === -1 ? comment.replace(CLOSING, '') : comment.slice(0, end);
  const [beginning] = BEGINNING.exec(text) ?? [];
  if (beginning !== undefined) return takePairs(text.slice(beginning.length), IN_COMMENT);
  return MEANT.test(text) ? { kind: 'pairs', pairs: [], rest: text.trim() } : null;
}

/** Whether a quote is open at a place of a line and closed behind it: then it is text and no comment. */
function isInString(line: string, end: number): boolean {
  const { quote } = skim(line.slice(0, end), 0, () => false);
  return quote !== null && line.indexOf(quote, end) !== -1;
}

/** What stands between the parentheses of a call that may have several lines; null where it does not end. */
function argumentsOf(lines: readonly string[], first: number, start: number): string | null {
  const inside: string[] = [];
  for (const [offset, line] of lines.slice(first, first + MOST_LINES).entries()) {
    if (line.length > MAX_LINE) return null;
    const from = offset === 0 ? start : 0;
    const { at, quote } = skim(line, from, (character) => character === ')');
    inside.push(line.slice(from, at));
    if (at < line.length && quote === null) return inside.join(' ');
  }
  return null;
}

const MOST_LINES = 40;

/** Walks along a line until `ends` says so outside of quotes, and gives where that is and which quote is open there. */
function skim(
  line: string,
  from: number,
  ends: (character: string) => boolean,
): { readonly at: number; readonly quote: string | null } {
  let quote: string | null = null;
  let at = from;
  for (; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quote === null && ends(character)) break;
    if (character === '\\') at += 1;
    else if (quote !== null) quote = character === quote ? null : quote;
    else if (QUOTES.has(character)) quote = character;
  }
  return { at, quote };
}

const QUOTES: ReadonlySet<string> = new Set(['"', "'", '`']);

function endless(place: Place): BrokenAnnotation {
  return {
    place,
    message: `unexpected end of an annotation, expected \`)\` within ${MOST_LINES} lines`,
    hint: 'close the parenthesis, and write values as plain text in quotes',
  };
}

function takePairs(text: string, grammar: RegExp): Pairs {
  const pairs: Pair[] = [];
  let end = 0;
  for (;;) {
    grammar.lastIndex = end;
    const match = grammar.exec(text);
    if (match === null) break;
    pairs.push({ key: match[1] ?? '', value: match[2] ?? match[3] ?? '' });
    end = grammar.lastIndex;
  }
  return {
    kind: 'pairs',
    pairs,
    rest: text
      .slice(end)
      .replace(/^[\s,]+/, '')
      .trim(),
  };
}

const KEYS = ['service', 'endpoint', 'transaction', 'function'] as const;

function toAnnotation({ pairs, rest }: Pairs, place: Place): Annotation | BrokenAnnotation {
  const broken = (message: string, hint: string): BrokenAnnotation => ({ place, message, hint });
  if (rest !== '')
    return broken(
      `unexpected \`${rest.slice(0, 60)}\`, expected pairs such as service=payments-api`,
      'put values with spaces in double quotes',
    );
  const odd = pairs.find(({ key }) => !KEYS.some((known) => known === key));
  if (odd !== undefined)
    return broken(`unexpected \`${odd.key}\`, expected ${KEYS.join(', ')}`, 'remove or rename it');
  const all = (key: string): readonly string[] =>
    pairs.filter((pair) => pair.key === key).map((pair) => pair.value);
  const [service, second] = all('service');
  if (service === undefined || service === '' || second !== undefined)
    return broken(
      'unexpected annotation without one service, expected `service=…` once',
      'name the id of the service',
    );
  const endpoints = all('endpoint');
  const wrong = endpoints.find((endpoint) => !ENDPOINT.test(endpoint));
  if (wrong !== undefined)
    return broken(
      `unexpected endpoint \`${wrong.slice(0, 60)}\`, expected a path with an optional method before it`,
      'write it like "POST /v1/payments"',
    );
  return {
    service,
    endpoints,
    transactions: all('transaction').filter((text) => text !== ''),
    function: all('function')[0] ?? null,
    place,
  };
}

const ENDPOINT = /^((GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?\/[^\s?#]*$/;
