// What may name or give access to somebody is taken out of a text; what is left is what rules are written about.

/**
 * The text with placeholders for mail addresses, secrets, public IP addresses, identifiers and long numbers. Masking
 * twice changes nothing. Names of people cannot be recognised; adapters never put them into a field.
 */
export function maskText(text: string): string {
  if (PLAIN.test(text)) return text;
  return MASKS.reduce((masked, mask) => mask(masked), text);
}

/** Most values are short words; they hold nothing of the kind. */
const PLAIN = /^[A-Za-z][A-Za-z_./:-]{0,15}$/;

const MASKS: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(ADDRESS_BAR, (address) => withoutDetails(address)),
  (text) => text.replaceAll(NAMED_SECRET, '$1=[secret]'),
  (text) => text.replaceAll(MAIL_ADDRESS, '[address]'),
  (text) => text.replaceAll(UUID, '[id]'),
  (text) => text.replaceAll(WEB_TOKEN, '[token]'),
  (text) => text.replaceAll(LONG_WORD, (word) => (isToken(word) ? '[token]' : word)),
  (text) => text.replaceAll(IPV4, (address) => (isPrivate(address) ? address : '[ip]')),
  (text) => text.replaceAll(IPV6, (address) => (PRIVATE_IPV6.test(address) ? address : '[ip]')),
  (text) => text.replaceAll(ACCOUNT, '[number]'),
  (text) => text.replaceAll(PHONE, '[number]'),
  (text) => text.replaceAll(SPACED_DIGITS, '[number]'),
  (text) => text.replaceAll(LONG_DIGITS, '[number]'),
];

const ADDRESS_BAR = /\bhttps?:\/\/[^\s"'<>]{1,2000}/gi;
const NAMED_SECRET =
  /\b(passw(?:or)?d|pwd|token|secret|api[_-]?key|access[_-]?key|authorization|bearer)\b["']?(?:\s*[=:]\s*|\s+(?=\S{16}))(?:bearer\s+|basic\s+)?[^\s,;]{1,2000}/gi;
const MAIL_ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}/gu;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const WEB_TOKEN = /\beyJ[\w-]{8,2000}(?:\.[\w-]{0,2000}){0,4}/g;
const LONG_WORD = /[A-Za-z0-9_+/]{20,2000}={0,2}/g;
const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g;
const IPV6 =
  /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){1,7}:)(?![\w:])/gi;
const PRIVATE_IPV6 = /^(?:f[cd]|fe[89ab])/i;
const ACCOUNT = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const PHONE = /\+\d(?:[ ()/-]{0,2}\d){6,14}/g;
/** Card and telephone numbers in groups; a date with an hour has fewer digits. */
const SPACED_DIGITS = /\d(?:[ -]?\d){12,30}/g;
const LONG_DIGITS = /\d{9,}/g;

function withoutDetails(address: string): string {
  return address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/s, '');
}

/** Random letters hold digits among them; words and paths do not, or hardly any. */
function isToken(word: string): boolean {
  const parts = word.split('/');
  return parts.some((part) => part.length >= 20 && (part.match(/\d/g)?.length ?? 0) >= 3);
}

function isPrivate(address: string): boolean {
  const [first = 0, second = 0] = address.split('.').map(Number);
  return (
    first === 10 ||
    first === 127 ||
    (first === 192 && second === 168) ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 100 && second >= 64 && second <= 127)
  );
}
