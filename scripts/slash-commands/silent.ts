// Where words hold something that a reader does not see as words: code, HTML, images, what a link is defined by. In one
// pass, whatever is left open.

/** A part of a text from one place up to another. */
export type Span = { readonly start: number; readonly end: number };

/** The silent parts of words that stand at `from` up to `to`, in their order. */
export function silentSpans(text: string, from: number, to: number): readonly Span[] {
  const definition = definitionSpan(text, from, to);
  const spans: Span[] = definition === null ? [] : [definition];
  const search = openSearch(text, to);
  const images: { readonly start: number; readonly isImage: boolean }[] = [];
  for (let at = definition?.end ?? from; at < to;) {
    const end = spanEnd(search, at);
    if (end !== null) {
      spans.push({ start: at, end });
      at = end;
      continue;
    }
    const isImage = text.startsWith('![', at);
    if (isImage || text[at] === '[') images.push({ start: at, isImage });
    if (text[at] === ']') {
      const image = images.pop();
      if (image?.isImage === true) {
        const close = text[at + 1] === '(' ? search.next(')', at) : at;
        spans.push({ start: image.start, end: (close ?? at) + 1 });
      }
    }
    at += text[at] === '`' ? runAt(text, at) : isImage || text[at] === '\\' ? 2 : 1;
  }
  return spans.toSorted((left, right) => left.start - right.start);
}

type Search = {
  readonly text: string;
  readonly to: number;
  /** Where a word stands next; asked in rising order it passes over the text once. */
  readonly next: (word: string, from: number) => number | null;
  /** Where a run of so many backticks stands next. */
  readonly nextRun: (length: number, from: number) => number | null;
};

function openSearch(text: string, to: number): Search {
  const known = new Map<string, number>();
  const runs = new Map<number, { readonly starts: number[]; passed: number }>();
  let listedTo = -1;
  return {
    text,
    to,
    next: (word, from) => {
      const last = known.get(word) ?? -1;
      const found = last >= from ? last : text.indexOf(word, from);
      const place = found === -1 || found >= to ? to : found;
      known.set(word, place);
      return place === to ? null : place;
    },
    nextRun: (length, from) => {
      if (listedTo === -1) {
        listedTo = to;
        for (let at = text.indexOf('`', from); at !== -1 && at < to;) {
          const run = runAt(text, at);
          const list = runs.get(run) ?? { starts: [], passed: 0 };
          list.starts.push(at);
          runs.set(run, list);
          at = text.indexOf('`', at + run);
        }
      }
      const list = runs.get(length);
      if (list === undefined) return null;
      while ((list.starts[list.passed] ?? to) < from) list.passed += 1;
      return list.starts[list.passed] ?? null;
    },
  };
}

function runAt(text: string, at: number): number {
  let end = at;
  while (text[end] === '`') end += 1;
  return end - at;
}

/** Where code or HTML ends that begins here; null where none begins. */
function spanEnd({ text, next, nextRun, to }: Search, at: number): number | null {
  if (text[at] === '`') {
    const length = runAt(text, at);
    const close = nextRun(length, at + length);
    return close === null ? null : close + length;
  }
  if (text[at] !== '<') return null;
  const pair = PAIRS.find(([begin]) => text.startsWith(begin, at));
  if (pair !== undefined) {
    const [begin, end] = pair;
    const close = next(end, at + begin.length);
    return close === null ? null : close + end.length;
  }
  TAG.lastIndex = at;
  const tag = TAG.exec(text);
  return tag === null || at + tag[0].length > to ? null : at + tag[0].length;
}

const PAIRS = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
] as const;

/** Names and values are as long as people write them: nothing is looked for to the end of the text. */
const TAG =
  /<(?:\/[A-Za-z][\w-]{0,50}\s{0,20}|[A-Za-z][\w-]{0,50}(?:\s{1,20}[\w:.-]{1,50}(?:\s{0,20}=\s{0,20}(?:[^\s"'=<>`]{1,200}|'[^']{0,500}'|"[^"]{0,500}"))?){0,20}\s{0,20}\/?)>/y;

/** What a link is defined by at the beginning of words is shown nowhere. */
function definitionSpan(text: string, from: number, to: number): Span | null {
  const lines = /^\[[^\]\n]{1,200}\]:[ \t]*\n?[ \t]*[^\s<]\S*[ \t]*(?=\n|$)/.exec(
    text.slice(from, Math.min(to, from + 1000)),
  );
  return lines === null ? null : { start: from, end: from + lines[0].length };
}
