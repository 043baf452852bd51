import { configHash, type Json } from './canonical.ts'

export interface ReportedConfig {
  readonly id: string | null
  readonly version: number | null
  readonly hash: string
  readonly config: Json
  readonly error: string | null
}

/**
 * Reads `config/reported`: `{id?, version?, hash?, config?, error?}`. A configuration that is in the message counts by
 * its own hash, whatever hash stands beside it. Null for anything else.
 */
export function readConfigReport(payload: string): ReportedConfig | null {
  let body: unknown
  try {
    body = JSON.parse(payload)
  } catch {
    return null
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const { id, version, hash, config, error } = body as Readonly<Record<string, Json>>
  const ownHash = config === undefined || config === null ? null : configHash(config)
  const told = typeof hash === 'string' && /^[0-9a-f]{64}$/i.test(hash) ? hash.toLowerCase() : null
  const known = ownHash ?? told
  if (known === null) return null
  return {
    id: typeof id === 'string' ? id : null,
    version: typeof version === 'number' && Number.isInteger(version) ? version : null,
    hash: known,
    config: config ?? null,
    error: typeof error === 'string' && error !== '' ? error.slice(0, 300) : null,
  }
}
