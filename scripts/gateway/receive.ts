// Takes one webhook request through every check, in order, to durable storage.
import { InboxUnavailable } from '../inbox/inbox.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Instant } from '../model/instant.ts';
import type { Source } from '../model/source.ts';
import type { SignalAdapter } from '../signals/adapter.ts';
import { findScheme, verifyAuthenticity } from '../signals/authenticity/registry.ts';
import type { RefusalReason, Verdict } from '../signals/authenticity/scheme.ts';
import type { JsonLimits } from '../signals/json-limits.ts';
import { adapterOf, type OwnVendors } from '../signals/source-adapter.ts';
import { declaredLength, readBody } from './body.ts';
import type { BudgetShare } from './body.ts';
import { checkContent } from './content.ts';
import type { NonceMemory } from './nonces.ts';
import { refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';

/** What a request must keep to. */
export type GatewayLimits = {
  readonly maxBodyBytes: number;
  /** What large and streamed bodies may take together while they arrive. */
  readonly maxArrivingBytes: number;
  readonly json: JsonLimits;
};

/** Limits for an organisation that names none. */
export const DEFAULT_LIMITS: GatewayLimits = {
  maxBodyBytes: 1024 * 1024,
  maxArrivingBytes: 32 * 1024 * 1024,
  json: { maxDepth: 64, maxTokens: 250_000 },
};

/** What receiving needs from outside. */
export type ReceiveDependencies = {
  /** The secrets of a source, newest first. */
  readonly credentials: (source: Source) => readonly string[];
  readonly inbox: Inbox;
  readonly now: () => Instant;
  readonly limits: GatewayLimits;
  /** Nonces of requests that were stored. */
  readonly nonces: NonceMemory;
  /** Text of the certificate at an address that a scheme trusts; null when it cannot be had. */
  readonly certificate?: (address: string) => Promise<string | null>;
  /** Text of the key set at an address that a scheme trusts; null when it cannot be had. */
  readonly keySet?: (address: string) => Promise<string | null>;
  /** Confirms a subscription that an authentic request asks to confirm; false when that did not work. */
  readonly confirm?: (source: Source, body: Uint8Array) => Promise<boolean>;
  /** The adapters of the organisation's own modules. */
  readonly ownVendors?: () => OwnVendors;
};

/** A request that is stored, now or by an earlier delivery, or that was refused. */
export type Receipt =
  | { readonly kind: 'stored' | 'duplicate'; readonly id: number; readonly bytes: number }
  | Refusal;

/** Receives a request for a known source; answers only after it is stored. */
export async function receive(
  dependencies: ReceiveDependencies,
  source: Source,
  request: Request,
  share: BudgetShare,
): Promise<Receipt> {
  if (hasToken(request) && source.authentication.scheme !== 'path-token') {
    return refuse('path_unknown', null);
  }
  if (request.method !== 'POST') return refuse('method_not_allowed', null);
  if (isEncoded(request)) return refuse('encoding_unsupported', declaredLength(request));
  const adapter = adapterOf(source, dependencies.ownVendors?.());
  if (adapter === undefined) return refuse('source_not_ready', null, 'vendor_unknown');
  const read = await readBody(request, dependencies.limits.maxBodyBytes, share);
  if (read.kind === 'refused') return read;
  const delivery = { source, adapter, request, body: read.bytes, receivedAt: dependencies.now() };
  const verdict = await verifyOrigin(delivery, dependencies);
  const refusal = refusalOf(verdict, delivery) ?? checkText(delivery, dependencies.limits.json);
  if (refusal !== null) return refusal;
  if ((await dependencies.confirm?.(source, read.bytes)) === false) {
    return refuse('source_not_ready', read.bytes.byteLength, 'subscription_unconfirmed');
  }
  const nonce = verdict.kind === 'authentic' ? (verdict.nonce ?? null) : null;
  if (nonce === null) return await store(delivery, dependencies.inbox);
  return await storeOnce(delivery, dependencies, nonce);
}

/** Whether a request names more than its source; the last part is a secret and never leaves here. */
function hasToken(request: Request): boolean {
  return new URL(request.url).pathname.split('/').length > 3;
}

type ReadRequest = {
  readonly source: Source;
  readonly adapter: SignalAdapter;
  readonly request: Request;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
};

function isEncoded(request: Request): boolean {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  return encoding !== '' && encoding !== 'identity';
}

async function verifyOrigin(
  { source, request, body, receivedAt }: ReadRequest,
  dependencies: ReceiveDependencies,
): Promise<Verdict> {
  const { scheme: name, secrets: _variables, ...configured } = source.authentication;
  const { pathname, search } = new URL(request.url);
  const evidence = {
    method: request.method,
    path: pathname + search,
    headers: Object.fromEntries(request.headers),
    body,
    receivedAt,
  };
  const own = { ...configured, secrets: dependencies.credentials(source) };
  const scheme = findScheme(name);
  const address = scheme?.certificateAddress?.(evidence, own) ?? null;
  const certificate = address === null ? null : await dependencies.certificate?.(address);
  const keys = scheme?.keySetAddress?.(own) ?? null;
  const keySet = keys === null ? null : await dependencies.keySet?.(keys);
  const fetched = { certificate: certificate ?? null, keySet: keySet ?? null };
  return verifyAuthenticity(name, evidence, { ...own, ...fetched });
}

function refusalOf(verdict: Verdict, { body }: ReadRequest): Refusal | null {
  if (verdict.kind === 'authentic') return null;
  const code = OURS.has(verdict.reason) ? 'source_not_ready' : 'not_authentic';
  return refuse(code, body.byteLength, verdict.reason);
}

/** Reasons that are no fault of the sender, so that it should deliver again. */
const OURS: ReadonlySet<RefusalReason> = new Set<RefusalReason>([
  'not_configured',
  'scheme_unknown',
  'certificate_unavailable',
]);

/** A request whose nonce was stored before is a replay; one that was not stored may come again. */
async function storeOnce(
  delivery: ReadRequest,
  { inbox, nonces }: ReceiveDependencies,
  nonce: string,
): Promise<Receipt> {
  const { source, body, receivedAt } = delivery;
  if (!nonces.claim(source.id, nonce, receivedAt)) {
    return refuse('not_authentic', body.byteLength, 'replayed');
  }
  const receipt = await store(delivery, inbox);
  if (receipt.kind === 'refused') nonces.release(source.id, nonce);
  return receipt;
}

function checkText({ adapter, request, body }: ReadRequest, limits: JsonLimits): Refusal | null {
  const isAlwaysJson = adapter.sendsMoreThanJson !== true;
  const type = request.headers.get('content-type');
  const code = checkContent(body, { type, isAlwaysJson }, limits);
  return code === null ? null : refuse(code, body.byteLength);
}

async function store(delivery: ReadRequest, inbox: Inbox): Promise<Receipt> {
  const { source, adapter, request, body, receivedAt } = delivery;
  const row = {
    source: source.id,
    vendor: source.vendor,
    receivedAt,
    deliveryId: adapter.deliveryId === null ? null : headerOf(request, adapter.deliveryId),
    headers: wantedHeaders(request, adapter.headers),
    body,
  };
  try {
    const { kind, id } = await inbox.accept(row);
    return { kind, id, bytes: body.byteLength };
  } catch (error) {
    if (!(error instanceof InboxUnavailable)) throw error;
    return refuse('inbox_unavailable', body.byteLength, error.reason);
  }
}

function wantedHeaders(
  request: Request,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const wanted = names.map((name) => [name, request.headers.get(name)]);
  return Object.fromEntries(wanted.filter(([, value]) => value !== null));
}

/** A blank header is as good as none. */
function headerOf(request: Request, name: string): string | null {
  const value = request.headers.get(name)?.trim() ?? '';
  return value === '' ? null : value;
}
