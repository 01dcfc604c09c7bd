// The deliveries of GitHub in the SQLite file of the inbox.
import { Buffer } from 'node:buffer';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../model/instant.ts';
import type { DeliveryReceipt, GithubShelf, NewDelivery, StoredDelivery } from './github-shelf.ts';
import { bytesOf, integerOf, optionalIntegerOf, optionalTextOf, textOf } from './sqlite-row.ts';

/** A shelf whose inbox prunes it within a write of its own. */
export type PrunableShelf = GithubShelf & {
  readonly prune: (cutoff: Instant, limit: number) => number;
};

/** How the inbox reads and writes. */
export type ShelfAccess = {
  readonly write: <T>(work: () => T) => Promise<T>;
  readonly read: <T>(query: () => T) => Promise<T>;
};

/** Opens the shelf in a database that has its tables. */
export function openGithubShelf(
  database: DatabaseSync,
  { write, read }: ShelfAccess,
): PrunableShelf {
  const insert = database.prepare(SQL.insert);
  const delivered = database.prepare(SQL.delivered);
  const countReceived = database.prepare(SQL.countReceived);
  const claim = database.prepare(SQL.claim);
  const settle = database.prepare(SQL.settle);
  const countEnded = database.prepare(SQL.countEnded);
  const putOff = database.prepare(SQL.putOff);
  const nextDue = database.prepare(SQL.nextDue);
  const sum = database.prepare(SQL.sum);
  const prune = database.prepare(SQL.prune);

  const store = (delivery: NewDelivery): DeliveryReceipt => {
    const { deliveryId, name, issue, receivedAt, body } = delivery;
    const inserted = insert.run({ deliveryId, name, issue, receivedAt, body, nextAt: ALWAYS_DUE });
    if (inserted.changes > 0) {
      countReceived.run();
      return { kind: 'stored', id: Number(inserted.lastInsertRowid) };
    }
    const earlier = deliveryOf(delivered.get(deliveryId));
    // A known id with another body is another delivery: the id is no part of what GitHub signs.
    if (Buffer.compare(earlier.body, body) !== 0) return store({ ...delivery, deliveryId: null });
    return { kind: 'duplicate', id: earlier.id };
  };

  return {
    accept: (delivery) => write(() => store(delivery)),
    claim: (now, limit) => read(() => claim.all({ now, limit }).map(deliveryOf)),
    settle: (id, end) =>
      write(() => {
        const isPutAside = end === 'put_aside' ? 1 : 0;
        if (settle.run({ id, isPutAside }).changes === 0) return false;
        countEnded.run({ isPutAside });
        return true;
      }),
    putOff: (id, { nextAt, reason, isFailure }) =>
      write(() => putOff.run({ id, nextAt, reason, failed: isFailure ? 1 : 0 }).changes === 1),
    nextDue: (now) => read(() => optionalTextOf(nextDue.get(now), 'next_at')),
    sum: () =>
      read(() => {
        const row = sum.get();
        const received = integerOf(row, 'received');
        const heard = integerOf(row, 'heard');
        const putAside = integerOf(row, 'put_aside');
        return { received, heard, putAside, pending: received - heard - putAside };
      }),
    prune: (cutoff, limit) => Number(prune.run(cutoff, limit).changes),
  };
}

function deliveryOf(row: unknown): StoredDelivery {
  return {
    id: integerOf(row, 'id'),
    deliveryId: optionalTextOf(row, 'delivery_id'),
    name: textOf(row, 'name'),
    issue: optionalIntegerOf(row, 'issue'),
    receivedAt: textOf(row, 'received_at'),
    body: bytesOf(row, 'body'),
    attempts: integerOf(row, 'attempts'),
    reason: optionalTextOf(row, 'reason'),
  };
}

/** A new delivery is due at once, also when the clock leaps back after its receipt. */
const ALWAYS_DUE: Instant = '1970-01-01T00:00:00.000Z';

const SQL = {
  insert: `INSERT INTO github_delivery (delivery_id, name, issue, received_at, body, next_at)
    VALUES (:deliveryId, :name, :issue, :receivedAt, :body, :nextAt)
    ON CONFLICT (delivery_id) DO NOTHING`,
  delivered: 'SELECT * FROM github_delivery WHERE delivery_id = ?',
  countReceived: 'UPDATE github_sum SET received = received + 1',
  claim: `SELECT * FROM github_delivery AS one WHERE next_at IS NOT NULL AND next_at <= :now
    AND NOT EXISTS (SELECT 1 FROM github_delivery AS earlier WHERE earlier.next_at > :now
      AND earlier.issue = one.issue AND earlier.id < one.id)
    ORDER BY id LIMIT :limit`,
  settle: `UPDATE github_delivery SET next_at = NULL, is_put_aside = :isPutAside
    WHERE id = :id AND next_at IS NOT NULL`,
  countEnded: `UPDATE github_sum SET heard = heard + 1 - :isPutAside,
    put_aside = put_aside + :isPutAside`,
  putOff: `UPDATE github_delivery SET attempts = attempts + :failed, next_at = :nextAt,
    reason = :reason WHERE id = :id AND next_at IS NOT NULL`,
  nextDue: 'SELECT min(next_at) AS next_at FROM github_delivery WHERE next_at > ?',
  sum: 'SELECT * FROM github_sum',
  prune: `DELETE FROM github_delivery WHERE id IN (SELECT id FROM github_delivery
    WHERE next_at IS NULL AND is_put_aside = 0 AND received_at < ? ORDER BY received_at LIMIT ?)`,
} as const;
