// What a text for the public should not hold: people of the organisation, words to colleagues, addresses, hosts, and the
// promise of an end. Whoever has the last word may say it all the same.
import { maskRandomWords, maskSecrets } from '../recording/secrets.ts';
import { isIn } from './permission.ts';
import { managerFix } from './commands/severity.ts';
import type { Situation } from './situation.ts';
import { firstWord, quoted } from './words.ts';

/** A text, and whether somebody wants it published as it stands. */
export type Worded = { readonly text: string; readonly isVerbatim: boolean };

/** Takes the word `verbatim` from the beginning. */
export function splitVerbatim(argument: string): Worded {
  const [word, rest] = firstWord(argument);
  return word.toLowerCase() === 'verbatim'
    ? { text: rest, isVerbatim: true }
    : { text: argument, isVerbatim: false };
}

/** The rule and the fix where a text for the public holds what it should not; null where it may go out. */
export function wordingRefusal(
  situation: Situation,
  { text, isVerbatim }: Worded,
  command: 'update' | 'publish' | 'unpublish',
): string | null {
  const { organisation, standing, speaker, incident } = situation;
  if (isVerbatim)
    return isIn('manager', organisation, standing, speaker)
      ? null
      : `\`verbatim\` is for the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository. ${managerFix(situation)}`;
  const found = findInternal(situation, text);
  if (found.length === 0) return null;
  const list = found.map(({ words, why }) => `${quoted(words)} ${why}`).join(', ');
  return `Customers would read it, and nothing was published: ${list}. Say it without, colleagues in a comment of its own. ${incident.roles['manager'] === undefined ? 'A manager' : `The manager (\`${incident.roles['manager']}\`)`} may say it as it stands: \`/${command} verbatim …\`.`;
}

type Internal = { readonly words: string; readonly why: string };

function findInternal({ organisation, incident }: Situation, text: string): readonly Internal[] {
  const support = organisation.settings.support?.toLowerCase() ?? '';
  const mails = matches(text, MAIL, 'is somebody’s address').filter(
    ({ words }) => !support.includes(words.toLowerCase()),
  );
  const rest = text.replaceAll(MAIL, ' ');
  const logins = new Set(
    [...organisation.teams.values()]
      .flatMap(({ members }) => members)
      .map((login) => login.toLowerCase()),
  );
  // A login without a sign in it may be any word.
  const people = matches(rest, WORD, 'is somebody of yours').filter(
    ({ words }) => /[-\d]/.test(words) && logins.has(words.toLowerCase()),
  );
  return [
    ...mails,
    ...matches(rest, MENTION, 'names somebody'),
    ...people.filter(({ words }) => !rest.includes(`@${words}`)),
    ...namesIn(rest, logins),
    ...PHONES.flatMap((pattern) => matches(rest, pattern, 'looks like a telephone number')).filter(
      ({ words }) => !support.includes(words),
    ),
    ...secretsIn(rest),
    ...matches(rest, COLLEAGUES, 'speaks to colleagues'),
    ...HOSTS.flatMap((pattern) => matches(rest, pattern, 'looks like a host')),
    ...matches(rest, HEX_GROUPS, 'looks like a host').filter(({ words }) => isAddress(words)),
    // The end of planned work is known.
    ...(incident.kind === 'maintenance' ? [] : endsIn(rest)),
  ].slice(0, MOST_FOUND);
}

function matches(text: string, pattern: RegExp, why: string): readonly Internal[] {
  const words = [...text.matchAll(pattern)].map((match) => match[0].trim());
  return [...new Set(words)].map((each) => ({ words: each, why }));
}

