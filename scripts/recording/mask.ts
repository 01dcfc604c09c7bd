// What may name or give access to somebody is taken out of a text; what is left is what rules are written about.
import { maskRandomWords, maskSecrets } from './secrets.ts';

/**
 * The text with placeholders for mail addresses, secrets, public IP addresses, identifiers and long numbers. Masking
 * twice changes nothing. Names of people cannot be recognised; adapters never put them into a field.
 */
export function maskText(text: string): string {
  if (PLAIN.test(text)) return text;
  let masked = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = masked;
    masked = MASKS.reduce((rest, mask) => mask(rest), before);
    if (masked === before) break;
  }
  return masked;
}

/** What stood beside something that went may look different without it. */
const MOST_ROUNDS = 8;

/** Most values are short words; they hold nothing of the kind. */
const PLAIN = /^[A-Za-z][A-Za-z_./-]{0,15}$/;

const MASKS: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(ADDRESS_BAR, (address) => withoutDetails(address)),
  maskSecrets,
  (text) => text.replaceAll(MAIL_ADDRESS, '[address]'),
  (text) => text.replaceAll(UUID, '[id]'),
  maskRandomWords,
  (text) => text.replaceAll(IPV4, (address) => (isPrivate(address) ? address : '[ip]')),
  (text) => text.replaceAll(IPV6, (address) => (PRIVATE_IPV6.test(address) ? address : '[ip]')),
  (text) => text.replaceAll(ACCOUNT, '[number]'),
  (text) => text.replaceAll(PHONE, '[number]'),
  (text) => text.replaceAll(SPACED_DIGITS, withoutLongNumber),
  (text) => text.replaceAll(LONG_DIGITS, '[number]'),
];

const ADDRESS_BAR = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]+/gi;
/** Also without a dot, as `ops@host`: in a recording it is better to lose a word too many. */
const MAIL_ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}/gu;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g;
const IPV6 =
  /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){1,7}:)(?![\w:])/gi;
const PRIVATE_IPV6 = /^(?:f[cd]|fe[89ab])/i;
const ACCOUNT = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const PHONE = /\+\d(?:[ ()/-]{0,2}\d){6,14}/g;
/** Numbers in groups, as cards, telephones and insurances have them. */
const SPACED_DIGITS = /\d(?:(?:[ -]|\) ?)?\d){8,}/g;
const DATE = /(?<!\d)(?:19|20)\d\d(-?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)/g;
const HYPHENED_IPV4 = /^\d{1,3}(?:-\d{1,3}){3}$/;
const LONG_DIGITS = /\d{9,}/g;

function withoutDetails(address: string): string {
  return address.replace(/^([^/]*:\/\/)[^/?#]*@/, '$1').replace(/[?#].*$/s, '');
}

/** Dates are no numbers in this sense, and `ip-10-0-112-110` is the name of a host. */
function withoutLongNumber(digits: string): string {
  if (HYPHENED_IPV4.test(digits)) return isPrivate(digits.replaceAll('-', '.')) ? digits : '[ip]';
  return digits.replaceAll(DATE, '').replaceAll(/\D/g, '').length >= 9 ? '[number]' : digits;
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
