// What was told and what still has to be, and how it is written: messages, counts of digests, cancellations.
import type { Destination } from '../model/decision.ts';
import type { IncidentEvent, Notification } from '../model/effect.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import { addressOf } from '../rules/destinations.ts';

/** Something that one destination is told of. */
export type Call = {
  /** The notification's key and the destination's address. */
  readonly key: string;
  readonly destination: Destination;
  readonly incident: string;
  readonly event: IncidentEvent;
  readonly severity: IncidentSeverity;
};

/** What leaves for a destination. */
export type Message =
  | ({ readonly kind: 'call'; readonly at: Instant } & Call)
  | {
      readonly kind: 'digest';
      readonly at: Instant;
      readonly destination: Destination;
      /** When the first of it was counted. */
      readonly since: Instant;
      /** How often each incident was to be told of, in order of their ids. */
      readonly counts: readonly { readonly incident: string; readonly count: number }[];
    };

/** A call that is not made, and why. */
export type Cancellation = Call & {
  readonly at: Instant;
  /** `superseded`: a newer call about the same incident says more. */
  readonly reason: 'explained' | 'recovered' | 'ended' | 'superseded';
};

/** What was told and what still has to be. */
export type Ledger = {
  readonly waiting: readonly Waiting[];
  readonly digests: ReadonlyMap<string, OpenDigest>;
  /** Instants of past calls by destination, and by incident and destination. */
  readonly sent: ReadonlyMap<string, readonly Instant[]>;
  /** Keys that were dealt with, and when. */
  readonly done: ReadonlyMap<string, Instant>;
  /** How long the past counts: the longest window of a limit so far, a day at least. */
  readonly rememberMs: number;
};

/** A call that waits for its turn. */
export type Waiting = Call &
  Pick<Notification, 'limit' | 'mode' | 'pageChild' | 'isExplained'> & { readonly due: Instant };

/** A digest that is being counted. */
export type OpenDigest = {
  readonly destination: Destination;
  readonly since: Instant;
  readonly due: Instant;
  readonly counts: ReadonlyMap<string, number>;
};

/** The ledger while it is being written. */
export type Desk = {
  readonly now: Instant;
  waiting: Waiting[];
  readonly digests: Map<string, OpenDigest>;
  readonly sent: Map<string, readonly Instant[]>;
  readonly done: Map<string, Instant>;
  rememberMs: number;
  readonly messages: Message[];
  readonly counted: Call[];
  readonly cancelled: Cancellation[];
};

/** A team that reads digests gets one an hour. */
const DIGEST_MS = 3_600_000;

/** Begins to write at an instant. */
export function openDesk(ledger: Ledger, now: Instant): Desk {
  return {
    now,
    waiting: [],
    digests: new Map(ledger.digests),
    sent: new Map(ledger.sent),
    done: new Map(ledger.done),
    rememberMs: ledger.rememberMs,
    messages: [],
    counted: [],
    cancelled: [],
  };
}

/** Makes a call, or counts it where the team or a limit wants a digest. */
export function send(desk: Desk, call: Waiting): void {
  const { key, destination, incident, event, severity } = call;
  const plain: Call = { key, destination, incident, event, severity };
  if (call.mode === 'digest') count(desk, plain, DIGEST_MS);
  else if (isOverLimit(desk, call)) count(desk, plain, call.limit?.withinMs ?? DIGEST_MS);
  else {
    desk.messages.push({ kind: 'call', at: desk.now, ...plain });
    for (const scope of scopesOf(call)) {
      desk.sent.set(scope, [...(desk.sent.get(scope) ?? []), desk.now]);
    }
  }
}

function isOverLimit(desk: Desk, call: Waiting): boolean {
  const { limit, severity } = call;
  if (limit === null || limit.bypass.includes(severity)) return false;
  const [byDestination, byIncident] = scopesOf(call);
  const past = desk.sent.get(limit.per === 'destination' ? byDestination : byIncident) ?? [];
  const from = addMs(desk.now, -limit.withinMs);
  return past.filter((at) => at > from).length >= limit.count;
}

function scopesOf({ destination, incident }: Call): readonly [string, string] {
  const name = addressOf(destination);
  return [name, `${incident} ${name}`];
}

function count(desk: Desk, call: Call, windowMs: number): void {
  const name = addressOf(call.destination);
  const open = desk.digests.get(name);
  const due = addMs(desk.now, windowMs);
  desk.digests.set(name, {
    destination: call.destination,
    since: open?.since ?? desk.now,
    due: open === undefined ? due : earlierOf(open.due, due),
    counts: new Map(open?.counts).set(call.incident, (open?.counts.get(call.incident) ?? 0) + 1),
  });
  desk.counted.push(call);
}

/** Notes that a call is not made. */
export function cancel(
  desk: Desk,
  { key, destination, incident, event, severity }: Call,
  reason: Cancellation['reason'],
): void {
  desk.cancelled.push({ key, destination, incident, event, severity, at: desk.now, reason });
}

/** Lets digests go that are due. */
export function closeDigests(desk: Desk): void {
  for (const [name, { destination, since, due, counts }] of desk.digests) {
    if (due > desk.now) continue;
    desk.digests.delete(name);
    desk.messages.push({
      kind: 'digest',
      at: desk.now,
      destination,
      since,
      counts: [...counts]
        .map(([incident, times]) => ({ incident, count: times }))
        .toSorted((left, right) => (left.incident < right.incident ? -1 : 1)),
    });
  }
}

/** The ledger as it is left, without what counts no more. */
export function forgetOld({ now, waiting, digests, sent, done, rememberMs }: Desk): Ledger {
  const limit = addMs(now, -rememberMs);
  const oldest = [...done.values()][0];
  if (oldest === undefined || oldest > limit) return { waiting, digests, sent, done, rememberMs };
  return {
    waiting,
    digests,
    sent: new Map(
      [...sent].flatMap(([scope, instants]) => {
        const kept = instants.filter((at) => at > limit);
        return kept.length === 0 ? [] : [[scope, kept]];
      }),
    ),
    done: new Map([...done].filter(([, at]) => at > limit)),
    rememberMs,
  };
}
