import type { ClaimState } from './claim.states.ts'

export interface Claim {
  readonly id: string
  readonly tenantId: string
  readonly name: string | null
  readonly subregionId: string | null
  readonly selector: string
  readonly sha256: string
  readonly state: ClaimState
  readonly wrongTries: number
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly endedAt: number | null
  /** The gateway that it became. */
  readonly gatewayId: string | null
}

export const NODE_KINDS = ['Coordinator', 'Router', 'EndDevice', 'Unknown'] as const
export type NodeKind = (typeof NODE_KINDS)[number]

export const INTERVIEW_STATES = ['pending', 'in_progress', 'successful', 'failed'] as const
export type InterviewState = (typeof INTERVIEW_STATES)[number]

/** One property that a node tells, or takes (Zigbee2MQTT "exposes"). */
export interface Exposed {
  readonly property: string
  readonly kind: 'binary' | 'numeric' | 'enum' | 'text'
  readonly unit: string | null
  readonly isSettable: boolean
  /** Binary: what it says when on. */
  readonly valueOn: string | number | boolean | null
  readonly valueOff: string | number | boolean | null
}

/** A node of a Zigbee network, as the bridge describes it. */
export interface ZigbeeNode {
  readonly gatewayId: string
  /** `0x` and 16 hex digits. */
  readonly ieee: string
  readonly friendlyName: string
  readonly kind: NodeKind
  readonly vendor: string | null
  readonly model: string | null
  readonly description: string | null
  readonly isBattery: boolean
  readonly interview: InterviewState
  readonly exposes: readonly Exposed[]
  /** As the bridge says; null when it does not watch availability. */
  readonly isAvailable: boolean | null
  readonly linkQuality: number | null
  readonly lastSeen: number | null
  readonly firstSeen: number
}

/** What a bridge says of itself. */
export interface BridgeInfo {
  readonly version: string | null
  readonly channel: number | null
  readonly isJoinOpen: boolean
  readonly joinEndsAt: number | null
}
