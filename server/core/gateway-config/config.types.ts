import type { Json } from './canonical.ts'
import type { ConfigState, PushState } from './config.states.ts'
import type { Difference } from './diff.ts'

export interface ConfigPush {
  readonly id: string
  readonly tenantId: string
  readonly gatewayId: string
  /** Counts up per gateway. */
  readonly version: number
  readonly hash: string
  readonly config: Json
  readonly state: PushState
  readonly waitsFor: 'gateway' | 'lockout' | null
  /** The gateway's own words when it refused. */
  readonly error: string | null
  /** The push that was not answered and that this one undoes. */
  readonly rollbackOf: string | null
  readonly createdAt: number
  /** Null when the hub itself went back. */
  readonly createdBy: string | null
  readonly sentAt: number | null
  /** When an answer, or the way to the gateway, is given up. */
  readonly deadlineAt: number | null
  readonly finishedAt: number | null
}

/** What a gateway said that it runs. */
export interface ConfigReport {
  readonly gatewayId: string
  readonly hash: string
  readonly version: number | null
  /** Null when it sent only the hash. */
  readonly config: Json
  readonly reportedAt: number
}

export interface ConfigPreview {
  readonly gatewayId: string
  /** `gateway`: pushed to it and acknowledged by it. `hub`: the hub polls it, every change is in force at once. */
  readonly appliedBy: 'gateway' | 'hub'
  readonly state: ConfigState
  readonly desired: { readonly version: number; readonly hash: string; readonly config: Json }
  readonly reported: {
    readonly version: number | null
    readonly hash: string
    readonly config: Json
    readonly reportedAt: number | null
  } | null
  /** From what is reported to what is desired; null when the gateway told only a hash that nobody knows. */
  readonly differences: readonly Difference[] | null
  /** The push that is under way, or the last one. */
  readonly push: ConfigPush | null
}
