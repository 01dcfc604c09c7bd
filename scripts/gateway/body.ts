// Reads a request's body up to a limit, counted while it arrives, and bounds what all bodies take together.
import { refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';

/** A body that was read to its end, or why it was not. */
export type BodyRead = { readonly kind: 'read'; readonly bytes: Uint8Array } | Refusal;

/** Reads at most `maxBytes`; what is larger is refused as soon as that is known. Never throws. */
export async function readBody(
  request: Request,
  maxBytes: number,
  share: BudgetShare,
): Promise<BodyRead> {
  const declared = declaredLength(request);
  if (declared !== null && declared > maxBytes) return refuse('body_too_large', declared);
  try {
    if (declared !== null && declared <= SMALL_BYTES) {
      return checkLength(new Uint8Array(await request.arrayBuffer()), maxBytes);
    }
    return await readStream(request, maxBytes, share);
  } catch {
    return refuse('body_incomplete', declared);
  }
}

/** The size that the request declares; null for a streamed body and for anything that is no size. */
export function declaredLength(request: Request): number | null {
  const text = request.headers.get('content-length');
  if (text === null || !/^\d{1,15}$/.test(text)) return null;
  return request.headers.has('transfer-encoding') ? null : Number(text);
}

/** Bytes that one request holds of a common budget. */
export type BudgetShare = {
  /** Takes more; false when the budget is used up. */
  readonly take: (bytes: number) => boolean;
  readonly release: () => void;
};

/** Bytes that arriving bodies may take together; a function that opens a share for one request. */
export function createBodyBudget(maxBytes: number): () => BudgetShare {
  let used = 0;
  return () => {
    let held = 0;
    return {
      take: (bytes) => {
        if (used + bytes > maxBytes) return false;
        used += bytes;
        held += bytes;
        return true;
      },
      release: () => {
        used -= held;
        held = 0;
      },
    };
  };
}

async function readStream(
  request: Request,
  maxBytes: number,
  share: BudgetShare,
): Promise<BodyRead> {
  if (request.body === null) return { kind: 'read', bytes: new Uint8Array() };
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { kind: 'read', bytes: join(chunks, length) };
    length += value.byteLength;
    const code =
      length > maxBytes ? 'body_too_large' : share.take(value.byteLength) ? null : 'busy';
    if (code !== null) {
      await reader.cancel();
      return refuse(code, length);
    }
    chunks.push(value);
  }
}

function checkLength(bytes: Uint8Array, maxBytes: number): BodyRead {
  if (bytes.byteLength > maxBytes) return refuse('body_too_large', bytes.byteLength);
  return { kind: 'read', bytes };
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Up to here a body of known length is read at once: the HTTP parser lets no more of it through. */
const SMALL_BYTES = 64 * 1024;
