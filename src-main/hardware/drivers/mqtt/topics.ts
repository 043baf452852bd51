import type { DevicePlan } from '../../../../server/core/outside.ts'
import { COMMAND_RESULT } from './commands.ts'

export const ROOT = 'quaywatch/'

/** What a topic means for its gateway. */
export type Route =
  | { readonly kind: 'telemetry'; readonly deviceId: string }
  | { readonly kind: 'status' }
  /** Answers to what the hub asked, and what a Zigbee bridge says. */
  | { readonly kind: 'report'; readonly topic: string }
  /** The state of a Zigbee bridge. */
  | { readonly kind: 'bridge_state' }
  /** Nothing for us: the hub's own words come back, or chatter of a bridge. */
  | { readonly kind: 'ignored' }

const STATUS: Route = { kind: 'status' }
/** Answers to what the hub asked: configuration, command, firmware. */
const REPORTS = ['config/reported', COMMAND_RESULT, 'ota/status']

export function gatewayPrefix(clientId: string): string {
  return `${ROOT}${clientId}/`
}

/** Every topic that a gateway may publish on, whole: one lookup per message instead of taking the topic apart. */
export function buildRoutes(clientId: string, devices: readonly DevicePlan[]): ReadonlyMap<string, Route> {
  const prefix = gatewayPrefix(clientId)
  const routes = new Map<string, Route>([[`${prefix}status`, STATUS]])
  for (const topic of REPORTS) routes.set(prefix + topic, { kind: 'report', topic })
  for (const device of devices) {
    routes.set(`${prefix}${device.externalId ?? device.id}/telemetry`, { kind: 'telemetry', deviceId: device.id })
  }
  return routes
}

/** The client_id of a topic under quaywatch/, or null. For a broker where all gateways come over one connection. */
export function clientIdOf(topic: string): string | null {
  if (!topic.startsWith(ROOT)) return null
  const end = topic.indexOf('/', ROOT.length)
  return end > ROOT.length ? topic.slice(ROOT.length, end) : null
}

/** Why a topic that has no route has none. */
export function missReason(prefix: string, topic: string): 'unknown_device' | 'unknown_topic' {
  if (!topic.startsWith(prefix) || !topic.endsWith('/telemetry')) return 'unknown_topic'
  const name = topic.slice(prefix.length, -'/telemetry'.length)
  return name.length > 0 && !name.includes('/') ? 'unknown_device' : 'unknown_topic'
}
