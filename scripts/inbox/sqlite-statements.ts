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
    upsertDeployment: database.prepare(SQL.upsertDeployment),
    deployments: database.prepare(SQL.deployments),
    newestDeployments: database.prepare(SQL.newestDeployments),
    addSighting: database.prepare(SQL.addSighting),
    sightings: database.prepare(SQL.sightings),
    addCount: database.prepare(SQL.addCount),
    dropCounts: database.prepare(SQL.dropCounts),
    upsertSilence: database.prepare(SQL.upsertSilence),
    standingProblems: database.prepare(SQL.standingProblems),
    tallies: database.prepare(SQL.tallies),
    silences: database.prepare(SQL.silences),
    addRecording: database.prepare(SQL.addRecording),
    forgetRecordings: database.prepare(SQL.forgetRecordings),
    recordings: database.prepare(SQL.recordings),
    announce: database.prepare(SQL.announce),
    announced: database.prepare(SQL.announced),
    settleAnnouncement: database.prepare(SQL.settleAnnouncement),
    keepLedger: database.prepare(SQL.keepLedger),
    ledger: database.prepare(SQL.ledger),
    accounting: database.prepare(SQL.accounting),
    quarantined: database.prepare(SQL.quarantined),
    recent: database.prepare(SQL.recent),
    find: database.prepare(SQL.find),
    pruneRequests: database.prepare(SQL.pruneRequests),
    pruneSightings: database.prepare(SQL.pruneSightings),
    fillProbe: database.prepare(SQL.fillProbe),
    emptyProbe: database.prepare(SQL.emptyProbe),
  };
}

/** Their texts. */
export const SQL = {
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
    (id, source, state, since, at, key, count, incident, facts)
    VALUES (:id, :source, :state, :since, :at, :key, :count, :incident, :facts)`,
  problems: 'SELECT * FROM problem WHERE id IN (SELECT value FROM json_each(?))',
  // The newest report wins, at one instant the greater outcome; the begin is the earliest, messages are kept.
  upsertDeployment: `INSERT INTO deployment
    (id, source, service, environment, version, commit_id, begun_at, at, outcome, link, messages)
    VALUES (:id, :source, :service, :environment, :version, :commit, :begunAt, :at, :outcome,
      :link, :messages)
    ON CONFLICT (id) DO UPDATE SET
      begun_at = min(begun_at, excluded.begun_at),
      messages = CASE WHEN messages = '[]' OR (excluded.messages <> '[]'
        AND (excluded.at, excluded.outcome) >= (at, outcome)) THEN excluded.messages
        ELSE messages END,
      version = iif((excluded.at, excluded.outcome) >= (at, outcome), excluded.version, version),
      commit_id = iif((excluded.at, excluded.outcome) >= (at, outcome),
        coalesce(excluded.commit_id, commit_id), coalesce(commit_id, excluded.commit_id)),
      link = iif((excluded.at, excluded.outcome) >= (at, outcome),
        coalesce(excluded.link, link), coalesce(link, excluded.link)),
      outcome = iif((excluded.at, excluded.outcome) >= (at, outcome), excluded.outcome, outcome),
      at = max(at, excluded.at)`,
  deployments: `SELECT * FROM deployment WHERE service IN (SELECT value FROM json_each(:services))
    AND (environment = :environment OR environment IS NULL) AND at >= :since
    ORDER BY at DESC, id LIMIT 500`,
  newestDeployments: `SELECT * FROM (SELECT *, row_number() OVER
      (PARTITION BY service, environment, outcome ORDER BY at DESC, id) AS place FROM deployment)
    WHERE place = 1 ORDER BY service, environment, at DESC`,
  addSighting: `INSERT INTO sighting ("group", at, count) VALUES (:group, :at, :count)
    ON CONFLICT ("group", at) DO UPDATE SET count = count + excluded.count`,
  sightings: `SELECT * FROM (SELECT * FROM sighting WHERE "group" = ? AND at >= ?
    ORDER BY at DESC LIMIT 5000) ORDER BY at`,
  addCount: `INSERT INTO tally (tally, key, at, problem, value, until)
    VALUES (:tally, :key, :at, :problem, :value, :until) ON CONFLICT (tally, key) DO NOTHING`,
  dropCounts: 'DELETE FROM tally WHERE until < ?',
  upsertSilence: `INSERT INTO silence_match (silence, at) VALUES (:silence, :at)
    ON CONFLICT (silence) DO UPDATE SET at = max(at, excluded.at)`,
  standingProblems: `SELECT * FROM problem WHERE facts IS NOT NULL
    AND (state = 'firing' AND at >= :firingSince OR state = 'recovered' AND at >= :recoveredSince)
    ORDER BY at`,
  tallies: 'SELECT * FROM tally WHERE until >= ? ORDER BY at',
  silences: 'SELECT * FROM silence_match WHERE at >= ?',
  addRecording: 'INSERT INTO recording (line) VALUES (?)',
  forgetRecordings: 'DELETE FROM recording WHERE id <= ?',
  recordings: `SELECT line FROM (SELECT id, line FROM recording ORDER BY id DESC LIMIT ?)
    ORDER BY id`,
  announce: `INSERT INTO announcement (key, text) VALUES (:key, :text)
    ON CONFLICT (key) DO UPDATE SET text = excluded.text`,
  announced: 'SELECT key, text FROM announcement ORDER BY id',
  settleAnnouncement: 'DELETE FROM announcement WHERE key = ?',
  keepLedger: 'INSERT OR REPLACE INTO ledger (only_row, text) VALUES (1, ?)',
  ledger: 'SELECT text FROM ledger',
  accounting: 'SELECT * FROM accounting',
  quarantined: 'SELECT * FROM request WHERE quarantined > 0 ORDER BY id DESC LIMIT ?',
  recent: 'SELECT * FROM request ORDER BY id DESC LIMIT ?',
  find: 'SELECT * FROM request WHERE id = ?',
  pruneRequests: `DELETE FROM request WHERE id IN (SELECT id FROM request
    WHERE next_at IS NULL AND quarantined = 0 AND received_at < ? ORDER BY received_at LIMIT ?)`,
  pruneSightings: `DELETE FROM sighting WHERE ("group", at) IN
    (SELECT "group", at FROM sighting WHERE at < ? ORDER BY at LIMIT ?)`,
  fillProbe: 'INSERT OR REPLACE INTO probe (id, filler) VALUES (1, zeroblob(?))',
  emptyProbe: 'DELETE FROM probe',
} as const;
