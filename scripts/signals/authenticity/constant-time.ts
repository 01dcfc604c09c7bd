// Comparisons whose duration tells nothing about the secret.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Whether a text is one of `expected`: all are compared, and hashing makes their lengths equal. */
export function equalsAny(candidate: string, expected: readonly string[]): boolean {
  const left = sha256(candidate);
  const matches = expected.filter((text) => timingSafeEqual(left, sha256(text)));
  return matches.length > 0;
}

/** What is signed: parts that follow each other without anything between them. */
export type SignedParts = readonly (string | Uint8Array)[];

/** The algorithm of an HMAC and how its value is written. */
export type HmacForm = {
  readonly algorithm: 'sha1' | 'sha256';
  readonly encoding: 'hex' | 'base64';
};

/** HMACs of the parts, one per secret. */
export function hmacs(
  { algorithm, encoding }: HmacForm,
  secrets: readonly (string | Uint8Array)[],
  parts: SignedParts,
): readonly string[] {
  return secrets.map((secret) => {
    const hmac = createHmac(algorithm, secret);
    for (const part of parts) hmac.update(part);
    return hmac.digest(encoding);
  });
}

/** HMAC-SHA256 of the bytes in lower-case hex, one per secret. */
export function hmacsSha256(secrets: readonly string[], body: Uint8Array): readonly string[] {
  return hmacs({ algorithm: 'sha256', encoding: 'hex' }, secrets, [body]);
}

/** Whether text can be an HMAC-SHA256 in hex. */
export function isSha256Hex(text: string): boolean {
  return SHA256_HEX.test(text);
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

const SHA256_HEX = /^[0-9a-f]{64}$/;
