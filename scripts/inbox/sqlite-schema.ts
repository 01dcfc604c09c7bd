// The tables of the SQLite inbox and the steps that lead to them.

/** Marks a database file as an inbox of this project (`Tocs` in ASCII). */
export const APPLICATION_ID = 0x546f6373;

/** Steps from an empty file to the newest tables; a database's `user_version` counts those it has. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    vendor TEXT NOT NULL,
    delivery_id TEXT,
    received_at TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    next_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    applied INTEGER NOT NULL DEFAULT 0,
    collapsed INTEGER NOT NULL DEFAULT 0,
    gated INTEGER NOT NULL DEFAULT 0,
    ignored INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    hops TEXT
  ) STRICT;
  CREATE UNIQUE INDEX request_delivery ON request (source, delivery_id)
    WHERE delivery_id IS NOT NULL;
  CREATE INDEX request_pending ON request (id, next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX request_quarantined ON request (id) WHERE quarantined > 0;

  CREATE TABLE problem (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('firing', 'recovered')),
    since TEXT NOT NULL,
    at TEXT NOT NULL,
    key TEXT NOT NULL,
    count INTEGER NOT NULL,
    incident TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE accounting (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    accepted INTEGER NOT NULL DEFAULT 0,
    applied INTEGER NOT NULL DEFAULT 0,
    collapsed INTEGER NOT NULL DEFAULT 0,
    gated INTEGER NOT NULL DEFAULT 0,
    ignored INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO accounting (only_row) VALUES (1);

  CREATE TABLE probe (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT;
  `,
  `
  CREATE TABLE deployment (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    service TEXT NOT NULL,
    environment TEXT,
    version TEXT NOT NULL,
    commit_id TEXT,
    begun_at TEXT NOT NULL,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('begun', 'failed', 'succeeded')),
    link TEXT,
    messages TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deployment_place ON deployment (service, environment, at);

  CREATE TABLE sighting (
    "group" TEXT NOT NULL,
    at TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY ("group", at)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE INDEX request_settled ON request (received_at) WHERE next_at IS NULL AND quarantined = 0;
  CREATE INDEX sighting_age ON sighting (at);
  `,
  `
  ALTER TABLE problem ADD COLUMN facts TEXT;
  CREATE INDEX problem_at ON problem (state, at) WHERE facts IS NOT NULL;

  CREATE TABLE tally (
    tally TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    problem TEXT NOT NULL,
    value TEXT,
    until INTEGER NOT NULL,
    PRIMARY KEY (tally, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tally_until ON tally (until);

  CREATE TABLE silence_match (
    silence TEXT PRIMARY KEY,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE recording (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE announcement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
  ) STRICT;
  CREATE TABLE ledger (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    text TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE github_delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id TEXT UNIQUE,
    name TEXT NOT NULL,
    issue INTEGER,
    received_at TEXT NOT NULL,
    body BLOB NOT NULL,
    next_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    is_put_aside INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX github_pending ON github_delivery (issue, id) WHERE next_at IS NOT NULL;
  CREATE INDEX github_heard ON github_delivery (received_at)
    WHERE next_at IS NULL AND is_put_aside = 0;

  CREATE TABLE github_sum (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    received INTEGER NOT NULL DEFAULT 0,
    heard INTEGER NOT NULL DEFAULT 0,
    put_aside INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO github_sum (only_row) VALUES (1);
  `,
];
