// Plain YAML → value and ranges in a fraction of the time. Whatever two parsers could read differently is refused here
// and left to the parser of record: anchors, tags, explicit keys, tabs, quotes and brackets over several lines, …
import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
} from 'js-yaml';
import { type PlainPath, rangesOf } from './plain-yaml-ranges.ts';
import type { Range } from './syntax-tokens.ts';

/** A plain document: its value, and where each part of it stands. */
export type PlainYaml = {
  readonly value: unknown;
  /** The range of a key or value; null where only the parser of record can tell. */
  readonly rangeOf: (path: PlainPath, part: 'key' | 'value') => Range | null;
};

/** Reads a document that can be read in one way only; null for any other text, valid or not. */
export function readPlainYaml(text: string): PlainYaml | null {
  const begin = /^---\r?\n/.exec(text)?.[0].length ?? 0;
  if (text.endsWith(' ') || DOUBTFUL.test(begin === 0 ? text : text.slice(begin))) return null;
  const events = parsedEvents(text);
  const start = events?.[0];
  if (events === null || start?.type !== EVENT_ID.DOCUMENT) return null;
  if (start.explicitEnd || start.explicitStart !== begin > 0) return null;
  const reading: Reading = {
    text,
    events,
    after: new Int32Array(events.length),
    edges: new Map(),
    at: ROOT,
    offset: begin,
    line: [0, -1],
    isDoubtful: false,
  };
  const root = events[ROOT];
  if (root?.type !== EVENT_ID.MAPPING && root?.type !== EVENT_ID.SEQUENCE) return null;
  const value = readNode(reading);
  if (reading.isDoubtful || reading.at !== events.length - 1) return null;
  return { value, rangeOf: rangesOf(reading, ROOT) };
}

type Scalar = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type Collection = Extract<Event, { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }>;

/** What is known while the events are read. */
type Reading = {
  readonly text: string;
  readonly events: readonly Event[];
  /** For each node the index of the event after it. */
  readonly after: Int32Array;
  /** Where a flow collection ends, and where the header of a block scalar begins. */
  readonly edges: Map<number, number>;
  /** The next event. */
  at: number;
  /** The end of the last text that was read. */
  offset: number;
  /** Where the line ends that was looked at last, searched once for each line however long it is. */
  line: Range;
  isDoubtful: boolean;
};

/** The first event is the document. */
const ROOT = 1;

/** Far below the limit of the parser of record, which counts levels in another way. */
const MAX_PLAIN_DEPTH = 60;

/** The longest key on one line is 1024 characters with all around it. */
const MAX_KEY = 1000;

