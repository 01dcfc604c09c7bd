// The identity of a problem as text that may stand in keys and files.
import { createHash } from 'node:crypto';
import { cleanLine } from './clean-text.ts';
import type { LabelEntry } from './labels.ts';

/** The vendor's identity, or its hash where it is too long or holds what cleaning would change. */
export function dedupKeyFrom(identity: string): string {
  const isPlain = identity.length <= MAX_LENGTH && cleanLine(identity) === identity;
  if (isPlain && !identity.startsWith(HASH_PREFIX)) return identity;
  return `${HASH_PREFIX}${sha256(identity)}`;
}

/** An identity made of pairs, independent of their order; for payloads without one of their own. */
export function identityOfPairs(pairs: Iterable<LabelEntry>): string {
  const sorted = [...pairs].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return sha256(JSON.stringify(sorted));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const MAX_LENGTH = 512;
const HASH_PREFIX = 'sha256:';
