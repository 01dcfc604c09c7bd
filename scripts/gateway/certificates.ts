// Fetches the certificates and key sets that schemes ask for, and keeps them for a while. Which addresses may be asked
// is decided by the scheme; here size, time, redirects and, for key sets, the host are bounded.
import { DAY_MS, type Instant, toMs } from '../model/instant.ts';

/** What fetching needs from outside. */
export type CertificateDependencies = {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Instant;
};

/** A function that gives the text at an address; null when it cannot be had now. */
export type TextStore = (address: string) => Promise<string | null>;

/** Certificates, fetched once a day each. */
export function createCertificateStore(dependencies: CertificateDependencies): TextStore {
  return createStore(dependencies, CERTIFICATES);
}

/** Key sets of Microsoft Entra, fetched every ten minutes; while that fails, the last ones count for a day. */
export function createKeySetStore(dependencies: CertificateDependencies): TextStore {
  const store = createStore(dependencies, KEY_SETS);
  return async (address) => (isOfEntra(address) ? await store(address) : null);
}

function isOfEntra(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && url.host === 'login.microsoftonline.com';
}

type StoreLimits = {
  readonly keptMs: number;
  /** For how long a text that is too old still counts when no newer one can be had. */
  readonly graceMs: number;
  readonly maxLength: number;
};

function createStore(
  { fetch: send, now }: CertificateDependencies,
  { keptMs, graceMs, maxLength }: StoreLimits,
): TextStore {
  const kept = new Map<string, { readonly text: string; readonly untilMs: number }>();
  return async (address) => {
    const known = kept.get(address);
    const nowMs = toMs(now());
    if (known !== undefined && nowMs < known.untilMs) return known.text;
    const text = await fetchText(send, address, maxLength);
    if (text === null) {
      return known !== undefined && nowMs < known.untilMs + graceMs ? known.text : null;
    }
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(address, { text, untilMs: nowMs + keptMs });
    return text;
  };
}

async function fetchText(
  send: CertificateDependencies['fetch'],
  address: string,
  maxLength: number,
): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await send(address, { redirect: 'error', signal });
    if (!response.ok || response.body === null) return null;
    return await readText(response.body, maxLength);
  } catch {
    // Whatever went wrong on the way, the sender is asked to deliver again.
    return null;
  }
}

async function readText(
  stream: ReadableStream<Uint8Array>,
  maxLength: number,
): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxLength) return null;
  }
  return text;
}

const MAX_KEPT = 20;
const TIMEOUT_MS = 5_000;
const CERTIFICATES: StoreLimits = { keptMs: DAY_MS, graceMs: 0, maxLength: 16_384 };
const KEY_SETS: StoreLimits = { keptMs: 600_000, graceMs: DAY_MS, maxLength: 262_144 };
