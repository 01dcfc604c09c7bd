// Which messages leave now, which wait, and which are counted into a digest. A fold over what was to be told: everything
// ends as exactly one message, one count of a digest, or a cancellation that says why.
import type { Notification } from '../model/effect.ts';
import { isActive, isTaken } from '../model/incident.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import { isWorse } from '../model/severity.ts';
import { addressOf } from '../rules/destinations.ts';
import {
  type Call,
  type Cancellation,
  cancel,
  closeDigests,
  type Desk,
  forgetOld,
  type Ledger,
  type Message,
  openDesk,
  send,
  type Waiting,
} from './desk.ts';
import { originalOf } from './links.ts';
import { ownSeverity } from './problem-entry.ts';
import type { IncidentBook } from './response.ts';

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
  const isSeen = isTaken(parent);
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
