// Azure's secure webhook: a token of Microsoft Entra that names our application as audience. Every
// tenant can get tokens, so tenant, audience and the applications that may call are configured.
// https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups#configure-authentication-for-secure-webhook
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { toMs } from '../../model/instant.ts';
import { items, isRecord, text } from '../fields.ts';
import { parseJsonBody } from '../json-body.ts';
import { equalsAny } from './constant-time.ts';
import { header, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, RefusalReason, Scheme, Verdict } from './scheme.ts';

/** Accepts a token of the tenant for the audience, asked for by one of the secrets (each the id of an application). */
export const entra = {
  verify,
  requires: ['tenant', 'audience'],
  keySetAddress,
} as const satisfies Scheme;

async function verify(request: AuthenticityRequest, credentials: Credentials): Promise<Verdict> {
  const applications = usableSecrets(credentials);
  const { tenant, audience } = credentials;
  if (applications.length === 0 || !tenant || !audience) return refused('not_configured');
  const authorization = header(request, 'authorization');
  if (authorization === null) return refused('proof_missing');
  const token = BEARER_TOKEN.exec(authorization)?.[1];
  if (token === undefined) return refused('proof_malformed');
  const keys = keySetIn(credentials.keySet ?? null);
  if (keys === null) return refused('certificate_unavailable');
  // Loaded with the first token: every command knows this scheme, and hardly one meets a token.
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ['RS256'],
      issuer: issuersOf(tenant),
      audience,
      requiredClaims: ['exp'],
      currentDate: new Date(toMs(request.receivedAt)),
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    return verdict(equalsAny(applicationOf(payload), applications));
  } catch (error) {
    return refused(reasonFor(error, errors));
  }
}

/** Only from the configured tenant, whatever a token says of itself. */
function keySetAddress({ tenant }: Credentials): string | null {
  if (!TENANT.test(tenant ?? '')) return null;
  return `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`;
}

/** Tokens of version 1, which Azure Monitor sends, and of version 2. */
function issuersOf(tenant: string): string[] {
  return [`https://sts.windows.net/${tenant}/`, `https://login.microsoftonline.com/${tenant}/v2.0`];
}

/** Who asked for the token: `appid` in version 1, `azp` in version 2. */
function applicationOf(payload: JWTPayload): string {
  return text(payload, 'appid') ?? text(payload, 'azp') ?? '';
}

function keySetIn(json: string | null): JSONWebKeySet | null {
  const document = parseJsonBody(json ?? '');
  if (document.kind === 'invalid') return null;
  const keys = items(document.value, 'keys').flatMap((key) =>
    isRecord(key) && key['kty'] === 'RSA' ? [{ ...key, kty: 'RSA' }] : [],
  );
  return keys.length === 0 ? null : { keys };
}

/** A key that is not there yet may be there soon, so the sender is asked to deliver again. */
function reasonFor(error: unknown, errors: typeof import('jose').errors): RefusalReason {
  if (error instanceof errors.JWKSNoMatchingKey) return 'certificate_unavailable';
  if (error instanceof errors.JWTExpired) return 'outside_window';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf' ? 'outside_window' : 'proof_wrong';
  }
  return error instanceof errors.JWSSignatureVerificationFailed ? 'proof_wrong' : 'proof_malformed';
}

const BEARER_TOKEN = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const TENANT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CLOCK_TOLERANCE_SECONDS = 60;
