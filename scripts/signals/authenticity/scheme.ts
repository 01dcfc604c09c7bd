// The contract of a scheme: how one request proves that its source sent it.
import { toMs, type Instant } from '../../model/instant.ts';

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
  /** Header that holds the proof, where people choose its name in the tool; in lower case. */
  readonly header?: string | null;
  /** Header that holds a signed time, where people choose its name; in lower case. */
  readonly timestampHeader?: string | null;
  /** The certificate (PEM) at the address that the scheme named; null where it could not be had. */
  readonly certificate?: string | null;
  /** Tenant of Microsoft Entra, and the audience that its tokens must name. */
  readonly tenant?: string | null;
  readonly audience?: string | null;
  /** The key set (JSON) at the address that the scheme named; null where it could not be had. */
  readonly keySet?: string | null;
};

/** Why a request is refused; none of these says anything about a secret. */
export type RefusalReason =
  | 'scheme_unknown'
  | 'not_configured'
  | 'proof_missing'
  | 'proof_malformed'
  | 'proof_wrong'
  | 'outside_window'
  | 'replayed'
  | 'certificate_unavailable';

/** Whether a request comes from its source. */
export type Verdict =
  | {
      readonly kind: 'authentic';
      /** A value that the sender uses once; whoever stores requests remembers it for the window. */
      readonly nonce?: string;
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** One way to prove the origin of a request. Pure, and closed: whatever is missing is refused. */
export type Scheme = {
  readonly verify: (
    request: AuthenticityRequest,
    credentials: Credentials,
  ) => Verdict | Promise<Verdict>;
  /** What a source must configure beside its secrets. */
  readonly requires?: readonly ('user' | 'header' | 'tenant' | 'audience')[];
  /** Address of the certificate that `verify` needs; null where none that may be trusted is named. */
  readonly certificateAddress?: (
    request: AuthenticityRequest,
    credentials: Credentials,
  ) => string | null;
  /** Address of the key set that `verify` needs, from configuration alone; null without one. */
  readonly keySetAddress?: (credentials: Credentials) => string | null;
};

/** How far the time that a sender states may lie from the time of receipt, in milliseconds. */
export const WINDOW_MS = 300_000;

/** Whether a time in Unix milliseconds lies within the window around the time of receipt. */
export function isFresh(
  { receivedAt }: AuthenticityRequest,
  statedMs: number,
  windowMs: number = WINDOW_MS,
): boolean {
  return Math.abs(toMs(receivedAt) - statedMs) <= windowMs;
}

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
