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
  const isExact = has.exact(clause) || has.limit(clause) || has.span(clause);
  if (ETA.test(clause)) return isExact || has.vague(clause) || /\d/.test(clause) ? 'sure' : 'none';
  const isEnd = has.end(clause) || has.state(clause);
  const isAhead = has.ahead(clause);
  if (isAhead && isEnd && isExact) return 'sure';
  if (isAhead && (isEnd || has.vagueEnd(clause)) && (isExact || has.vague(clause)))
    return 'doubtful';
  if (isAhead || has.past(clause)) return 'none';
  if (has.state(clause) && has.span(clause)) return 'sure';
  const isLater = has.limit(clause) || has.span(clause) || has.vague(clause);
  return isEnd && isLater ? 'doubtful' : 'none';
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
  /(?<![\p{L}-])(?:ETA|[Ee]stimated time|[Tt]ime to (?:resolution|recovery|repair))(?![\p{L}-])/u;

type Matcher = Readonly<Record<keyof Tongue, (clause: string) => boolean>>;

function compile(tongue: Tongue): Matcher {
  return {
    end: containing(tongue.end),
    state: containing(tongue.state),
    vagueEnd: containing(tongue.vagueEnd),
    // `we'll`, `it'll`
    ahead: containing(`${tongue.ahead}|(?<=[’'])ll`),
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

/** Small words of Arabic stand before a word without a space. */
function whole(words: string): string {
  return `(?<![\\p{L}\\p{N}_])(?:[وفبل](?=[\\u0600-\\u06ff]{3}))?(?:${words})(?![\\p{L}\\p{N}_])`;
}

const MATCHERS = TONGUES.map(compile);
const FILLERS = TONGUES.map(
  ({ ahead, exact, limit, span, vague, filler }) =>
    new RegExp(whole([limit, span, vague, exact, ahead, filler].join('|')), 'giu'),
);
