// Which messages leave, in the memory of the running gateway: what waits leaves in time, and at the end nothing stays.
import { type Instant, toMs } from '../model/instant.ts';
import type { Notification } from '../model/effect.ts';
import { deliver, type Delivery, EMPTY_LEDGER, flush, nextDelivery } from '../response/delivery.ts';
import type { IncidentBook } from '../response/response.ts';

/** Takes what is to be told and hands on what leaves. */
export type DeliveryDesk = {
  readonly tell: (notifications: readonly Notification[], book: IncidentBook) => void;
  /** Lets everything go that still waits. */
  readonly close: () => void;
};

/** A desk without anything on it. */
export function openDeliveryDesk(
  now: () => Instant,
  onDelivery: (delivery: Delivery) => void,
): DeliveryDesk {
  let ledger = EMPTY_LEDGER;
  let book: IncidentBook = { incidents: [], ids: new Set() };
  let timer: NodeJS.Timeout | null = null;
  const take = (delivery: Delivery): void => {
    ledger = delivery.ledger;
    onDelivery(delivery);
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const due = nextDelivery(ledger);
    if (due === null) return;
    const ms = Math.min(LONGEST_TIMER_MS, Math.max(0, toMs(due) - toMs(now()) + 1));
    timer = setTimeout(() => take(deliver(ledger, [], book, now())), ms).unref();
  };
  return {
    tell: (notifications, newest) => {
      book = newest;
      take(deliver(ledger, notifications, book, now()));
    },
    close: () => {
      take(flush(ledger, book, now()));
      if (timer !== null) clearTimeout(timer);
    },
  };
}

const LONGEST_TIMER_MS = 3_600_000;
