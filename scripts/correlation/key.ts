import { hash } from 'node:crypto';

/** A short key over fields that together mean one thing: SHA-256 over length-prefixed fields, base32, 26 characters. */
export function keyOf(fields: readonly string[]): string {
  let text = 'tocsin-1';
  for (const field of fields) text += `${Buffer.byteLength(field)}:${field}`;
  const known = recent.get(text);
  if (known !== undefined) return known;
  const key = base32(hash('sha256', text, 'binary').slice(0, BYTES)).slice(0, 26);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(text, key);
  return key;
}

/** A signal asks for its keys several times, and a problem for its id with each of its signals. */
const recent = new Map<string, string>();
const MOST_RECENT = 4096;
/** As many as 26 characters of five bits are made of. */
const BYTES = 17;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: string): string {
  let text = '';
  let bits = 0;
  let buffer = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    buffer = (buffer << 8) | bytes.charCodeAt(index);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
      buffer &= (1 << bits) - 1;
    }
  }
  return text;
}
