import type { Generated } from 'kysely'
import type { Flag, Json, Millis } from './columns.ts'

/** Tenants, their people, and what they did. */
export interface IdentityTables {
  setting: { key: string; value: Json }
  tenant: { id: string; name: string; time_zone: string; created_at: Millis }
  role: {
    id: string
    tenant_id: string
    name: string
    description: string | null
    permissions: Json
    is_system: Flag
    created_at: Millis
  }
  user: {
    id: string
    tenant_id: string
    email: string
    name: string | null
    password_hash: string
    role_id: string
    is_active: Flag
    created_at: Millis
    last_login_at: Millis | null
  }
  /** One sign-in; its refresh tokens rotate. Reuse of a rotated token revokes the session. */
  session: {
    id: string
    user_id: string
    created_at: Millis
    expires_at: Millis
    revoked_at: Millis | null
    revoked_reason: string | null
    user_agent: string | null
  }
  refresh_token: { token_sha256: string; session_id: string; created_at: Millis; used_at: Millis | null }
  /** Append-only, hash-chained per tenant: hash = sha256(prev_hash + canonical JSON of the rest). */
  audit_log: {
    seq: Generated<number>
    tenant_id: string
    at: Millis
    actor_id: string | null
    actor_email: string | null
    action: string
    entity: string
    entity_id: string | null
    detail: Json | null
    prev_hash: string
    hash: string
  }
}
