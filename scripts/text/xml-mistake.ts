// Whether a text is one well-formed XML element, as browsers ask of an image: they show nothing at all of one that is not.

/** The first thing that a reader of XML would stop at. */
export type XmlMistake = {
  readonly start: number;
  readonly end: number;
  /** What it should have been. */
  readonly expected: string;
};

/** The first mistake of a text that shall be one element and nothing else; null where there is none. */
export function findXmlMistake(text: string): XmlMistake | null {
  const open: Open[] = [];
  let at = 0;
  while (at < text.length) {
    const part = readPart(text, at);
    if (open.length === 0 && at > 0 && !/^\s+$/.test(part.raw))
      return mistake(at, part.raw, 'nothing after the end of the image');
    const wrong = checkPart(part, at, open);
    if (wrong !== null) return wrong;
    at += part.raw.length;
  }
  const [left] = open.slice(-1);
  return left === undefined
    ? null
    : mistake(left.start, `<${left.name}`, `\`</${left.name}>\` after it`);
}

type Open = {
  readonly name: string;
  readonly start: number;
  /** Prefixes that may be used in it. */
  readonly prefixes: ReadonlySet<string>;
};

type Part =
  | { readonly kind: 'text' | 'hidden' | 'broken'; readonly raw: string }
  | { readonly kind: 'close'; readonly raw: string; readonly name: string }
  | {
      readonly kind: 'open';
      readonly raw: string;
      readonly name: string;
      readonly attributes: string;
      readonly isEmpty: boolean;
    };

const NAME = '[\\p{L}_:][\\p{L}\\p{N}\\p{M}_:.·-]*';
const ATTRIBUTE = `\\s+(${NAME})\\s*=\\s*("[^"<]*"|'[^'<]*')`;
const OPEN = new RegExp(`^<(${NAME})((?:${ATTRIBUTE})*)\\s*(/?)>`, 'u');
const CLOSE = new RegExp(`^</(${NAME})\\s*>`, 'u');
const HIDDEN = /^(?:<!--(?:(?!--)[^])*-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>)/;
const BARE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)[^\s<>"';]*;?|\]\]>/i;

function readPart(text: string, at: number): Part {
  const rest = text.slice(at);
  if (!rest.startsWith('<')) return { kind: 'text', raw: /^[^<]+/.exec(rest)?.[0] ?? rest };
  const [hidden] = HIDDEN.exec(rest) ?? [];
  if (hidden !== undefined) return { kind: 'hidden', raw: hidden };
  const close = CLOSE.exec(rest);
  if (close !== null) return { kind: 'close', raw: close[0], name: close[1] ?? '' };
  const open = OPEN.exec(rest);
  if (open === null) return { kind: 'broken', raw: /^<[^<>]*>?/.exec(rest)?.[0] ?? '<' };
  const [raw, name = '', attributes = ''] = open;
  return { kind: 'open', raw, name, attributes, isEmpty: raw.endsWith('/>') };
}

function checkPart(part: Part, at: number, open: Open[]): XmlMistake | null {
  switch (part.kind) {
    case 'broken':
      return mistake(at, part.raw, 'a tag with its attributes in quotes, or `&lt;` for the sign');
    case 'hidden':
      return null;
    case 'text':
      return bareSign(part.raw, at);
    case 'close':
      return checkEnd(part.name, part.raw, at, open.pop());
    case 'open': {
      const known = open.at(-1)?.prefixes ?? KNOWN;
      const element = checkAttributes(part, at, known);
      if ('expected' in element) return element;
      if (!part.isEmpty) open.push({ ...element, name: part.name, start: at });
      return null;
    }
  }
}

/** Prefixes that mean something everywhere. */
const KNOWN: ReadonlySet<string> = new Set(['xml', 'xmlns']);

function checkEnd(
  name: string,
  raw: string,
  at: number,
  begun: Open | undefined,
): XmlMistake | null {
  if (begun?.name === name) return null;
  return mistake(at, raw, begun === undefined ? 'a tag that begins it' : `\`</${begun.name}>\``);
}

function checkAttributes(
  { name, raw, attributes }: Extract<Part, { readonly kind: 'open' }>,
  at: number,
  known: ReadonlySet<string>,
): XmlMistake | Pick<Open, 'prefixes'> {
  const found = [...attributes.matchAll(new RegExp(ATTRIBUTE, 'gu'))].map(
    ({ index, 0: whole, 1: key = '', 2: value = '' }) => ({
      key,
      value,
      start: at + 1 + name.length + index + whole.length - whole.trimStart().length,
      valueStart: at + 1 + name.length + index + whole.length - value.length,
    }),
  );
  const declared = found.flatMap(({ key }) => (key.startsWith('xmlns:') ? [key.slice(6)] : []));
  const prefixes = new Set([...known, ...declared]);
  const seen = new Set<string>();
  for (const { key, value, start, valueStart } of found) {
    if (seen.has(key)) return mistake(start, key, 'each attribute once');
    seen.add(key);
    const wrong = bareSign(value, valueStart) ?? checkPrefix(key, start, prefixes);
    if (wrong !== null) return wrong;
  }
  return checkPrefix(name, at + raw.indexOf(name), prefixes) ?? { prefixes };
}

function checkPrefix(
  name: string,
  start: number,
  prefixes: ReadonlySet<string>,
): XmlMistake | null {
  const [prefix = '', ...more] = name.split(':');
  if (more.length === 0 || prefixes.has(prefix)) return null;
  return mistake(start, name, `\`xmlns:${prefix}="…"\` where the image begins`);
}

function bareSign(text: string, at: number): XmlMistake | null {
  const found = BARE.exec(text);
  if (found === null) return null;
  const [sign] = found;
  const expected = sign.startsWith('&') ? '`&amp;` for the sign `&`' : '`]]&gt;`';
  return mistake(at + found.index, sign, expected);
}

function mistake(start: number, raw: string, expected: string): XmlMistake {
  return { start, end: start + raw.length, expected };
}
