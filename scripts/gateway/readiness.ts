// Whether the gateway can do its work now: a write to the inbox and whatever the caller adds.
import { InboxUnavailable } from '../inbox/inbox.ts';
import type { Inbox } from '../inbox/inbox.ts';

/** Ready, or the reason why not as one word or sentence of ours. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not_ready'; readonly reason: string };

/** Asks the caller first, then tries a real write. */
export async function checkReadiness(inbox: Inbox, others: () => Readiness): Promise<Readiness> {
  const readiness = others();
  if (readiness.kind === 'not_ready') return readiness;
  try {
    await inbox.probe();
    return { kind: 'ready' };
  } catch (error) {
    if (!(error instanceof InboxUnavailable)) throw error;
    return { kind: 'not_ready', reason: error.message };
  }
}
