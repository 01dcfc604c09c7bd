// The store contract for what GitHub says about the rooms: kept before it is answered, heard in order, each once. It is
// kept apart from the sum of signals.
import type { Instant } from '../model/instant.ts';

/** An authentic delivery that is about to be stored. */
export type NewDelivery = {
  /** The same for a redelivery; null where GitHub gave none. */
  readonly deliveryId: string | null;
  /** What happened, in GitHub's words: `issue_comment`. */
  readonly name: string;
  /** The issue that it is about; deliveries about one are heard in order. */
  readonly issue: number | null;
  readonly receivedAt: Instant;
  readonly body: Uint8Array;
};

/** A delivery on durable storage; `attempts` counts those that failed. */
export type StoredDelivery = NewDelivery & {
  readonly id: number;
  readonly attempts: number;
  /** Why it was put off last; null before that. */
  readonly reason: string | null;
};

/** Whether a delivery is new or was already stored under the same id with the same body. */
export type DeliveryReceipt = { readonly kind: 'stored' | 'duplicate'; readonly id: number };

/** How a delivery ends. */
export type DeliveryEnd = 'heard' | 'put_aside';

/** The sum: the others always add up to `received`. */
export type DeliverySum = {
  readonly received: number;
  readonly heard: number;
  readonly putAside: number;
  readonly pending: number;
};

/** Why a delivery is put off: hearing it failed, or it has to wait for GitHub. */
export type PutOff = {
  readonly nextAt: Instant;
  readonly reason: string;
  readonly isFailure: boolean;
};

/** Durable store with one consumer. Every promise rejects with `InboxUnavailable` when storage fails. */
export type GithubShelf = {
  /** Resolves only after the delivery is on durable storage. */
  readonly accept: (delivery: NewDelivery) => Promise<DeliveryReceipt>;
  /** Pending ones that are due, in order of arrival, none before an earlier one about the same issue. */
  readonly claim: (now: Instant, limit: number) => Promise<readonly StoredDelivery[]>;
  /** False when it is not pending. */
  readonly settle: (id: number, end: DeliveryEnd) => Promise<boolean>;
  /** False when it is not pending. */
  readonly putOff: (id: number, putOff: PutOff) => Promise<boolean>;
  /** When the next one that was put off is due; null when none is. */
  readonly nextDue: (now: Instant) => Promise<Instant | null>;
  readonly sum: () => Promise<DeliverySum>;
};