/** A login of several words is mostly somebody's name. */
function namesIn(text: string, logins: ReadonlySet<string>): readonly Internal[] {
  const words = [...text.matchAll(/[\p{L}\p{M}'’]{2,40}/gu)];
  return words.flatMap((match, index) => {
    const next = words[index + 1];
    if (next === undefined) return [];
    const between = text.slice(match.index + match[0].length, next.index);
    const name = `${match[0]} ${next[0]}`;
    const login = plainLetters(name).replace(' ', '-');
    return between.trim() === '' && logins.has(login)
      ? [{ words: name, why: 'is somebody of yours' }]
      : [];
  });
}

function plainLetters(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLowerCase();
}

/** What gives access is named by its beginning only: the answer is read by others. */
function secretsIn(text: string): readonly Internal[] {
  const kept = new Set(maskRandomWords(maskSecrets(text)).split(/\s+/));
  return text
    .split(/\s+/)
    .filter((word) => !kept.has(word) && /\d|[a-z][A-Z]/.test(word) && word.length >= 6)
    .map((word) => ({ words: `${word.slice(0, 4)}…`, why: 'looks like a secret' }));
}

function isAddress(words: string): boolean {
  const colons = words.split(':').length - 1;
  return /[0-9a-f]/i.test(words) && (words.includes('::') || colons === 7);
}

/** When the public hears more is a promise that can be kept. */
function endsIn(text: string): readonly Internal[] {
  return text
    .split(/(?<=[.!?])\s|\n/)
    .filter((sentence) => !NEWS.test(sentence))
    .flatMap((sentence) => [
      ...matches(sentence, ETA, 'promises an end'),
      ...matches(sentence, END, 'promises an end'),
      ...matches(sentence, LATER, 'promises an end'),
      ...(OVER.test(sentence) ? matches(sentence, AHEAD, 'promises an end') : []),
    ]);
}

const MOST_FOUND = 6;
const MAIL = /[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g;
const MENTION = /(?<![\w/])@[A-Za-z0-9][\w/-]{0,80}/g;
const WORD = /(?<![\w@/-])[A-Za-z0-9][A-Za-z0-9-]{1,38}(?![\w-])/g;
const COLLEAGUES = /^[ \t]{0,3}(?:cc|fyi)\b(?=[ \t:,@])/gim;
const HOSTS = [
  /(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:internal|local|localdomain|lan|corp|intra|intranet|svc)(?![\w-])/gi,
  /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g,
  // A pod: its last part is drawn by lot.
  /(?<![\w-])[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){0,6}-(?=[a-z]{0,9}\d)(?=\d{0,9}[a-z])[a-z0-9]{4,10}(?:-[a-z0-9]{5})?(?![\w-])/g,
  /(?<![\w-])(?:db|sql|pg|postgres|mysql|redis|kafka|cache|web|app|api|srv|server|node|host|vm|worker|proxy|lb|prod|staging|k8s)(?:-[a-z]{1,20}){0,3}(?:-\d{1,4}|\d{2,4})(?![\w-])/gi,
];
const ETA = /(?<![\w-])ETA(?![\w-])/g;
const NEWS = /\b(?:updates?|news|tell|told|hear|inform|report|write|post|let you know|get back)\b/i;
const END =
  /\b(?:fixed|solved|resolved|restored|repaired|back|available|working|works?|up|done|over|again|expect|hope)\b[^.!?\n]{0,40}?\b(?:in|within|by|until|before)\s+(?:about\s+|around\s+|the next\s+)?(?:\d{1,2}:\d{2}|(?:\d{1,3}|an?|a few|half an)\s*(?:m|min|mins|minutes?|h|hours?)\b)/gi;
/** The end of it, and a day that lies ahead. */
const LATER =
  /\b(?:fixed|solved|resolved|restored|repaired|back|available|done|over)\b[^.!?\n]{0,30}?\b(?:tomorrow|tonight|next week|later today)\b/gi;
const OVER =
  /\b(?:fixed|fix|solved|resolved|restored|repaired|back|available|working|works?|up|done|over|again|normal|recover\w{0,4}|return)\b/i;
/** What is expected, and when: neither alone promises anything. */
const AHEAD =
  /(?:\b(?:will|should|shall|expect(?:ed|s)?|hope|plan|aim|estimated?|anticipate|going to|likely|probably)|[’']ll)\b[^.!?\n]{0,60}?\b(?:\d{1,2}:\d{2}|\d{1,2}\s?(?:am|pm|UTC|o[’']clock)|noon|midnight|today|tonight|tomorrow|this (?:morning|afternoon|evening|week)|next week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/gi;
const PHONES = [
  /(?<![\w+])(?:\+|00)[1-9][\d ()/.-]{6,18}\d(?!\w)/g,
  /(?<![\w.:-])\(?0[1-9]\d{1,4}\)?[ /-]\d[\d -]{4,12}\d(?!\w)/g,
];
/** Times have groups like these as well. */
const HEX_GROUPS = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
