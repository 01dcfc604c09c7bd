// All schemes. Which one applies is configuration and never taken from the request.
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { pagerduty } from './pagerduty.ts';
import { refused } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';
import { sentry } from './sentry.ts';

/** Every scheme by the name that a source's configuration uses. */
export const schemes = { basic, bearer, pagerduty, sentry } satisfies Record<string, Scheme>;

/** The name of a scheme. */
export type SchemeName = keyof typeof schemes;

/** Verifies a request by the configured scheme; an unknown name refuses everything. */
export function verifyAuthenticity(
  schemeName: string,
  request: AuthenticityRequest,
  credentials: Credentials,
): Verdict {
  return SCHEMES_BY_NAME.get(schemeName)?.verify(request, credentials) ?? refused('scheme_unknown');
}

const SCHEMES_BY_NAME: ReadonlyMap<string, Scheme> = new Map(Object.entries(schemes));
