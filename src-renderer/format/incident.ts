import type { Incident } from '../api/types.ts'

/** The message without the device's name in front, for places that show the name beside it. */
export function shortMessage(incident: Pick<Incident, 'message' | 'device_name' | 'gateway_name'>): string {
  for (const name of [incident.device_name, incident.gateway_name]) {
    if (name && incident.message.startsWith(`${name}: `)) return incident.message.slice(name.length + 2)
  }
  return incident.message
}
