// Whether a text promises when a failure ends: the end, a time and something that puts both ahead of us, in one clause. Where
// one of them is missing or vague nobody can be sure, and whoever wrote it is only told.
import { type Tongue, TONGUES } from './tongues.ts';

/** A clause that promises an end; `isSure` where it says so in words that mean nothing else. */
export type PromisedEnd = { readonly words: string; readonly isSure: boolean };

/** Finds the clauses. */
export function findPromisedEnds(text: string): readonly PromisedEnd[] {
  const clauses = text
    .split(SENTENCE)
    .flatMap((sentence) => joinFillers(sentence.split(CLAUSE).map((each) => each.trim())))
    .filter((clause) => clause !== '');
  return clauses.flatMap((clause): readonly PromisedEnd[] => {
    const grades = MATCHERS.map((matcher) => gradeOf(matcher, clause));
    if (grades.includes('sure')) return [{ words: clause, isSure: true }];
    return grades.includes('doubtful') ? [{ words: clause, isSure: false }] : [];
  });
}

type Grade = 'sure' | 'doubtful' | 'none';

function gradeOf(has: Matcher, clause: string): Grade {
  if (has.news(clause) || has.not(clause)) return 'none';
  // A time that lies ahead by itself, and one that may be of what was.
  const isLater = has.limit(clause) || has.span(clause);
  const isTimed = isLater || has.exact(clause);
  if (ETA.test(clause)) return isTimed || has.vague(clause) || /\d/.test(clause) ? 'sure' : 'none';
  const isEnd = has.end(clause) || has.state(clause);
  const mayBeEnd = isEnd || has.vagueEnd(clause);
  const ahead = has.fromAhead(clause);
  // What stands before the word that puts it ahead may be what was: `we restored it and expect …`.
  if (ahead !== null && (has.end(ahead) || has.state(ahead)) && (isLater || has.exact(ahead)))
    return 'sure';
  if (ahead !== null) return mayBeEnd && (isTimed || has.vague(clause)) ? 'doubtful' : 'none';
  if (MATCHERS.some(({ past }) => past(clause))) return 'none';
  if (has.state(clause) && has.span(clause)) return 'sure';
  // Of today much is told that is so; nobody writes the hour of what is so now.
  const isSet = isLater || (has.exact(clause) && HOUR.test(clause));
  return (mayBeEnd && isSet) || (isEnd && has.vague(clause)) ? 'doubtful' : 'none';
}

/** A time or a hope of its own (`By 14:30, …`, `…, we hope`) belongs to the clause beside it. */
function joinFillers(clauses: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let waiting = '';
  for (const clause of clauses) {
    const last = joined.at(-1);
    if (!isFiller(clause)) {
      joined.push(`${waiting}${clause}`);
      waiting = '';
    } else if (last === undefined) waiting += `${clause} `;
    else joined[joined.length - 1] = `${last} ${clause}`;
  }
  return waiting === '' ? joined : [...joined, waiting.trim()];
}

function isFiller(clause: string): boolean {
  return FILLERS.some((filler) => !/[\p{L}\p{N}]/u.test(clause.replaceAll(filler, '')));
}

/** A full stop behind an abbreviation is followed by a number or a small letter. */
const SENTENCE = /(?<=[.!?؟])\s+(?![\p{Ll}\d])|[\n;؛]/u;
const CLAUSE =
  /\s*[,،–—()]\s*|:\s+|\s+-\s+|\s+(?:and|but|und|aber)\s+(?=(?:we|you|they|it|our|the|will|your|wir|sie|die|der|das|es)\b)|\s+(?=(?:once|when|as soon as|after|while|because|sobald|wenn|nachdem|während|weil|عندما|بمجرد)\s)/iu;
const ETA =
  /(?<![\p{L}-])(?:ETA|ETR|[Ee]stimated (?:time|resolution|recovery|restoration|repair|fix)|[Tt]ime to (?:resolution|recovery|repair))(?![\p{L}-])/u;
const HOUR = /\d{1,2}:\d{2}|\d{1,2} ?(?:am|pm|utc|uhr|o[’']clock)(?!\p{L})/iu;

type Matcher = Readonly<Record<Exclude<keyof Tongue, 'ahead'>, (clause: string) => boolean>> & {
  /** The clause from the word on that puts something ahead; null without one. */
  readonly fromAhead: (clause: string) => string | null;
};

function compile(tongue: Tongue): Matcher {
  return {
    end: containing(tongue.end),
    state: containing(tongue.state),
    vagueEnd: containing(tongue.vagueEnd),
    // `we'll`, `it'll`
    fromAhead: beginningWith(`${tongue.ahead}|(?<=[’'])ll`),
    exact: containing(tongue.exact),
    limit: containing(tongue.limit),
    span: containing(tongue.span),
    vague: containing(tongue.vague),
    past: containing(tongue.past),
    news: containing(tongue.news),
    not: containing(tongue.not),
    filler: containing(tongue.filler),
  };
}

function containing(words: string): (clause: string) => boolean {
  const pattern = new RegExp(whole(words), 'iu');
  return (clause) => pattern.test(clause);
}

function beginningWith(words: string): (clause: string) => string | null {
  const pattern = new RegExp(whole(words), 'iu');
  return (clause) => {
    const start = clause.search(pattern);
    return start === -1 ? null : clause.slice(start);
  };
}

/** Small words of Arabic stand before a word without a space. */
function whole(words: string): string {
  return `(?<![\\p{L}\\p{N}_])(?:[وفبل](?=[\\u0600-\\u06ff]{3}))?(?:${words})(?![\\p{L}\\p{N}_])`;
}

const MATCHERS = TONGUES.map(compile);
const FILLERS = TONGUES.map(
  ({ ahead, exact, limit, span, vague, filler }) =>
    new RegExp(whole([limit, span, vague, exact, ahead, filler].join('|')), 'giu'),
);
