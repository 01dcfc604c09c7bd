// What of an organisation its customers should not read: people, words to colleagues, addresses, hosts, commands, secrets.
import type { Organisation } from '../model/organisation.ts';
import { maskRandomWords, maskSecrets } from '../recording/secrets.ts';

/** Words that should not go out, and what they look like; `isSure` where they are hardly anything else. */
export type Internal = { readonly words: string; readonly why: string; readonly isSure: boolean };

/** Finds them; `support` is how customers reach people. */
export function findInternal(organisation: Organisation, text: string): readonly Internal[] {
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
    ({ words }) => /[-_\d]/.test(words) && logins.has(words.toLowerCase()),
  );
  return [
    ...mails,
    ...matches(rest, MENTION, 'names somebody'),
    ...people.filter(({ words }) => !rest.includes(`@${words}`)),
    ...namesIn(rest, logins),
    ...PHONES.flatMap((pattern) => matches(rest, pattern, 'looks like a telephone number')).filter(
      ({ words }) => !support.includes(words) && !FREE_OF_CHARGE.test(words),
    ),
    ...secretsIn(rest),
    ...matches(rest, COLLEAGUES, 'speaks to colleagues'),
    ...HOSTS.flatMap((pattern) => matches(rest, pattern, 'looks like a host')),
    ...MAYBE_HOSTS.flatMap((pattern) => matches(rest, pattern, 'looks like a host')).map(
      (each) => ({
        ...each,
        isSure: isOfService(organisation, each.words),
      }),
    ),
    ...matches(rest, HEX_GROUPS, 'looks like a host').filter(({ words }) => isAddress(words)),
    ...channelsIn(organisation, rest),
    ...COMMAND_LINES.flatMap((pattern) => matches(rest, pattern, 'looks like a command')),
  ];
}

function matches(text: string, pattern: RegExp, why: string): readonly Internal[] {
  const words = [...text.matchAll(pattern)].map((match) => match[0].trim());
  return [...new Set(words)].map((each) => ({ words: each, why, isSure: true }));
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
      ? [{ words: name, why: 'is somebody of yours', isSure: true }]
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
    .filter((word) => !isBankAccount(word))
    .map((word) => ({ words: `${word.slice(0, 4)}…`, why: 'looks like a secret', isSure: true }));
}

/** An IBAN, by its check digits: where to pay to is no secret. */
function isBankAccount(word: string): boolean {
  const [, country = '', check = '', account = ''] =
    /^([A-Z]{2})(\d\d)([A-Z0-9]{11,30})\W*$/.exec(word) ?? [];
  if (country === '') return false;
  const digits = `${account}${country}${check}`.replaceAll(/[A-Z]/g, (letter) =>
    String(Number.parseInt(letter, 36)),
  );
  return BigInt(digits) % 97n === 1n;
}

/** A pod is called after the service that runs in it; anything else may be the name of a release, a shop or a model. */
function isOfService({ services }: Organisation, words: string): boolean {
  const name = words.toLowerCase();
  return [...services.keys()].some((id) => name.startsWith(`${id}-`));
}

function isAddress(words: string): boolean {
  const colons = words.split(':').length - 1;
  return /[0-9a-f]/i.test(words) && (words.includes('::') || colons === 7);
}

/** A room of colleagues: one that a team names, or a word that no customer would tag. */
function channelsIn({ teams }: Organisation, text: string): readonly Internal[] {
  const known = new Set([...teams.values()].flatMap(({ channel }) => channel?.toLowerCase() ?? []));
  return matches(text, CHANNEL, 'names a channel').filter(
    ({ words }) => /[-_]/.test(words) || known.has(words.toLowerCase()),
  );
}

const MAIL = /[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[a-z][\w-]{1,62}/gi;
const MENTION = /(?<![\w/])@[A-Za-z0-9][\w/-]{0,80}/g;
const WORD = /(?<![\w@/-])[A-Za-z0-9][A-Za-z0-9-]{1,38}(?:_[A-Za-z0-9]{1,38})?(?![\w-])/g;
/** `CC payments fail` speaks of cards. */
const COLLEAGUES = /^[ \t]{0,3}(?:(?:cc|CC|Cc|fyi|FYI)(?=[ \t]*[:,@])|cc(?=[ \t]))/gm;
const CHANNEL = /(?<![\w&/#-])#[a-z][\w-]{1,79}/gi;
/** What operators type; what customers may be told to run (`npm`, `curl`, `git`) is none of it. */
const COMMAND_LINES = [
  /`[^`\n]{0,40}?(?<![\w-])(?:kubectl|helm|terraform|ansible(?:-playbook)?|ssh|scp|sudo|systemctl|journalctl|psql|mysql|redis-cli|mongosh?|etcdctl|vault|consul|nomad|gcloud|aws|az|rm)[ ][^`\n]{1,80}`/g,
  /(?<![\w`-])(?:kubectl|systemctl|terraform|helm)[ ](?:apply|create|delete|describe|destroy|drain|edit|exec|get|install|logs|patch|plan|restart|rollback|rollout|scale|start|status|stop|top|upgrade)(?![\w-])/g,
];
const HOSTS = [
  /(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:internal|local|localdomain|lan|corp|intra|intranet|svc)(?![\w-])/gi,
  /(?<![\w.])(?<!\b(?:versions?|release|build|firmware|v\.?) )\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\w)/gi,
  /(?<![\w-])(?:db|sql|pg|postgres|mysql|redis|kafka|cache|web|app|api|srv|server|node|host|vm|worker|proxy|lb|prod|staging|k8s)(?:-\d{1,3}|\d{2,3})(?![\w-])/gi,
];
const MAYBE_HOSTS = [
  // A pod: its last part is drawn by lot. A region (`europe-west1`) is none.
  /(?<![\w-])[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){0,6}-(?!(?:north|south|east|west|central){1,2}\d)(?=[a-z]{0,9}\d)(?=\d{0,9}[a-z])[a-z0-9]{4,10}(?:-[a-z0-9]{5})?(?![\w-])/g,
  /(?<![\w-])(?:db|sql|pg|postgres|mysql|redis|kafka|cache|web|app|api|srv|server|node|host|vm|worker|proxy|lb|prod|staging|k8s)(?:-[a-z]{1,20}){1,3}-\d{1,4}(?![\w-])/gi,
];
const PHONES = [
  /(?<![\w+])(?:\+|00)[1-9][\d ()/.-]{6,18}\d(?!\w)/g,
  /(?<![\w.:-])(?!0800)\(?0[1-9]\d{1,4}\)?[ /-]\d[\d -]{4,12}\d(?!\w)/g,
];
/** A number that costs nothing is for everybody, in its long form, too. */
const FREE_OF_CHARGE = /^(?:\+|00)[1-9]\d{0,2}[ ./-]{0,2}(?:\(0\)[ ./-]?)?800[ ./-]|^00 ?800 /;
/** Times have groups like these as well. */
const HEX_GROUPS = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
