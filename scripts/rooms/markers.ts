// Where the card stands in a room's body. Everything else in there belongs to people and stays byte for byte.

/** The hidden first line by which the room of an incident is recognised; a full room is continued by its next part. */
export function roomMarker(incident: string, part = 1): string {
  return `<!-- tocsin:room ${incident}${part === 1 ? '' : ` ${part}`} -->`;
}

/** The hidden first line of the room that lists what has none of its own. */
export const UMBRELLA_MARKER = '<!-- tocsin:umbrella -->';

/** What a body says of itself in its hidden lines. */
export type RoomMarks = {
  /** The incident whose room it is; null where no line says so, or where it stands below people's text. */
  readonly incident: string | null;
  /** Which of the incident's rooms it is: they follow each other when one is full. */
  readonly part: number;
  /** All comments up to this instant are settled. */
  readonly cursor: string | null;
  /** Whom Tocsin assigned; they may have been unassigned by people since. */
  readonly assigned: readonly string[];
  /** Whom GitHub did not let be assigned. */
  readonly leftOut: readonly string[];
  /** It began again, and what happened before is not told there yet. */
  readonly isUntold: boolean;
  /** Tocsin closed it as a duplicate. */
  readonly isRepeat: boolean;
};

/** What is kept in the hidden lines beside whose room it is. */
export type Keepsakes = Omit<RoomMarks, 'incident' | 'part'>;

/** Reads the hidden lines at the top of a body. */
export function readMarks(body: string): RoomMarks {
  const head = HEAD.exec(body)?.[0] ?? '';
  const room = /^<!-- tocsin:room (\S+)(?: (\d{1,3}))? -->/.exec(head);
  return {
    incident: room?.[1] ?? null,
    part: Number(room?.[2] ?? 1),
    cursor: /^<!-- tocsin:cursor (\S+) -->/m.exec(head)?.[1] ?? null,
    assigned: loginsIn(/^<!-- tocsin:assigned ([^>]*?) ?-->/m.exec(head)?.[1]),
    leftOut: readLeftOut(head),
    isUntold: head.includes(UNTOLD),
    isRepeat: head.includes(REPEAT),
  };
}

/** Of whom the hidden line says that GitHub did not let them be assigned. */
export function readLeftOut(text: string): readonly string[] {
  return loginsIn(/^<!-- tocsin:left-out ([^>]*?) ?-->/m.exec(text)?.[1]);
}

/** The hidden line of those whom GitHub did not let be assigned; none for nobody. */
export function leftOutLines(logins: readonly string[]): readonly string[] {
  return logins.length === 0 ? [] : [`<!-- tocsin:left-out ${logins.join(' ')} -->`];
}

function loginsIn(text = ''): readonly string[] {
  return text.split(' ').filter((login) => login !== '');
}

/** Nothing is kept of a room that begins, or that is none any more. */
export const NO_KEEPSAKES: Keepsakes = {
  cursor: null,
  assigned: [],
  leftOut: [],
  isUntold: false,
  isRepeat: false,
};

const UNTOLD = '<!-- tocsin:untold -->';
const REPEAT = '<!-- tocsin:repeat -->';

/** The hidden first line by which an answer is known to be the one to a comment. */
export function answerMarker(key: string): string {
  return `<!-- tocsin:answer ${key} -->`;
}

/** The hidden first line of a comment that tells what happened before its room began again. */
export function storyMarker(part: number): string {
  return `<!-- tocsin:story ${part} -->`;
}

/** The hidden first line of a room that another one took the place of. */
export function formerMarker(successor: number): string {
  return `<!-- tocsin:duplicate ${successor} -->`;
}

/** The number of the room that took the place of this one; null for any other issue. */
export function readFormer(body: string): number | null {
  const number = /^<!-- tocsin:duplicate (\d{1,9}) -->/.exec(body)?.[1];
  return number === undefined ? null : Number(number);
}

/** The hidden lines for the top of a body. */
export function renderMarks(marker: string, marks: Keepsakes): string {
  return [
    marker,
    ...(marks.cursor === null ? [] : [`<!-- tocsin:cursor ${marks.cursor} -->`]),
    ...(marks.assigned.length === 0
      ? []
      : [`<!-- tocsin:assigned ${marks.assigned.join(' ')} -->`]),
    ...leftOutLines(marks.leftOut),
    ...(marks.isUntold ? [UNTOLD] : []),
    ...(marks.isRepeat ? [REPEAT] : []),
  ].join('\n');
}

/** The body with another instant up to which all comments are settled. */
export function withCursor(body: string, cursor: string): string {
  return withKept(body, { cursor });
}

/** The body of a room in which the story of before is told. */
export function withStoryTold(body: string): string {
  return withKept(body, { isUntold: false });
}

function withKept(body: string, kept: Partial<Keepsakes>): string {
  const marks = readMarks(body);
  if (marks.incident === null) return body;
  const { card, above, below } = splitBody(body);
  return joinBody({ above, below, card: card ?? '' }, roomMarker(marks.incident, marks.part), {
    ...marks,
    ...kept,
  });
}

/** A body in its three parts; a missing card is null. */
export type BodyParts = {
  readonly above: string;
  readonly card: string | null;
  readonly below: string;
};

/**
 * Takes a body apart. The card is what stands between the first closing line and the last opening one before it;
 * whatever else looks like a card, or like a part of one, is people's text from then on.
 */
export function splitBody(body: string): BodyParts {
  const text = withoutHead(body);
  let open: { readonly start: number; readonly end: number } | null = null;
  for (const match of text.matchAll(EDGE)) {
    const end = match.index + match[0].length;
    if (match[1] === '') {
      open = { start: match.index, end };
    } else if (open !== null) {
      return {
        above: text.slice(0, open.start),
        card: text.slice(open.end, match.index).replaceAll('\r\n', '\n'),
        below: text.slice(end),
      };
    }
  }
  return { above: '', card: null, below: text };
}

/** Puts a body together again, the hidden lines first. */
export function joinBody(
  parts: BodyParts & { readonly card: string },
  marker: string,
  marks: Keepsakes,
): string {
  return joinCard(renderMarks(marker, marks), parts);
}

/** The same below hidden lines of any kind. */
export function joinCard(head: string, parts: BodyParts & { readonly card: string }): string {
  const gap = parts.below === '' || /^[\r\n]/.test(parts.below) ? '' : '\n';
  const card = parts.card.endsWith('\n') ? parts.card : `${parts.card}\n`;
  return `${head}\n${parts.above}${OPEN}\n${card}${CLOSE}\n${gap}${parts.below}`;
}

const HEAD =
  /^(?:<!-- tocsin:(?:room|cursor|assigned|left-out|untold|repeat|umbrella|duplicate|action|was|below|hidden)[^\r\n<>]*-->(?:\r?\n|$))*/;
const OPEN = '<!-- tocsin:card -->';
const CLOSE = '<!-- /tocsin:card -->';
const EDGE = /^<!-- (\/?)tocsin:card -->(?:\r?\n|$)/gm;

/** Our hidden lines go; what people wrote above them makes them people's. */
function withoutHead(body: string): string {
  return body.replace(HEAD, '');
}
