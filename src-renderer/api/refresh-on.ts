import type { QueryClient } from '@tanstack/react-query'
import type { ConsoleMessage } from './types.ts'

/** First words of query keys. Every hook's key starts with one of these. */
export const KEYS = {
  incidents: 'incidents',
  policies: 'policies',
  holidays: 'holidays',
  overview: 'overview',
  points: 'points',
  devices: 'devices',
  gateways: 'gateways',
  sites: 'sites',
  users: 'users',
  roles: 'roles',
  audit: 'audit',
  inbox: 'inbox',
  exports: 'exports',
  widgets: 'widgets',
  loto: 'loto',
  session: 'session',
  system: 'system',
  templates: 'templates',
  zigbee: 'zigbee',
  firmware: 'firmware',
  gatewayConfig: 'gateway-config',
  energy: 'energy',
  annunciation: 'annunciation',
} as const
export type QueryRoot = (typeof KEYS)[keyof typeof KEYS]

/** Which lists a change of an entity touches. Names that the hub may add later touch everything. */
const TOUCHED: Readonly<Record<string, readonly QueryRoot[]>> = {
  user: ['users', 'session'],
  role: ['roles', 'users', 'session'],
  region: ['sites'],
  subregion: ['sites'],
  gateway: ['zigbee', 'gateways', 'devices', 'overview', 'gateway-config'],
  device: ['devices', 'overview', 'loto', 'points'],
  device_template: ['templates', 'devices', 'points'],
  template: ['templates', 'devices'],
  alarm_policy: ['policies'],
  holiday: ['holidays', 'policies'],
  policy: ['policies'],
  tenant: ['session'],
  incident: ['incidents'],
  inbox: ['inbox'],
  export: ['exports'],
  widget: ['widgets'],
  loto: ['loto', 'points'],
  point: ['points'],
  zigbee: ['zigbee'],
  firmware: ['firmware'],
  gateway_config: ['gateway-config'],
  energy: ['energy'],
  maintenance: ['annunciation', 'incidents'],
  // Without the last letter: the name is read as a plural.
  alarm_setting: ['annunciation'],
  escalation: ['annunciation'],
  mail: ['annunciation'],
}

const QUIET_MS = 400
const waiting = new Map<QueryRoot, ReturnType<typeof setTimeout>>()

/** Bursts of pushes become one question per list, so that an alarm flood does not become a flood of requests. */
function refreshSoon(client: QueryClient, root: QueryRoot): void {
  if (waiting.has(root)) return
  const timer = setTimeout(() => {
    waiting.delete(root)
    client.invalidateQueries({ queryKey: [root] }).catch(() => undefined)
  }, QUIET_MS)
  waiting.set(root, timer)
}

export function rootsTouchedBy(message: ConsoleMessage): readonly QueryRoot[] {
  switch (message.type) {
    case 'incident':
      return ['incidents', 'overview', 'devices', 'annunciation']
    case 'flood':
      return ['annunciation']
    case 'link':
      return message.gateway_id
        ? ['gateways', 'zigbee', 'overview', 'devices', 'points']
        : ['overview', 'devices', 'points']
    case 'changed':
      return TOUCHED[message.entity.replace(/s$/, '')] ?? Object.values(KEYS)
    default:
      return []
  }
}

export function refreshOn(client: QueryClient, message: ConsoleMessage): void {
  for (const root of rootsTouchedBy(message)) refreshSoon(client, root)
}
