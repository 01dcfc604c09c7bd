// What gives access: values whose names say so, credentials of a known shape, and random letters.

/** The text without credentials, whether their name or their shape tells them. */
export function maskSecrets(text: string): string {
  return maskNamed(text.replaceAll(PRIVATE_KEY, '[secret]').replaceAll(CHAT_ADDRESS, '$1[token]'))
    .replaceAll(WEB_TOKEN, '[token]')
    .replaceAll(ISSUED_TOKEN, '[token]');
}

/** The text without long words that look drawn by lot: tokens of a shape that nobody told us. */
export function maskRandomWords(text: string): string {
  return text.replaceAll(LONG_WORD, (word) => (isRandom(word) ? '[token]' : word));
}

/** Whether what is called so is a secret, however it looks: `password`, `DB_TOKEN`, `sessionId`. */
export function isSecretName(name: string): boolean {
  return name !== KEY_OF_PROBLEM && SECRET_NAME.test(name);
}

const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g;
/** Whoever knows the rest of such an address writes into the channel. */
const CHAT_ADDRESS =
  /(hooks\.slack(?:-gov)?\.com\/|\/(?:services|workflows|triggers)\/(?=[TE][A-Z0-9]{6,20}\/))[^\s"'<>]+/g;
const WEB_TOKEN = /\beyJ[\w-]{8,}(?:\.[\w-]*)*/g;

/** What the well-known services put before their tokens, so that they can be found where they should not be. */
const ISSUED_TOKEN = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    'gh[oprsu]_\\w{16,}',
    'github_pat_\\w{16,}',
    'gl(?:agent|cbt|dt|feed|ft|imt|oas|pat|ptt|rt|rtr|soat)-[\\w-]{16,}',
    'glsa_\\w{16,}',
    '(?:xox[abcdeprs]|xapp-\\d)-[\\w-]{8,}',
    'A(?:KIA|SIA|BIA|CCA|GPA|IDA|IPA|NPA|NVA|ROA)[A-Z0-9]{16,}',
    'AIza[\\w-]{16,}',
    'ya29\\.[\\w-]{16,}',
    '(?:sk|rk|pk)_(?:live|test)_\\w{8,}',
    'sk-(?=[\\w-]{0,200}[A-Z0-9])(?:[a-z]{2,8}\\d{0,2}-){0,3}\\w{16,}[\\w-]*',
    'whsec_[\\w+/=]{16,}',
    'SG\\.[\\w-]{8,}\\.[\\w-]{8,}',
    'npm_[A-Za-z0-9]{16,}',
    'pypi-AgE[\\w-]{16,}',
    'do[opr]_v1_\\w{16,}',
    'dckr_pat_[\\w-]{16,}',
    'dt0[a-z]\\d\\d\\.\\w{8,}(?:\\.\\w+)?',
    'NRAK-\\w{16,}',
    'hv[bs]\\.[\\w-]{20,}',
    'hf_[A-Za-z0-9]{16,}',
    'AT(?:ATT|CTT)3[\\w=-]{16,}',
    'shp(?:at|ca|pa|ss)_\\w{16,}',
    'lin_api_\\w{16,}',
  ].join('|')})`,
  'g',
);

/** Names that mean a secret also at the end of a longer one: `PGPASSWORD`, `JSESSIONID`. */
const NAME =
  'passw(?:or)?d|passphrase|pwd|secret|token|credentials?|authorization|bearer|sess(?:ion)?[_-]?id|(?:api|access|account|auth|client|encryption|master|private|secret|shared|signing|subscription)[_-]?key';
/** Names that do so as a word of their own; `monkey` and `bypass` end with them as well. */
const SHORT_NAME = '(?<![a-z])(?:auth|cookie|jwt|key|otp|pass|session|sess|sid|sig)';
const SECRET_NAME = new RegExp(`(?:${NAME}|${SHORT_NAME})s?$`, 'i');
/** PagerDuty's label for what a problem is known by. */
const KEY_OF_PROBLEM = 'key';

/** A short name and a colon without a space is more often a host and its port, or a service and its part. */
const HEAD = [
  `(${NAME})(?:\\\\?["']?\\s*(?:=>|={1,2}|:(?!:)|%3d)\\s*|\\s+(?=\\S{16}))`,
  `(${SHORT_NAME})(?:\\\\?["']?\\s*(?:=>|={1,2}|%3d)\\s*|\\s*:\\s+|\\\\?["']\\s*:\\s*)`,
].join('|');
const SECRET_HEAD = new RegExp(HEAD, 'gi');
/** What may stand between a name and its value: the scheme of a header, or another such name. */
const FURTHER_HEAD = new RegExp(
  `(?:basic|bearer|digest|negotiate|ntlm|token|apikey|aws4-hmac-sha256)\\s+|[\\w.-]{0,40}?(?:${HEAD})`,
  'iy',
);
/** As far as the quotes reach, else as far as the word does; a comma belongs to it unless another pair follows. */
const VALUE = /(?:\\?"[^"\n]*"|'[^'\n]*')?[^\s,;]*(?:[,;](?!["']?[\w.-]{1,40}["']?[=:])[^\s,;]+)*/y;
const MORE_COOKIES = /(?:;\s?[^\s,;=]+=[^\s,;]*)*/y;

