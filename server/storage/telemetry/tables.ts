import Database, { type Database as Sqlite } from 'better-sqlite3'

/** Series per shard: a shard is what one compaction step and one row of pieces and latest values is about. */
export const SHARD_BITS = 4
export const SHARD_SIZE = 1 << SHARD_BITS
export const shardOf = (series: number) => series >>> SHARD_BITS

const SCHEMA_VERSION = 1

/**
 * log     one row per commit, as it came (log-record.ts); soon folded away
 * piece   what a fold made of the log: one row per fold and shard, a chunk per series (piece.ts)
 * shard   how much waits in its pieces, and the newest sample of each of its series as of the last fold
 * chunk   settled samples of one series: within one UTC day, disjoint, up to MAX_CHUNK_POINTS
 * rollup  per series and UTC day the summaries of its settled hours (rollup-codec.ts); empty for a day of so few samples
 *         that reading them costs less than keeping summaries
 * counter modulus of counters that are known to wrap
 */
const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT NOT NULL, metric TEXT NOT NULL,
    rhythm_ms INTEGER, UNIQUE (device_id, metric));
  CREATE TABLE counter (
    device_id TEXT NOT NULL, metric TEXT NOT NULL, modulus REAL NOT NULL, PRIMARY KEY (device_id, metric)) WITHOUT ROWID;
  CREATE TABLE forgotten (series INTEGER PRIMARY KEY);
  CREATE TABLE log (seq INTEGER PRIMARY KEY, ingested_at INTEGER NOT NULL, points INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE shard (
    id INTEGER PRIMARY KEY, points INTEGER NOT NULL, pieces INTEGER NOT NULL, since INTEGER NOT NULL, latest BLOB NOT NULL);
  CREATE TABLE piece (
    shard INTEGER NOT NULL, seq INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (shard, seq)) WITHOUT ROWID;
  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY, series INTEGER NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
    count INTEGER NOT NULL, min REAL, max REAL, quality INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE INDEX chunk_series ON chunk (series, start_at);
  CREATE TABLE rollup (
    series INTEGER NOT NULL, day INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (series, day)) WITHOUT ROWID;
  INSERT INTO meta VALUES ('folded_seq', 0), ('settled_points', 0), ('dropped_points', 0);
`

/**
 * synchronous FULL: in WAL mode NORMAL may lose the last commits when the power goes, and an acknowledged sample must
 * not be lost (sqlite.org/pragma.html#pragma_synchronous).
 */
export function openWritable(path: string): Sqlite {
  const database = new Database(path)
  database.pragma('page_size = 4096')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('mmap_size = 0')
  database.pragma('cache_size = -16000')
  database.pragma('wal_autocheckpoint = 4000')
  database.pragma('journal_size_limit = 67108864')
  database.pragma('busy_timeout = 5000')
  const version = database.pragma('user_version', { simple: true })
  if (version === 0) {
    database.transaction(() => {
      database.exec(SCHEMA)
      database.pragma(`user_version = ${SCHEMA_VERSION}`)
    })()
  } else if (version !== SCHEMA_VERSION) {
    database.close()
    throw new Error(`telemetry database has version ${String(version)}; this program knows ${SCHEMA_VERSION}`)
  }
  return database
}

export function openReadable(path: string): Sqlite {
  const database = new Database(path, { readonly: true })
  database.pragma('mmap_size = 0')
  database.pragma('cache_size = -16000')
  database.pragma('busy_timeout = 5000')
  return database
}
