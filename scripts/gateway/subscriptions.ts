// Confirms subscriptions of Amazon SNS, after the request that asks for it proved its origin.
import type { Source } from '../model/source.ts';
import { readSubscriptionRequest } from '../signals/sns-subscription.ts';
import type { LogLine } from './log-line.ts';

/** What confirming needs from outside. */
export type SubscriptionDependencies = {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly log: (line: LogLine) => void;
};

/** Confirms what an authentic body of a source asks to confirm; false when SNS should ask again. */
export type SubscriptionConfirmer = (source: Source, body: Uint8Array) => Promise<boolean>;

/** Creates the confirmer. An address that is not of SNS is never visited, and asking again would not help. */
export function createSubscriptionConfirmer({
  fetch: send,
  log,
}: SubscriptionDependencies): SubscriptionConfirmer {
  return async (source, body) => {
    if (source.vendor !== 'aws-cloudwatch-sns') return true;
    const asked = readSubscriptionRequest(new TextDecoder().decode(body));
    if (asked.kind === 'none') return true;
    const result = asked.kind === 'confirm' ? await visit(send, asked.address) : 'untrusted';
    log({ kind: 'subscription', source: source.id, result });
    return result !== 'failed';
  };
}

async function visit(
  send: SubscriptionDependencies['fetch'],
  address: string,
): Promise<'confirmed' | 'failed'> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await send(address, { redirect: 'error', signal });
    await response.body?.cancel();
    return response.ok ? 'confirmed' : 'failed';
  } catch {
    // Whatever went wrong on the way, SNS is asked to deliver the request again.
    return 'failed';
  }
}

const TIMEOUT_MS = 5_000;
