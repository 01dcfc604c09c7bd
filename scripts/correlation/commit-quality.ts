// How much a commit message says. Words only: whether it is true is for people to find out.

/** What a message is worth, 0–1, and what is wrong with it. */
export type CommitQuality = { readonly score: number; readonly flaws: readonly string[] };

/** Judges the first line of a commit message. */
export function judgeCommit(message: string): CommitQuality {
  const subject = (message.split('\n')[0] ?? '').trim().slice(0, MOST);
  if (MERGE.test(subject)) return { score: 0.3, flaws: ['says only that something was merged'] };
  if (UNSPACED.test(subject)) return { score: 1, flaws: [] };
  const words = wordsOf(subject.replace(CONVENTIONAL_PREFIX, ''));
  const telling = words.filter((word) => word.length > 1 && !VAGUE.has(word) && !FILLERS.has(word));
  if (telling.length === 0) return { score: 0, flaws: ['names nothing that changed'] };
  const flaws = FLAWS.filter(({ is }) => is({ words, telling }));
  const score = flaws.reduce((left, flaw) => left - flaw.costs, 1);
  return {
    score: Math.max(0, Math.round(score * 100) / 100),
    flaws: flaws.map(({ text }) => text),
  };
}

type Reading = { readonly words: readonly string[]; readonly telling: readonly string[] };

const FLAWS: readonly {
  readonly text: string;
  readonly costs: number;
  readonly is: (reading: Reading) => boolean;
}[] = [
  { text: 'is too short', costs: 0.3, is: ({ words }) => words.length < 3 },
  { text: 'names only one thing', costs: 0.2, is: ({ telling }) => telling.length < 2 },
  {
    text: 'is vague',
    costs: 0.3,
    is: ({ words, telling }) => telling.length < 3 && words.some((word) => VAGUE.has(word)),
  },
];

const MOST = 200;

/** Words in small letters; numbers of tickets and punctuation are none. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}(?:[\p{L}\p{M}\p{N}_.\-/]*[\p{L}\p{M}\p{N}])?/gu) ?? [];
}

const MERGE = /^merge (?:pull request|branch|remote-tracking branch|tag|commit)\b/i;
/** Scripts that put no spaces between words cannot be judged by counting them, so nothing is held against them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const CONVENTIONAL_PREFIX = /^[a-z]{2,12}(?:\([^)]*\))?!?:\s*/i;

const VAGUE: ReadonlySet<string> = new Set(
  (
    'fix fixes fixed bugfix hotfix quickfix patch wip tmp temp update updates updated ' +
    'change changes changed edit edits tweak tweaks improve improvements improvement ' +
    'refactor cleanup clean misc minor small stuff things thing various some more again ' +
    'try test testing bug bugs issue issues commit code work works final typo oops done ' +
    'review feedback comments bump deploy release save asdf debug adjust adjustments add ' +
    'remove make'
  ).split(' '),
);

const FILLERS: ReadonlySet<string> = new Set(
  (
    'a an the and or of to in on for with from it is this that up now new all not we i by ' +
    'at be as'
  ).split(' '),
);
