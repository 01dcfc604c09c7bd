// Whether a text is one well-formed XML element, as browsers ask of an image: they show nothing at all of one that is not.
// A reader of XML finds the mistake; where it is and what it should have been is said here in the words of people.
import { SaxesParser } from 'saxes';

/** The first thing that a reader of XML would stop at. */
export type XmlMistake = {
  readonly start: number;
  readonly end: number;
  /** What it should have been. */
  readonly expected: string;
};

/** The first mistake of a text that shall be one element and nothing else; null where there is none. */
export function findXmlMistake(text: string): XmlMistake | null {
  const failure = firstFailure(text);
  if (failure === null) return null;
  if (!failure.isEnd) return mistakeIn(text, failure);
  // What swallows the rest is a sign without its end, if an end there makes it one that means nothing.
  const ended = firstFailure(`${text};`);
  return ended?.message.includes('entity') === true
    ? mistakeIn(text, ended)
    : mistakeIn(text, failure);
}

/** What the reader stopped at, and what it had read until then. */
type Failure = {
  readonly message: string;
  /** After the sign that it stopped at. */
  readonly at: number;
  /** After the last tag, comment or instruction. */
  readonly read: number;
  /** The elements that had begun, the innermost last. */
  readonly open: readonly Part[];
  /** The last one that ended. */
  readonly closed: Part | null;
  /** Those of the tag that it is in, if it is in one. */
  readonly attributes: readonly Part[];
  /** It stopped at the end of the text, in the middle of something. */
  readonly isEnd: boolean;
};

type Part = { readonly name: string; readonly start: number };

function firstFailure(text: string): Failure | null {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Part[] = [];
  const failures: Failure[] = [];
  let attributes: Part[] = [];
  let closed: Part | null = null;
  let read = 0;
  let attributeFrom = 0;
  const readOn = (): void => {
    read = parser.position;
  };
  parser.on('opentagstart', () => {
    attributes = [];
    attributeFrom = parser.position - 1;
  });
  parser.on('attribute', ({ name }) => {
    attributes.push({ name, start: afterSpace(text, attributeFrom) });
    attributeFrom = parser.position;
  });
  parser.on('opentag', ({ name }) => {
    open.push({ name, start: text.indexOf('<', read) });
    readOn();
  });
  parser.on('closetag', () => {
    closed = open.pop() ?? null;
    readOn();
  });
  parser.on('comment', readOn);
  parser.on('cdata', readOn);
  parser.on('processinginstruction', readOn);
  parser.on('error', ({ message }) => {
    const at = parser.position;
    failures.push({ message, at, read, open: [...open], closed, attributes, isEnd: false });
  });
  parser.write(text).close();
  const [first] = failures;
  const isEnd = first?.at === text.length && failures.at(-1)?.message === 'unexpected end.';
  return first === undefined ? null : { ...first, isEnd };
}

function mistakeIn(text: string, failure: Failure): XmlMistake {
  const { message, at, read, open, closed, isEnd } = failure;
  if (message === 'unexpected close tag.')
    return found(text, text.lastIndexOf('</', at - 1), TAG, `\`</${closed?.name}>\``);
  if (open.length === 0 && closed !== null)
    return found(text, afterSpace(text, read), MORE, 'nothing after the end of the image');
  const [begun] = open.slice(-1);
  if (begun !== undefined && message.startsWith('unclosed tag') && !isEnd)
    return found(text, begun.start, START, `\`</${begun.name}>\` after it`);
  const way = WAYS.find(({ when }) => when.test(message));
  return way?.mistake(text, failure) ?? brokenTag(text, failure);
}

type Way = {
  /** Says of which messages of the reader it is. */
  readonly when: RegExp;
  /** Null where another thing is meant. */
  readonly mistake: (text: string, failure: Failure) => XmlMistake | null;
};

