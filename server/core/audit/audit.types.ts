export interface AuditEntry {
  readonly seq: number
  readonly tenantId: string
  readonly at: number
  readonly actorId: string | null
  readonly actorEmail: string | null
  readonly action: string
  readonly entity: string
  readonly entityId: string | null
  readonly detail: Readonly<Record<string, unknown>> | null
  readonly prevHash: string
  readonly hash: string
}
