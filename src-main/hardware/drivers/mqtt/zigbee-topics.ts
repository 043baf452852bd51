import type { Route } from './topics.ts'

/**
 * Topics of Zigbee2MQTT below its base topic (its guide, "MQTT Topics and Messages"). What it says of itself and of its
 * nodes goes to the hub, which knows the nodes; what is sent to it comes back over an external broker and is none.
 */
const STATE: Route = { kind: 'bridge_state' }
const IGNORED: Route = { kind: 'ignored' }
const CHATTER = [
  'bridge/logging',
  'bridge/definitions',
  'bridge/groups',
  'bridge/extensions',
  'bridge/converters',
  'bridge/config',
  'bridge/log',
]

export function zigbeeRoute(prefix: string, topic: string): Route | undefined {
  if (!topic.startsWith(prefix)) return undefined
  const rest = topic.slice(prefix.length)
  if (rest === 'bridge/state') return STATE
  if (rest === '' || CHATTER.includes(rest)) return IGNORED
  if (rest.startsWith('bridge/request/') || /\/(set|get)(\/|$)/.test(rest)) return IGNORED
  return { kind: 'report', topic: rest }
}

/** `{"state":"online"}`, or the bare word of versions before 1.30. */
export function bridgeState(payload: Buffer): 'online' | 'offline' | null {
  if (payload.length > 100) return null
  const text = payload.toString()
  const word = /^\s*\{\s*"state"\s*:\s*"(\w+)"\s*\}\s*$/.exec(text)?.[1] ?? text.trim()
  return word === 'online' || word === 'offline' ? word : null
}
