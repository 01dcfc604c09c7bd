// What was told, what waits and whom a commit will call, as texts that outlive the program. Only this program writes
// them; one of another version reads as null.
import type { Notification } from '../model/effect.ts';
import type { Instant } from '../model/instant.ts';
import type { Ledger } from './desk.ts';

/** A ledger as text. */
export function ledgerText({ waiting, digests, sent, done, rememberMs }: Ledger): string {
  const stored: StoredLedger = {
    version: VERSION,
    waiting,
    digests: [...digests].map(([name, digest]) => ({
      ...digest,
      name,
      counts: [...digest.counts],
    })),
    sent: [...sent],
    done: [...done],
    rememberMs,
  };
  return JSON.stringify(stored);
}

/** The ledger that a text holds. */
export function readLedger(text: string): Ledger | null {
  const stored: Versioned<StoredLedger> = JSON.parse(text);
  if (stored.version !== VERSION) return null;
  const { waiting, digests, sent, done, rememberMs } = stored;
  return {
    waiting,
    digests: new Map(
      digests.map(({ name, counts, ...digest }) => [name, { ...digest, counts: new Map(counts) }]),
    ),
    sent: new Map(sent),
    done: new Map(done),
    rememberMs,
  };
}

/** Somebody to tell, and what proves that the commit which calls for it was made. */
export type Announced = {
  readonly notification: Notification;
  readonly evidence: { readonly incident: string; readonly key: string };
  readonly at: Instant;
};

/** An announcement as text. */
export function announcedText(announced: Announced): string {
  return JSON.stringify({ version: VERSION, ...announced });
}

/** The announcement that a text holds. */
export function readAnnounced(text: string): Announced | null {
  const stored: Versioned<Announced> = JSON.parse(text);
  if (stored.version !== VERSION) return null;
  const { notification, evidence, at } = stored;
  return { notification, evidence, at };
}

const VERSION = 1;

type Versioned<Stored> = (Stored & { readonly version: typeof VERSION }) | { readonly version: 0 };

type Digest = Ledger['digests'] extends ReadonlyMap<string, infer Value> ? Value : never;

type StoredLedger = {
  readonly version: typeof VERSION;
  readonly waiting: Ledger['waiting'];
  readonly digests: readonly (Omit<Digest, 'counts'> & {
    readonly name: string;
    readonly counts: readonly (readonly [string, number])[];
  })[];
  readonly sent: readonly (readonly [string, readonly Instant[]])[];
  readonly done: readonly (readonly [string, Instant])[];
  readonly rememberMs: number;
};
