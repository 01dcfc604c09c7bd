import { hash } from 'node:crypto';

/** A short key over fields that together mean one thing: SHA-256 over length-prefixed fields, base32, 26 characters. */
export function keyOf(fields: readonly string[]): string {
  const parts = fields.map((field) => `${Buffer.byteLength(field)}:${field}`);
  return base32(hash('sha256', `tocsin-1${parts.join('')}`, 'buffer')).slice(0, 26);
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
      buffer &= (1 << bits) - 1;
    }
  }
  return text;
}
