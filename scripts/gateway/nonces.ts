// Remembers what senders use once, for as long as a request with it could still be accepted.
import { type Instant, toMs } from '../model/instant.ts';
import { WINDOW_MS } from '../signals/authenticity/scheme.ts';

/** Nonces of all sources. Only requests with a valid proof get here, so strangers cannot fill it. */
export type NonceMemory = {
  /** Remembers a nonce; false when it is remembered already. */
  readonly claim: (source: string, nonce: string, at: Instant) => boolean;
  /** Forgets a nonce whose request was not stored. */
  readonly release: (source: string, nonce: string) => void;
};

/** Starts empty: a replay across a restart stays possible for one window. */
export function createNonceMemory(maxNonces = 100_000): NonceMemory {
  const claimedAt = new Map<string, number>();
  return {
    claim: (source, nonce, at) => {
      const now = toMs(at);
      forgetOld(claimedAt, now, maxNonces);
      const key = keyOf(source, nonce);
      if (claimedAt.has(key)) return false;
      claimedAt.set(key, now);
      return true;
    },
    release: (source, nonce) => claimedAt.delete(keyOf(source, nonce)),
  };
}

/** A date may lie a window ahead of its receipt, so a nonce is kept for two. */
function forgetOld(claimedAt: Map<string, number>, now: number, maxNonces: number): void {
  for (const [key, at] of claimedAt) {
    if (now - at <= 2 * WINDOW_MS && claimedAt.size < maxNonces) return;
    claimedAt.delete(key);
  }
}

function keyOf(source: string, nonce: string): string {
  return JSON.stringify([source, nonce]);
}
