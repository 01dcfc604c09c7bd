// Which messages leave now, which wait, and which are counted into a digest. A fold over what was to be told: everything
// ends as exactly one message, one count of a digest, or a cancellation that says why.
import type { Destination } from '../model/decision.ts';
import type { IncidentEvent, Notification } from '../model/effect.ts';
import { isActive } from '../model/incident.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import { type IncidentSeverity, isWorse } from '../model/severity.ts';
import { addressOf } from '../rules/destinations.ts';
import { originalOf } from './links.ts';
import { ownSeverity } from './problem-entry.ts';
import type { IncidentBook } from './response.ts';

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

/** What leaves at an instant, and the ledger after it. */
export type Delivery = {
  readonly ledger: Ledger;
  readonly messages: readonly Message[];
  /** Calls that were counted into a digest. */
  readonly counted: readonly Call[];
  readonly cancelled: readonly Cancellation[];
};

/** Nothing told yet. */
export const EMPTY_LEDGER: Ledger = {
  waiting: [],
  digests: new Map(),
  sent: new Map(),
  done: new Map(),
  rememberMs: 86_400_000,
};

/** Takes in what is to be told now, and lets go what is due. Instants must not go back. */
export function deliver(
  ledger: Ledger,
  notifications: readonly Notification[],
  book: IncidentBook,
  now: Instant,
): Delivery {
  const desk = openDesk(ledger, now);
  const due = ledger.waiting.filter((waiting) => waiting.due <= now);
  desk.waiting = ledger.waiting.filter((waiting) => waiting.due > now);
  // What another incident explains comes last: whether that one called anybody is known then.
  const isLast = ({ incident, isExplained }: Waiting): boolean =>
    isExplained === true || isDuplicate(book, incident);
  for (const waiting of due) if (!isLast(waiting)) settle(desk, waiting, book);
  for (const notification of notifications) take(desk, notification, book);
  const explained = due.filter(isLast);
  const unheard = new Set(explained.flatMap(({ incident }) => unheardOf(desk, incident)));
  for (const waiting of explained) {
    const isHeard = waiting.isExplained === true && !unheard.has(waiting.incident);
    if (isHeard) standBack(desk, waiting);
    else settle(desk, waiting, book);
  }
  closeDigests(desk);
  return {
    ledger: forgetOld(desk),
    messages: desk.messages,
    counted: desk.counted,
    cancelled: desk.cancelled,
  };
}

/** Lets everything go that waits, before its time: at the end of a program nothing may be left. */
export function flush(ledger: Ledger, book: IncidentBook, now: Instant): Delivery {
  const waiting = ledger.waiting.map((each) => ({ ...each, due: now }));
  const calls = deliver({ ...ledger, waiting }, [], book, now);
  const digests = new Map(
    [...calls.ledger.digests].map(([name, digest]) => [name, { ...digest, due: now }]),
  );
  const rest = deliver({ ...calls.ledger, digests }, [], book, now);
  return { ...calls, ledger: rest.ledger, messages: [...calls.messages, ...rest.messages] };
}

/** When something waits to leave; null when nothing does. */
export function nextDelivery({ waiting, digests }: Ledger): Instant | null {
  const instants = [
    ...waiting.map(({ due }) => due),
    ...[...digests.values()].map(({ due }) => due),
  ];
  return instants.reduce<Instant | null>(
    (first, due) => (first === null ? due : earlierOf(first, due)),
    null,
  );
}

type Waiting = Call &
  Pick<Notification, 'limit' | 'mode' | 'pageChild' | 'isExplained'> & { readonly due: Instant };

type OpenDigest = {
  readonly destination: Destination;
  readonly since: Instant;
  readonly due: Instant;
  readonly counts: ReadonlyMap<string, number>;
};

