// The contract of a scheme: how one request proves that its source sent it.
import type { Instant } from '../../model/instant.ts';

/** A webhook request before anything was parsed. */
export type AuthenticityRequest = {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw bytes: a body that was parsed and serialised again has another signature. */
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
};

/** What the source's configuration holds; several secrets while one replaces the other. */
export type Credentials = {
  readonly user: string | null;
  readonly secrets: readonly string[];
};

/** Why a request is refused; none of these says anything about a secret. */
export type RefusalReason =
  | 'scheme_unknown'
  | 'not_configured'
  | 'proof_missing'
  | 'proof_malformed'
  | 'proof_wrong';

/** Whether a request comes from its source. */
export type Verdict =
  | { readonly kind: 'authentic' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** One way to prove the origin of a request. Pure, and closed: whatever is missing is refused. */
export type Scheme = {
  readonly verify: (request: AuthenticityRequest, credentials: Credentials) => Verdict;
};

/** The verdict on a request that proves nothing. */
export function refused(reason: RefusalReason): Verdict {
  return { kind: 'refused', reason };
}

/** The verdict on a comparison. */
export function verdict(matches: boolean): Verdict {
  return matches ? { kind: 'authentic' } : refused('proof_wrong');
}

/** The secrets that can prove something; an empty or blank one never does. */
export function usableSecrets({ secrets }: Credentials): readonly string[] {
  return secrets.filter((secret) => secret.trim() !== '');
}

/** The value of a header; null when it is absent or blank. */
export function header({ headers }: AuthenticityRequest, name: string): string | null {
  const value = Object.hasOwn(headers, name) ? headers[name]?.trim() : undefined;
  return value === undefined || value === '' ? null : value;
}
