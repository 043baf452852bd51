/** Runs one statement and returns its rows; a pool's or an in-process database's own query method, narrowed. */
export type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** Samples are partitioned by UTC month so that a month's inserts stay in a small index. */
export const TABLES = [
  `CREATE TABLE IF NOT EXISTS telemetry_series (
    id integer PRIMARY KEY, device_id text NOT NULL, metric text NOT NULL, UNIQUE (device_id, metric))`,
  `CREATE TABLE IF NOT EXISTS telemetry_counter (
    device_id text NOT NULL, metric text NOT NULL, modulus double precision NOT NULL, PRIMARY KEY (device_id, metric))`,
  `CREATE TABLE IF NOT EXISTS telemetry_sample (
    series_id integer NOT NULL, at bigint NOT NULL, value double precision, quality smallint NOT NULL,
    ingested_at bigint NOT NULL, PRIMARY KEY (series_id, at)) PARTITION BY RANGE (at)`,
  'CREATE TABLE IF NOT EXISTS telemetry_sample_other PARTITION OF telemetry_sample DEFAULT',
  `CREATE TABLE IF NOT EXISTS telemetry_latest (
    series_id integer PRIMARY KEY, at bigint NOT NULL, value double precision, quality smallint NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS telemetry_rollup (
    series_id integer NOT NULL, day integer NOT NULL, data bytea NOT NULL, PRIMARY KEY (series_id, day))`,
] as const

export interface MonthPartition {
  readonly name: string
  readonly from: number
  readonly to: number
}

export function monthOf(at: number): MonthPartition {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  const name = `telemetry_sample_${year}${String(month + 1).padStart(2, '0')}`
  return { name, from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) }
}

export const INSERT_SERIES = `
  INSERT INTO telemetry_series (id, device_id, metric)
  SELECT * FROM unnest($1::integer[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`

/** One statement, so samples and latest values appear together. The input has one row per series and instant. */
export const INSERT_SAMPLES = `
  WITH input AS (
    SELECT * FROM unnest($1::integer[], $2::bigint[], $3::double precision[], $4::smallint[])
      AS input (series_id, at, value, quality)),
  stored AS (
    INSERT INTO telemetry_sample (series_id, at, value, quality, ingested_at)
    SELECT series_id, at, value, quality, $5::bigint FROM input
    ON CONFLICT (series_id, at) DO UPDATE
      SET value = excluded.value, quality = excluded.quality, ingested_at = excluded.ingested_at)
  INSERT INTO telemetry_latest (series_id, at, value, quality)
  SELECT DISTINCT ON (series_id) series_id, at, value, quality FROM input ORDER BY series_id, at DESC
  ON CONFLICT (series_id) DO UPDATE SET at = excluded.at, value = excluded.value, quality = excluded.quality
    WHERE excluded.at >= telemetry_latest.at`

const USABLE = 'value IS NOT NULL AND quality IN (0, 4, 5)'

/** The usable sample nearest to an instant, before it or from it on. */
export const NEIGHBOUR_BEFORE = `
  SELECT at, value FROM telemetry_sample WHERE series_id = $1 AND at < $2 AND ${USABLE} ORDER BY at DESC LIMIT 1`
export const NEIGHBOUR_FROM = `
  SELECT at, value FROM telemetry_sample WHERE series_id = $1 AND at >= $2 AND ${USABLE} ORDER BY at LIMIT 1`

/** The middle distance between the last samples before $2; null when there are too few to tell. */
export const RHYTHM = `
  SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY step) AS rhythm FROM (
    SELECT at - lag(at) OVER (ORDER BY at) AS step FROM (
      SELECT at FROM telemetry_sample WHERE series_id = $1 AND at < $2 ORDER BY at DESC LIMIT 64) AS newest) AS stepped
  HAVING count(step) >= 3`

/**
 * One summary per bucket of the edges $4, with the meaning of summary.ts: rhythm from the bucket's own median step,
 * $5 the counter's modulus or null.
 */
export const SUMMARIES = `
  WITH sample AS (
    SELECT at, value, ${USABLE} AS usable, width_bucket(at, $4::bigint[]) AS bucket
    FROM telemetry_sample WHERE series_id = $1 AND at >= $2 AND at < $3),
  stepped AS (
    SELECT *, lead(at) OVER (PARTITION BY bucket ORDER BY at) - at AS step FROM sample),
  rhythm AS (
    SELECT bucket, percentile_disc(0.5) WITHIN GROUP (ORDER BY step) AS rhythm
    FROM stepped GROUP BY bucket HAVING count(step) >= 3),
  ending AS (
    SELECT bucket, NOT usable AS is_cut FROM stepped WHERE step IS NULL),
  neighboured AS (
    SELECT *, lag(value) OVER (PARTITION BY bucket ORDER BY at) AS previous,
      lead(at) OVER (PARTITION BY bucket ORDER BY at) AS next_at
    FROM stepped WHERE usable)
  SELECT bucket, count(*) AS count, sum(value) AS sum, min(value) AS min, max(value) AS max,
    min(at) AS first_at, min(value) FILTER (WHERE previous IS NULL) AS first,
    max(at) AS last_at, max(value) FILTER (WHERE next_at IS NULL) AS last,
    coalesce(sum(CASE
      WHEN previous IS NULL THEN 0
      WHEN value >= previous THEN value - previous
      WHEN value + $5::double precision - previous BETWEEN 0 AND $5::double precision * 0.1
        THEN value + $5::double precision - previous
      ELSE greatest(value, 0) END), 0) AS increase,
    coalesce(sum(CASE
      WHEN rhythm IS NULL OR step <= greatest(rhythm * 2.5, rhythm + 1000) THEN step
      ELSE least(step, rhythm) END), 0) AS covered_ms,
    bool_or(is_cut) AS is_cut
  FROM neighboured LEFT JOIN rhythm USING (bucket) LEFT JOIN ending USING (bucket)
  GROUP BY bucket ORDER BY bucket`

/** Lowest and highest of each bucket of the edges $4, and when its first missing sample was. */
export const EXTREMES = `
  SELECT width_bucket(at, $4::bigint[]) AS bucket, min(at) FILTER (WHERE ${USABLE}) AS first_at,
    max(at) FILTER (WHERE ${USABLE}) AS last_at, min(value) FILTER (WHERE ${USABLE}) AS min,
    max(value) FILTER (WHERE ${USABLE}) AS max, coalesce(max(quality) FILTER (WHERE ${USABLE}), 0) AS quality,
    min(at) FILTER (WHERE NOT (${USABLE})) AS missing_at
  FROM telemetry_sample WHERE series_id = $1 AND at >= $2 AND at < $3
  GROUP BY 1 ORDER BY 1`
