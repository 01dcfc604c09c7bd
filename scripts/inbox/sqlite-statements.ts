// The prepared statements of the SQLite inbox.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Every statement that the SQLite inbox uses, by name. */
export type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

/** Prepares all statements once. */
export function prepareStatements(database: DatabaseSync): Statements {
  return {
    insert: database.prepare(SQL.insert),
    delivered: database.prepare(SQL.delivered),
    countAccepted: database.prepare(SQL.countAccepted),
    claim: database.prepare(SQL.claim),
    settle: database.prepare(SQL.settle),
    countSettled: database.prepare(SQL.countSettled),
    retry: database.prepare(SQL.retry),
    upsertProblem: database.prepare(SQL.upsertProblem),
    problems: database.prepare(SQL.problems),
    accounting: database.prepare(SQL.accounting),
    quarantined: database.prepare(SQL.quarantined),
    find: database.prepare(SQL.find),
    fillProbe: database.prepare(SQL.fillProbe),
    emptyProbe: database.prepare(SQL.emptyProbe),
  };
}

const SQL = {
  insert: `INSERT INTO request (source, vendor, delivery_id, received_at, headers, body, next_at)
    VALUES (:source, :vendor, :deliveryId, :receivedAt, :headers, :body, :nextAt)
    ON CONFLICT (source, delivery_id) WHERE delivery_id IS NOT NULL DO NOTHING`,
  delivered: 'SELECT * FROM request WHERE source = ? AND delivery_id = ?',
  countAccepted: 'UPDATE accounting SET accepted = accepted + 1, pending = pending + 1',
  claim: `SELECT * FROM request WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY id LIMIT ?`,
  settle: `UPDATE request SET next_at = NULL, applied = :applied, collapsed = :collapsed,
    gated = :gated, ignored = :ignored, quarantined = :quarantined, hops = :hops
    WHERE id = :id AND next_at IS NOT NULL`,
  countSettled: `UPDATE accounting SET pending = pending - 1,
    accepted = accepted - 1 + :applied + :collapsed + :gated + :ignored + :quarantined,
    applied = applied + :applied, collapsed = collapsed + :collapsed, gated = gated + :gated,
    ignored = ignored + :ignored, quarantined = quarantined + :quarantined`,
  retry: `UPDATE request SET attempts = attempts + 1, next_at = :nextAt, reason = :reason
    WHERE id = :id AND next_at IS NOT NULL`,
  upsertProblem: `INSERT OR REPLACE INTO problem
    (id, source, state, since, at, key, count, incident)
    VALUES (:id, :source, :state, :since, :at, :key, :count, :incident)`,
  problems: 'SELECT * FROM problem WHERE id IN (SELECT value FROM json_each(?))',
  accounting: 'SELECT * FROM accounting',
  quarantined: 'SELECT * FROM request WHERE quarantined > 0 ORDER BY id DESC LIMIT ?',
  find: 'SELECT * FROM request WHERE id = ?',
  fillProbe: 'INSERT OR REPLACE INTO probe (id, filler) VALUES (1, zeroblob(?))',
  emptyProbe: 'DELETE FROM probe',
} as const;
