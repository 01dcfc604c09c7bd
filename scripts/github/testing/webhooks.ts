// Webhooks of the double: emulate says that something happened, this delivers it as GitHub does, or loses it.
import { createHmac, randomUUID } from 'node:crypto';

/** A delivery as GitHub keeps it. */
export type Delivery = {
  readonly id: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What the subscriber answered; null while it was lost or unreachable. */
  readonly status: number | null;
};

/** Who is told of everything that happens. */
export type Webhooks = {
  readonly subscribe: (url: string, secret: string) => void;
  readonly deliver: (event: string, payload: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly deliveries: () => readonly Delivery[];
  /** The next deliveries are made but never arrive. */
  readonly loseNext: (count: number) => void;
  /** Sends one again under its own id, as the button of GitHub does. */
  readonly redeliver: (id: string) => Promise<void>;
};

type Subscriber = { readonly url: string; readonly secret: string };

/** Without subscribers at first. */
export function createWebhooks(): Webhooks {
  const subscribers: Subscriber[] = [];
  let kept: readonly Delivery[] = [];
  let toLose = 0;

  const send = async (delivery: Delivery): Promise<void> => {
    for (const subscriber of subscribers) {
      const status = await post(subscriber, delivery);
      kept = kept.map((one) => (one.id === delivery.id ? { ...one, status } : one));
    }
  };
  return {
    subscribe: (url, secret) => {
      subscribers.push({ url, secret });
    },
    deliver: async (event, payload) => {
      const delivery = { id: randomUUID(), event, payload, status: null };
      kept = [...kept, delivery];
      if (toLose > 0) toLose -= 1;
      else await send(delivery);
    },
    deliveries: () => kept,
    loseNext: (count) => {
      toLose += count;
    },
    redeliver: async (id) => {
      const delivery = kept.find((one) => one.id === id);
      if (delivery === undefined) throw new Error(`there was no delivery ${id}`);
      await send(delivery);
    },
  };
}

async function post(
  { url, secret }: Subscriber,
  { id, event, payload }: Delivery,
): Promise<number | null> {
  const body = JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    // A connection of its own: one that is kept may be closed by the other side just now.
    connection: 'close',
    'user-agent': 'GitHub-Hookshot/double',
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
  try {
    const signal = AbortSignal.timeout(10_000);
    return (await fetch(url, { method: 'POST', headers, body, signal })).status;
  } catch {
    return null;
  }
}
