// The store contract between receiving and working: what was accepted, what became of it, and the
// folded state of every problem. How rows are kept is left to the stores.
import type { Deployment, Sighting } from '../model/deployment.ts';
import type { Instant } from '../model/instant.ts';
import type { Problem } from '../model/problem.ts';
import type { GithubShelf } from './github-shelf.ts';
import type { Count, ProblemFacts, StandingChange, StoredStanding } from '../model/standing.ts';

/** An authentic webhook request that is about to be stored; `headers` holds only what the adapter reads. */
export type NewRequest = {
  readonly source: string;
  readonly vendor: string;
  readonly receivedAt: Instant;
  /** Stays the same when the tool delivers again; null where the tool has no such id. */
  readonly deliveryId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** A request on durable storage; `attempts` counts failed attempts to work on it. */
export type StoredRequest = NewRequest & {
  readonly id: number;
  readonly attempts: number;
  /** Why the last attempt failed; null before the first failure. */
  readonly reason: string | null;
};

/** Whether a request is new or was already stored with the same source, delivery id and body. */
export type Acceptance =
  | { readonly kind: 'stored'; readonly id: number }
  | { readonly kind: 'duplicate'; readonly id: number };

/** How many signals of a request ended in each way. */
export type OutcomeCounts = {
  readonly applied: number;
  readonly collapsed: number;
  readonly gated: number;
  readonly ignored: number;
  readonly quarantined: number;
};

/** The names of the ways in which a signal can end, in the order in which they are shown. */
export const OUTCOMES = ['applied', 'collapsed', 'gated', 'ignored', 'quarantined'] as const;

/** A problem with the incident that it belongs to; null where it opened none. */
export type StoredProblem = Problem & {
  readonly incident: string | null;
  /** What later decisions have to know; absent where an older program stored it. */
  readonly facts?: ProblemFacts;
};

/** The end of work on a request. `outcomes` adds up to at least one: no signal counts as one ignored. */
export type Settlement = {
  readonly outcomes: OutcomeCounts;
  /** Replace the stored state of the problems with the same ids. */
  readonly problems: readonly StoredProblem[];
  /** JSON text that says what happened at every stage. */
  readonly hops: string;
  /** Folded into the stored ones with the same ids: the newest report wins, whatever the order of arrival. */
  readonly deployments?: readonly Deployment[];
  /** Added to what was seen before. */
  readonly sightings?: readonly Sighting[];
  /** Counted once for each key, however often they are given. */
  readonly counts?: readonly Count[];
  readonly silences?: StandingChange['silences'];
  /** Lines of redacted signals; only the newest `KEPT_RECORDINGS` of all are kept. */
  readonly recordings?: readonly string[];
};

/** What became known without any request. */
export type Knowledge = Pick<Settlement, 'problems' | 'counts'>;

/** A text about somebody to be told, under a key that stays the same on repeats. */
export type KeptText = { readonly key: string; readonly text: string };

/** How many recorded signals a store keeps. */
export const KEPT_RECORDINGS = 20_000;

/** Which deployments are asked for. */
export type DeploymentQuery = {
  readonly services: readonly string[];
  /** Those that state no environment are given, too. */
  readonly environment: string;
  /** The oldest report that counts. */
  readonly since: Instant;
};

/** A request as inspection shows it; `settled` is null while it is pending. */
export type RequestRecord = StoredRequest & {
  readonly settled: { readonly outcomes: OutcomeCounts; readonly hops: string } | null;
};

/** What is from before is forgotten: settled requests without a quarantined signal, heard deliveries, and sightings. */
export type Cutoff = { readonly requests: Instant; readonly sightings: Instant };

/** The sum, in signals: the outcomes and `pending` always add up to `accepted`. */
export type Accounting = OutcomeCounts & { readonly accepted: number; readonly pending: number };

/** Durable store with one consumer. Every promise rejects with `InboxUnavailable` when storage fails. */
export type Inbox = {
  /** Resolves only after the request is on durable storage. */
  readonly accept: (request: NewRequest) => Promise<Acceptance>;
  /** Pending requests that are due, in order of arrival; the same ones again until they are settled or put off. */
  readonly claim: (now: Instant, limit: number) => Promise<readonly StoredRequest[]>;
  /** Ends a pending request and stores everything else with it, all or nothing; false when it is not pending. */
  readonly settle: (id: number, settlement: Settlement) => Promise<boolean>;
  /** Stores what became known without any request, all or nothing. */
  readonly keep: (knowledge: Knowledge) => Promise<void>;
  /** Counts a failed attempt and puts the request off until `nextAt`; false when it is not pending. */
  readonly retry: (id: number, nextAt: Instant, reason: string) => Promise<boolean>;
  readonly problem: (id: string) => Promise<StoredProblem | null>;
  /** The stored ones among `ids`, in no particular order. */
  readonly problems: (ids: readonly string[]) => Promise<readonly StoredProblem[]>;
  /** Newest first, at most 500. */
  readonly deployments: (query: DeploymentQuery) => Promise<readonly Deployment[]>;
  /** Per service, environment and outcome the newest one, ordered by service and environment. */
  readonly newestDeployments: () => Promise<readonly Deployment[]>;
  /** When something of a group was seen, oldest first; of very many the newest 5,000. */
  readonly sightings: (group: string, since: Instant) => Promise<readonly Sighting[]>;
  /** What decisions at an instant can still depend on. */
  readonly standing: (now: Instant) => Promise<StoredStanding>;
  /** The newest recorded signals, oldest first. */
  readonly recordings: (limit: number) => Promise<readonly string[]>;
  /** Stores whom commits will call, before they are made; a key again replaces what was stored under it. */
  readonly announce: (announcements: readonly KeptText[]) => Promise<void>;
  /** What was announced and is not settled yet, oldest first. */
  readonly announced: () => Promise<readonly KeptText[]>;
  /** Stores what was told and what waits, in place of what was stored before, and settles announcements with it. */
  readonly keepLedger: (ledger: string, settled: readonly string[]) => Promise<void>;
  /** What was stored last; null when nothing was. */
  readonly ledger: () => Promise<string | null>;
  /** What GitHub said about the rooms; none of it is a signal. */
  readonly github: GithubShelf;
  readonly accounting: () => Promise<Accounting>;
  /** Settled requests with a quarantined signal, newest first. */
  readonly quarantined: (limit: number) => Promise<readonly RequestRecord[]>;
  /** Requests, newest first, whatever became of them. */
  readonly recent: (limit: number) => Promise<readonly StoredRequest[]>;
  readonly find: (id: number) => Promise<RequestRecord | null>;
  /** Forgets what is from before the cutoff, at most `limit` of each kind, and gives how many. The sum stays. */
  readonly prune: (cutoff: Cutoff, limit: number) => Promise<number>;
  /** Resolves when a write reached durable storage. */
  readonly probe: () => Promise<void>;
  /** Stores what is waiting, then lets go of the storage; everything after it is refused as `closed`. */
  readonly close: () => Promise<void>;
};

/** Why storage refuses. */
export type UnavailableReason = 'full' | 'locked' | 'closed' | 'failed';

/** Storage refuses for now; nothing of the refused operation was kept. */
export class InboxUnavailable extends Error {
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, options?: ErrorOptions) {
    super(SENTENCES[reason], options);
    this.name = 'InboxUnavailable';
    this.reason = reason;
  }
}

const SENTENCES = {
  full: 'The inbox cannot store: its disk or its size limit is full.',
  locked: 'The inbox cannot store: another process holds the lock on its database.',
  closed: 'The inbox is closed.',
  failed: 'The inbox cannot store: its storage failed.',
} as const satisfies Record<UnavailableReason, string>;
