// Fetches the certificates that schemes ask for, once a day each. Which addresses may be asked is
// decided by the scheme; here only size, time and redirects are bounded.
import { type Instant, toMs } from '../model/instant.ts';

/** What fetching needs from outside. */
export type CertificateDependencies = {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Instant;
};

/** A function that gives the text of a certificate; null when it cannot be had now. */
export function createCertificateStore({
  fetch: send,
  now,
}: CertificateDependencies): (address: string) => Promise<string | null> {
  const kept = new Map<string, { readonly text: string; readonly untilMs: number }>();
  return async (address) => {
    const known = kept.get(address);
    if (known !== undefined && toMs(now()) < known.untilMs) return known.text;
    const text = await fetchText(send, address);
    if (text === null) return null;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(address, { text, untilMs: toMs(now()) + KEPT_MS });
    return text;
  };
}

async function fetchText(
  send: CertificateDependencies['fetch'],
  address: string,
): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await send(address, { redirect: 'error', signal });
    if (!response.ok || response.body === null) return null;
    return await readText(response.body);
  } catch {
    // Whatever went wrong on the way, the sender is asked to deliver again.
    return null;
  }
}

async function readText(stream: ReadableStream<Uint8Array>): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_LENGTH) return null;
  }
  return text;
}

const MAX_KEPT = 20;
const KEPT_MS = 86_400_000;
const TIMEOUT_MS = 5_000;
const MAX_LENGTH = 16_384;