const WAYS: readonly Way[] = [
  { when: /entity/, mistake: bareSign },
  { when: /"\]\]>"/, mistake: (text, { at }) => found(text, at - 3, /\]\]>/y, '`]]&gt;`') },
  {
    when: /comment/,
    mistake: (text, { at }) =>
      found(text, text.lastIndexOf('<!--', at), COMMENT, 'a comment without `--` in it'),
  },
  {
    when: /XML declaration/,
    mistake: (text, { read }) =>
      found(text, text.indexOf('<', read), TAG, 'an image without `<?xml …?>` in it'),
  },
  {
    when: /doctype/,
    mistake: (text, { read }) =>
      found(text, text.indexOf('<', read), TAG, 'an image without `<!DOCTYPE …>` in it'),
  },
  { when: /^duplicate attribute/, mistake: repeatedAttribute },
  { when: /^unbound namespace prefix/, mistake: unknownPrefix },
  {
    when: /undefine prefix|namespace/,
    mistake: (text, { attributes }) =>
      found(text, attributes.at(-1)?.start ?? 0, NAME, 'it with an address of its own'),
  },
  { when: /^disallowed character/, mistake: strangeSign },
];

const NAME = /[^\s=<>/]*/y;
const START = /<[^\s<>/]*/y;
const TAG = /<[^<>]*>?/y;
const MORE = /[^<]+|<[^<>]*>?/y;
const COMMENT = /<!--.*?(?:-->|$)/sy;
const SIGN = /&[^\s<>"';]*;?/y;
const BARE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/g;

function bareSign(text: string, { read, at }: Failure): XmlMistake {
  const bare = text.slice(read, at).search(BARE);
  const start = bare === -1 ? text.lastIndexOf('&', at - 1) : read + bare;
  return found(
    text,
    start,
    SIGN,
    bare === -1 ? 'the number of a sign that XML allows' : '`&amp;` for the sign `&`',
  );
}

function repeatedAttribute(text: string, { message, attributes }: Failure): XmlMistake {
  const local = message.replace(/^.*[ }]/, '').slice(0, -1);
  const [, again] = attributes.filter(({ name }) => name.replace(/^.*:/, '') === local);
  return found(text, again?.start ?? 0, NAME, 'each attribute once');
}

function unknownPrefix(text: string, { message, read, attributes }: Failure): XmlMistake {
  const [, prefix = ''] = /"(.*)"/.exec(message) ?? [];
  const attribute = attributes.find(({ name }) => name.startsWith(`${prefix}:`));
  const start = attribute?.start ?? text.indexOf('<', read) + 1;
  return found(text, start, NAME, `\`xmlns:${prefix}="…"\` where the image begins`);
}

/** A sign that XML does not know, or a space that is none for it; null for any other one that stands in a wrong place. */
function strangeSign(text: string, { message, at }: Failure): XmlMistake | null {
  const sign = text[at - 1] ?? '';
  const isSpace = /[^\S\t\n\r ]/.test(sign);
  if (!isSpace && (message !== 'disallowed character.' || sign === '<')) return null;
  const expected = isSpace ? 'a plain space' : 'a sign that XML allows';
  return { start: at - 1, end: at, expected };
}

/** What begins with `<` and is neither a tag nor ends. */
function brokenTag(text: string, { read, isEnd }: Failure): XmlMistake {
  const start = text.indexOf('<', read);
  const end = ENDS.find(([sign]) => text.startsWith(sign, start));
  const expected =
    isEnd && end !== undefined
      ? `\`${end[1]}\` after it`
      : 'a tag with its attributes in quotes, or `&lt;` for the sign';
  return found(text, start, TAG, expected);
}

const ENDS: readonly (readonly [sign: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

function afterSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}

function found(text: string, start: number, what: RegExp, expected: string): XmlMistake {
  what.lastIndex = Math.max(0, start);
  const [raw = ''] = what.exec(text) ?? [];
  return { start: Math.max(0, start), end: Math.max(0, start) + raw.length, expected };
}
