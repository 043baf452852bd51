import {
  type BridgeInfo,
  type Exposed,
  INTERVIEW_STATES,
  type InterviewState,
  NODE_KINDS,
  type NodeKind,
} from './zigbee.types.ts'

/**
 * Reads what Zigbee2MQTT publishes (its guide, "MQTT Topics and Messages"; shapes as in its dist/types/api.d.ts 2.14, and
 * what 1.x said otherwise). Everything comes from outside: what does not fit is null or left out, nothing is thrown.
 */
type Json = Readonly<Record<string, unknown>>

const MAX_NODES = 2000
const MAX_EXPOSED = 200
const IEEE = /^0x[0-9a-f]{16}$/
const READABLE = 1
const SETTABLE = 2

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown, max = 200): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, max) : null
const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const oneOf = <T extends string>(words: readonly T[], value: unknown): T | null =>
  words.find((word) => word === value) ?? null

export function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}

/** A node as `bridge/devices` has it: no state of its own yet. */
export interface DescribedNode {
  readonly ieee: string
  readonly friendlyName: string
  readonly kind: NodeKind
  readonly vendor: string | null
  readonly model: string | null
  readonly description: string | null
  readonly isBattery: boolean
  readonly interview: InterviewState
  readonly exposes: readonly Exposed[]
}

/** `bridge/devices`, whole. Null: not a list, which must not be read as "no devices". */
export function readNodes(payload: string): readonly DescribedNode[] | null {
  const list = parseJson(payload)
  if (!Array.isArray(list)) return null
  const nodes: DescribedNode[] = []
  for (const entry of list.slice(0, MAX_NODES)) {
    const node = readNode(entry)
    if (node) nodes.push(node)
  }
  return nodes
}

function readNode(entry: unknown): DescribedNode | null {
  if (!isObject(entry)) return null
  const ieee = textOf(entry.ieee_address)?.toLowerCase()
  if (!ieee || !IEEE.test(ieee)) return null
  const definition = isObject(entry.definition) ? entry.definition : {}
  return {
    ieee,
    friendlyName: textOf(entry.friendly_name) ?? ieee,
    kind: oneOf(NODE_KINDS, entry.type) ?? 'Unknown',
    vendor: textOf(definition.vendor) ?? textOf(entry.manufacturer),
    model: textOf(definition.model) ?? textOf(entry.model_id),
    description: textOf(definition.description),
    isBattery: textOf(entry.power_source)?.startsWith('Battery') ?? false,
    interview: interviewOf(entry),
    exposes: readExposes(definition.exposes),
  }
}

/** 2.x says `interview_state` in capitals; 1.x has two flags. */
function interviewOf(entry: Json): InterviewState {
  const said = textOf(entry.interview_state)?.toLowerCase()
  const state = oneOf(INTERVIEW_STATES, said)
  if (state) return state
  if (entry.interviewing === true) return 'in_progress'
  return entry.interview_completed === true ? 'successful' : 'pending'
}

/** The flat list of properties; a switch or a light carries its own as features. */
function readExposes(list: unknown): readonly Exposed[] {
  if (!Array.isArray(list)) return []
  const found: Exposed[] = []
  for (const entry of list) {
    if (!isObject(entry) || found.length >= MAX_EXPOSED) continue
    if (Array.isArray(entry.features)) found.push(...readExposes(entry.features))
    else {
      const exposed = readExposed(entry)
      if (exposed) found.push(exposed)
    }
  }
  return found
}

function readExposed(entry: Json): Exposed | null {
  const property = textOf(entry.property)
  const kind = oneOf(['binary', 'numeric', 'enum', 'text'] as const, entry.type)
  if (!property || !kind) return null
  const access = numberOf(entry.access) ?? READABLE
  return {
    property,
    kind,
    unit: textOf(entry.unit, 20),
    isSettable: (access & SETTABLE) !== 0,
    valueOn: kind === 'binary' ? scalar(entry.value_on) : null,
    valueOff: kind === 'binary' ? scalar(entry.value_off) : null,
  }
}

const scalar = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null

/** `bridge/info`. 2.x: `permit_join_end` in epoch ms; 1.x: `permit_join_timeout` in seconds from now. */
export function readInfo(payload: string, now: number): BridgeInfo | null {
  const info = parseJson(payload)
  if (!isObject(info)) return null
  const isJoinOpen = info.permit_join === true
  const end = numberOf(info.permit_join_end)
  const leftS = numberOf(info.permit_join_timeout)
  const network = isObject(info.network) ? info.network : {}
  return {
    version: textOf(info.version, 40),
    channel: numberOf(network.channel),
    isJoinOpen,
    joinEndsAt: isJoinOpen ? (end ?? (leftS === null ? null : now + leftS * 1000)) : null,
  }
}

/** `bridge/state` and `…/availability`: JSON since 1.30 or the bare word before. */
export function readOnline(payload: string): boolean | null {
  const parsed = parseJson(payload)
  const word = isObject(parsed) ? parsed.state : payload.trim()
  if (word === 'online') return true
  return word === 'offline' ? false : null
}

export interface Response {
  readonly isOk: boolean
  readonly error: string | null
  readonly transaction: string | null
}

/** `bridge/response/…` */
export function readResponse(payload: string): Response | null {
  const parsed = parseJson(payload)
  if (!isObject(parsed)) return null
  return {
    isOk: parsed.status === 'ok',
    error: textOf(parsed.error),
    transaction: textOf(parsed.transaction) ?? numberOf(parsed.transaction)?.toString() ?? null,
  }
}
