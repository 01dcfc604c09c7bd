// Which messages leave, and when. What waits lies in the store, so that a program that is killed has forgotten nobody:
// announced before its commit, told once the commit is seen, noted down after it has left.
import type { Announcement } from '../apply/apply.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { holdsKey } from '../incidents/late-body.ts';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { deliver, type Delivery, EMPTY_LEDGER, nextDelivery } from '../response/delivery.ts';
import {
  type Announced,
  announcedText,
  ledgerText,
  readAnnounced,
  readLedger,
} from '../response/delivery-text.ts';
import { toWhoeverIsOnCall } from '../response/on-duty.ts';
import type { IncidentBook } from '../response/response.ts';

/** Takes what is to be told and hands on what leaves. */
export type DeliveryDesk = {
  /** Keeps whom a commit will call, before it is made. */
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>;
  /** Tells those whose commit is there. What waits is judged by these incidents from now on. */
  readonly follow: (newest: IncidentBook) => Promise<void>;
  /** Ends its timers; what waits stays in the store for whoever opens the next desk, and leaves in its time. */
  readonly close: () => Promise<void>;
};

/** What a desk needs of the world. */
export type DeliveryOptions = {
  readonly store: Pick<Inbox, 'announce' | 'announced' | 'keepLedger' | 'ledger'>;
  readonly now: () => Instant;
  readonly schedules: () => Organisation['schedules'];
  readonly onDelivery: (delivery: Delivery) => void;
  readonly onTrouble: (sentence: string) => void;
};

/** A desk with everything on it that was left when the program ended. */
export async function openDeliveryDesk(options: DeliveryOptions): Promise<DeliveryDesk> {
  const { store, now, schedules, onDelivery, onTrouble } = options;
  let ledger = readLedger((await store.ledger()) ?? '{}') ?? EMPTY_LEDGER;
  const announced = await readAll(store);
  let book: IncidentBook | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const note = (settled: readonly string[]): void => {
    const text = ledgerText(ledger);
    writing = writing
      .then(() => store.keepLedger(text, settled))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : 'no reason given';
        onTrouble(`what was told could not be noted down, so it may be told again: ${reason}`);
      });
  };
  const take = (delivery: Delivery, settled: readonly string[]): void => {
    const isSame = isUnchanged(delivery) && settled.length === 0;
    ledger = delivery.ledger;
    const messages = toWhoeverIsOnCall({ schedules: schedules() }, delivery.messages);
    if (!isSame) onDelivery({ ...delivery, messages });
    if (!isSame) note(settled);
    if (timer !== null) clearTimeout(timer);
    const due = nextDelivery(ledger);
    timer = due === null ? null : setTimeout(leave, waitFor(due, now())).unref();
  };
  const leave = (): void => {
    if (book !== null) take(deliver(ledger, [], book, now()), []);
  };

  return {
    announce: async (announcements) => {
      const at = now();
      const fresh = announcements.map((each): Announced => ({ ...each, at }));
      for (const each of fresh) announced.set(each.notification.key, each);
      await store.announce(
        fresh.map((each) => ({ key: each.notification.key, text: announcedText(each) })),
      );
    },
    follow: async (newest) => {
      book = newest;
      const all = [...announced.values()];
      const committed = all.filter(({ evidence }) => isThere(newest, evidence));
      const stale = all.filter(({ at }) => at < addMs(now(), -ANNOUNCED_MS));
      const settled = [...new Set([...committed, ...stale])].map(
        ({ notification }) => notification.key,
      );
      for (const key of settled) announced.delete(key);
      const notifications = committed.map(({ notification }) => notification);
      take(deliver(ledger, notifications, newest, now()), settled);
      await writing;
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await writing;
    },
  };
}

/** An announcement whose commit was never made is of no use after that time: its request was decided again. */
const ANNOUNCED_MS = 24 * 3_600_000;
const LONGEST_TIMER_MS = 3_600_000;

async function readAll(store: DeliveryOptions['store']): Promise<Map<string, Announced>> {
  const known = new Map<string, Announced>();
  for (const { key, text } of await store.announced()) {
    const announced = readAnnounced(text);
    if (announced !== null) known.set(key, announced);
  }
  return known;
}

function isThere({ incidents }: IncidentBook, { incident, key }: Announced['evidence']): boolean {
  return incidents.some((each) => each.id === incident && holdsKey(each, key));
}

function isUnchanged({ messages, counted, cancelled }: Delivery): boolean {
  return messages.length + counted.length + cancelled.length === 0;
}

function waitFor(due: Instant, now: Instant): number {
  return Math.min(LONGEST_TIMER_MS, Math.max(0, toMs(due) - toMs(now) + 1));
}