/** The ledger while it is being written. */
type Desk = {
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
function openDesk(ledger: Ledger, now: Instant): Desk {
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

function take(desk: Desk, notification: Notification, book: IncidentBook): void {
  const { key, incident, event, severity, limit, mode, pageChild } = notification;
  desk.rememberMs = Math.max(desk.rememberMs, limit?.withinMs ?? 0);
  const isHeard =
    notification.isExplained === true && unheardOf(desk, notification.incident).length === 0;
  for (const destination of notification.destinations) {
    const name = addressOf(destination);
    const call: Call = { key: `${key} ${name}`, destination, incident, event, severity };
    if (desk.done.has(call.key)) continue;
    desk.done.set(call.key, desk.now);
    // Nobody waits for a sev1, and a digest waits by itself.
    const waitMs = severity === 'sev1' || mode === 'digest' ? 0 : notification.waitMs;
    const due = addMs(desk.now, waitMs);
    const waiting: Waiting = { ...call, limit, mode, pageChild, due };
    if (isHeard) standBack(desk, { ...waiting, isExplained: true });
    else settleOrWait(desk, waiting, book);
  }
}

/** A newer call about an incident takes the place of one that still waits, and keeps its turn. */
function settleOrWait(desk: Desk, call: Waiting, book: IncidentBook): void {
  const isSame = (other: Waiting): boolean =>
    other.isExplained !== true &&
    other.incident === call.incident &&
    addressOf(other.destination) === addressOf(call.destination);
  const replaced = call.mode === 'digest' ? [] : desk.waiting.filter(isSame);
  desk.waiting = desk.waiting.filter((other) => !replaced.includes(other));
  for (const other of replaced) cancel(desk, other, 'superseded');
  const due = replaced.reduce((first, other) => earlierOf(first, other.due), call.due);
  if (due > desk.now) desk.waiting.push({ ...call, due });
  else if (call.due > desk.now || replaced.length > 0) settle(desk, { ...call, due }, book);
  else send(desk, call);
}

/** After its wait a call is made unless there is nothing left to call for. */
function settle(desk: Desk, call: Waiting, book: IncidentBook): void {
  const reason = reasonAgainst(call, book);
  if (reason === null) send(desk, call);
  else if (reason === 'explained') settleExplained(desk, call, book);
  else cancel(desk, call, reason);
}

/** The call about the cause stands for it, but not one that reached nobody, as when a limit put it into a digest. */
function settleExplained(desk: Desk, call: Waiting, book: IncidentBook): void {
  const incident = book.incidents.find(({ id }) => id === call.incident);
  if (incident === undefined) return send(desk, call);
  const parent = originalOf(book, incident);
  const next = ownCall(desk, parent.id);
  const isSeen = parent.at.acknowledged !== undefined;
  if (isSeen || hasCalled(desk, parent.id)) cancel(desk, call, 'explained');
  else if (next === undefined) send(desk, call);
  else desk.waiting.push({ ...call, due: next.due });
}

/** An incident whose calls were only counted into a digest; none when one left, or waits and may still leave. */
function unheardOf(desk: Desk, id: string): readonly string[] {
  const isCounted = [...desk.digests.values()].some(({ counts }) => counts.has(id));
  return isCounted && !hasCalled(desk, id) && ownCall(desk, id) === undefined ? [id] : [];
}

function ownCall({ waiting }: Desk, id: string): Waiting | undefined {
  return waiting.find(({ incident, isExplained }) => incident === id && isExplained !== true);
}

/** The incident's own call is enough, unless it still waits and might reach nobody. */
function standBack(desk: Desk, call: Waiting): void {
  const own = ownCall(desk, call.incident);
  if (own === undefined) cancel(desk, call, 'explained');
  else desk.waiting.push({ ...call, due: own.due });
}

function hasCalled({ sent }: Desk, id: string): boolean {
  return [...sent.keys()].some((scope) => scope.startsWith(`${id} `));
}

function isDuplicate({ incidents }: IncidentBook, id: string): boolean {
  return incidents.find((known) => known.id === id)?.state === 'duplicate';
}

function reasonAgainst(
  { incident: id, pageChild, severity }: Waiting,
  book: IncidentBook,
): Cancellation['reason'] | null {
  const incident = book.incidents.find((known) => known.id === id);
  if (incident === undefined) return null;
  if (incident.state === 'duplicate') {
    const parent = originalOf(book, incident);
    if (!isActive(parent)) return 'ended';
    const isCalled =
      pageChild === 'always' ||
      (pageChild === 'if_more_severe' && isWorse(severity, ownSeverity(parent)));
    return isCalled ? null : 'explained';
  }
  if (!isActive(incident)) return 'ended';
  const problems = Object.values(incident.problems);
  const isOver = problems.length > 0 && problems.every(({ state }) => state === 'recovered');
  return isOver && incident.state === 'monitoring' ? 'recovered' : null;
}

function send(desk: Desk, call: Waiting): void {
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

function cancel(
  desk: Desk,
  { key, destination, incident, event, severity }: Call,
  reason: Cancellation['reason'],
): void {
  desk.cancelled.push({ key, destination, incident, event, severity, at: desk.now, reason });
}

function closeDigests(desk: Desk): void {
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

function forgetOld({ now, waiting, digests, sent, done, rememberMs }: Desk): Ledger {
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