/** Tabs, byte order marks, large escapes, explicit keys, anchors, tags, directives and document marks. */
const DOUBTFUL = /[\t\uFEFF]|\\U|(?:^|[\s[{,])\?(?:\s|$)|(?:^|[-:?[{,])[ ]*[&!]|^(?:---|\.\.\.|%)/m;

/** Refusals of the fast parser are no diagnostics: the parser of record finds its own words. */
function parsedEvents(text: string): readonly Event[] | null {
  try {
    return parseEvents(text, { maxDepth: MAX_PLAIN_DEPTH });
  } catch {
    return null;
  }
}

function readNode(reading: Reading): unknown {
  const index = reading.at;
  const event = reading.events[index];
  reading.at += 1;
  let value: unknown = null;
  if (event?.type === EVENT_ID.SCALAR) value = readScalar(reading, event, index);
  else if (event?.type === EVENT_ID.MAPPING) value = readMapping(reading, event, index);
  else if (event?.type === EVENT_ID.SEQUENCE) value = readSequence(reading, event, index);
  else reading.isDoubtful = true;
  reading.after[index] = reading.at;
  return value;
}

function readMapping(reading: Reading, event: Collection, index: number): unknown {
  const value: Record<string, unknown> = {};
  enter(reading, event, '{');
  while (isInside(reading)) {
    const key = readKey(reading, event);
    if (key === null || Object.hasOwn(value, key)) {
      reading.isDoubtful = true;
      return value;
    }
    const at = reading.at;
    value[key] = readNode(reading);
    if (event.style === COLLECTION_STYLE.BLOCK) endLine(reading, at);
  }
  leave(reading, event, index);
  return value;
}

function readSequence(reading: Reading, event: Collection, index: number): unknown {
  const value: unknown[] = [];
  enter(reading, event, '[');
  while (isInside(reading)) {
    const at = reading.at;
    value.push(readNode(reading));
    if (event.style === COLLECTION_STYLE.BLOCK) endLine(reading, at);
  }
  leave(reading, event, index);
  return value;
}

/** A flow mapping that is not in braces is one pair of a list, as in `[a: b]`. */
function enter(reading: Reading, event: Collection, bracket: string): void {
  const isFlow = event.style === COLLECTION_STYLE.FLOW;
  if (isFlow && reading.text[event.start] !== bracket) reading.isDoubtful = true;
  reading.offset = isFlow ? event.start + 1 : Math.max(reading.offset, event.start);
}

function isInside(reading: Reading): boolean {
  const event = reading.events[reading.at];
  if (event === undefined) reading.isDoubtful = true;
  return !reading.isDoubtful && event?.type !== EVENT_ID.POP;
}

/** After a value in a block its line ends; js-yaml 5.5.0 takes `- "a"b: c` for two lines. */
function endLine(reading: Reading, node: number): void {
  const event = reading.events[node];
  const isFlow =
    event?.type === EVENT_ID.SCALAR
      ? event.valueStart >= 0 && !isBlock(event)
      : event !== undefined && 'style' in event && event.style === COLLECTION_STYLE.FLOW;
  if (!isFlow) return;
  let at = reading.offset;
  while (reading.text[at] === ' ') at += 1;
  const next = reading.text[at];
  const isEnd = next === undefined || next === '\n' || next === '\r';
  if (!isEnd && (next !== '#' || at === reading.offset)) reading.isDoubtful = true;
}

function leave(reading: Reading, event: Collection, index: number): void {
  reading.at += 1;
  if (event.style !== COLLECTION_STYLE.FLOW) return;
  const { text } = reading;
  const close = event.type === EVENT_ID.MAPPING ? '}' : ']';
  while (text[reading.offset] === ' ') reading.offset += 1;
  if (text[reading.offset] !== close) reading.isDoubtful = true;
  reading.offset += 1;
  reading.edges.set(index, reading.offset);
  if (lineEnd(reading, event.start) < reading.offset) reading.isDoubtful = true;
}

/** Keys are text as it is written, whatever it looks like. Null for keys that are anything but plain. */
function readKey(reading: Reading, map: Collection): string | null {
  const { text, at } = reading;
  const event = reading.events[at];
  if (event?.type !== EVENT_ID.SCALAR || event.valueStart < 0 || isBlock(event)) return null;
  reading.at += 1;
  reading.after[at] = reading.at;
  const isFirst = reading.events[at - 1] === map;
  const quote = event.style === SCALAR_STYLE.PLAIN ? 0 : 1;
  if (isFirst && map.style === COLLECTION_STYLE.BLOCK && map.start !== event.valueStart - quote)
    return null;
  if (
    !isFirst &&
    map.style === COLLECTION_STYLE.BLOCK &&
    !isBelow(text, event.valueStart - quote, map)
  )
    return null;
  const key = getScalarValue(text, event);
  reading.offset = event.valueEnd + quote;
  const isPlain =
    text[reading.offset] === ':' &&
    event.valueEnd - event.valueStart < MAX_KEY &&
    !hasLineEnd(reading, event) &&
    key !== '__proto__' &&
    key !== '<<';
  return isPlain ? key : null;
}

/** Whether a key begins its line, exactly below the first key of its map. */
function isBelow(text: string, start: number, map: Collection): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const firstLine = map.start === 0 ? 0 : text.lastIndexOf('\n', map.start - 1) + 1;
  return start - lineStart === map.start - firstLine && text.slice(lineStart, start).trim() === '';
}

function readScalar(reading: Reading, event: Scalar, index: number): unknown {
  if (event.valueStart < 0) return null;
  const { text } = reading;
  switch (event.style) {
    case SCALAR_STYLE.PLAIN: {
      reading.offset = event.valueEnd;
      return resolvePlain(reading, getScalarValue(text, event));
    }
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED: {
      reading.offset = event.valueEnd + 1;
      if (hasLineEnd(reading, event)) reading.isDoubtful = true;
      return getScalarValue(text, event);
    }
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK: {
      const header = findHeader(reading);
      reading.edges.set(index, header);
      reading.offset = event.valueEnd;
      const value = getScalarValue(text, event);
      if (/\d/.test(text.slice(header, header + 3)) || value.trim() === '')
        reading.isDoubtful = true;
      return value;
    }
  }
}

function isBlock(event: Scalar): boolean {
  return event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
}

function hasLineEnd(reading: Reading, event: Scalar): boolean {
  return !event.fast && lineEnd(reading, event.valueStart) < event.valueEnd;
}

function lineEnd(reading: Reading, offset: number): number {
  if (offset < reading.line[0] || offset > reading.line[1]) {
    const end = reading.text.indexOf('\n', offset);
    reading.line = [offset, end === -1 ? reading.text.length : end];
  }
  return reading.line[1];
}

/** Between the text before and the header stand only indicators, spaces and comments. */
function findHeader(reading: Reading): number {
  const between = /(?:[\s\-:]|#.*)*/y;
  between.lastIndex = reading.offset;
  const at = reading.offset + (between.exec(reading.text)?.[0].length ?? 0);
  if (reading.text[at] !== '|' && reading.text[at] !== '>') reading.isDoubtful = true;
  return at;
}

/** The core schema of YAML 1.2, as far as all agree on it; a number of unusual form is left to the parser of record. */
function resolvePlain(reading: Reading, source: string): unknown {
  if (WORDS.has(source)) return WORDS.get(source);
  if (!NUMBER.test(source)) return source;
  if (!USUAL_NUMBER.test(source)) reading.isDoubtful = true;
  return Number(source);
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** More than any number of YAML. */
const NUMBER = /^[-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|\.\d.*|0[ox][\da-f]+|\.(?:inf|nan))$/i;

const USUAL_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/;
