// Annotations in code that say which service a file belongs to: a comment of its own line, or a decorator. The grammar
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
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const found = line.length > MAX_LINE ? null : findPairs(line);
    if (found === null) continue;
    const column = line.search(/\S/) + 1;
    const place = { file, line: index + 1, column, length: line.trim().length };
    const read = toAnnotation(found, place);
    if ('hint' in read) broken.push(read);
    else annotations.push(read);
  }
  return { annotations, broken };
}

const MAX_LINE = 1000;

type Pair = { readonly key: string; readonly value: string };
/** Pairs in their order, and what follows them and is none. */
type Pairs = { readonly pairs: readonly Pair[]; readonly rest: string };

function findPairs(line: string): Pairs | null {
  const comment = COMMENT.exec(line)?.[1];
  if (comment !== undefined)
    return /^[A-Za-z_]+=/.test(comment)
      ? takePairs(comment.replace(CLOSING, ''), IN_COMMENT)
      : null;
  const inside = DECORATOR.exec(line)?.[1];
  return inside === undefined ? null : takePairs(inside.replaceAll(/^\{|\}$/g, '').trim(), IN_CALL);
}

/** A comment that has its line for itself, in whatever way a language begins one. */
const COMMENT = /^\s*(?:\/\/+!?|\/?\*+|#+|--+|;+|%+|'|<!--|REM\b)\s*tocsin:\s+(\S.*)$/;
const CLOSING = /\s*(?:\*+\/|-->)\s*$/;
const DECORATOR = /^\s*@(?:\w+\.)?[Tt]ocsin\s*\(\s*(.*?)\s*\)\s*;?\s*$/;
const IN_COMMENT = /\s*([A-Za-z_]+)=(?:"([^"]*)"|([^\s"]+))(?=\s|$)/y;
const IN_CALL = /\s*,?\s*([A-Za-z_]+)\s*[:=]\s*(?:"([^"]*)"|'([^']*)')\s*(?=,|$)/y;

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