function maskNamed(text: string): string {
  let masked = '';
  let written = 0;
  let reached = 0;
  for (const head of text.matchAll(SECRET_HEAD)) {
    if (head.index < reached) continue;
    const name = head[1] ?? head[2] ?? '';
    const begin = endOfHeads(text, head.index + head[0].length);
    const end = endOfMatch(VALUE, text, begin);
    reached = /^cookie$/i.test(name) ? endOfMatch(MORE_COOKIES, text, end) : end;
    if (end === begin) continue;
    masked += `${text.slice(written, head.index)}${name}=[secret]`;
    written = reached;
  }
  return masked + text.slice(written);
}

function endOfHeads(text: string, begin: number): number {
  let at = begin;
  for (;;) {
    const next = endOfMatch(FURTHER_HEAD, text, at);
    if (next === at) return at;
    at = next;
  }
}

/** Where the match of a sticky pattern ends that begins here; here when nothing matches. */
function endOfMatch(pattern: RegExp, text: string, begin: number): number {
  pattern.lastIndex = begin;
  const found = pattern.exec(text);
  return found === null ? begin : begin + found[0].length;
}

const LONG_WORD = /[A-Za-z0-9_+/-]{18,}={0,2}/g;
const PIECE = /[A-Za-z0-9]+/g;
/** What a name is made of: digits, an abbreviation, a word with or without a capital. */
const SYLLABLE = /\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;
/** Two letters and more without a vowel; few names hold three of them. */
const UNSPEAKABLE = /^[b-df-hj-np-tv-xz]{2,}$/i;

/** What Kubernetes appends to the name of a workload: random, but nobody's secret. */
const POD = /(?:-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** The end of a commit's or a machine's name: `i-0abcd1234ef567890`. */
const SHORT_ID = /^[0-9a-f]{1,17}$/;

/** Names are made of words; random letters change between capitals, small letters and digits all the time. */
function isRandom(word: string): boolean {
  const pieces = word.replace(POD, '').match(PIECE) ?? [];
  if (pieces.some((piece) => piece.length >= 20 && (piece.match(/\d/g)?.length ?? 0) >= 3))
    return true;
  const random = lengthOf(pieces.filter((piece) => isMixed(piece)));
  return random >= 18 || (random >= 12 && random >= lengthOf(pieces) * 0.6);
}

function isMixed(piece: string): boolean {
  if (SHORT_ID.test(piece)) return false;
  const syllables = piece.match(SYLLABLE) ?? [];
  const numbers = syllables.filter((syllable) => /\d/.test(syllable));
  if (piece.length >= 16 && numbers.length >= 2) return true;
  const isLong = piece.length >= 30;
  if (isLong && syllables.filter((syllable) => UNSPEAKABLE.test(syllable)).length >= 3) return true;
  if (syllables.length < 3 || piece.length > syllables.length * (isLong ? 3.7 : 3.2)) return false;
  return numbers.length > 0 || syllables.filter((syllable) => syllable.length === 1).length >= 2;
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((total, piece) => total + piece.length, 0);
}
