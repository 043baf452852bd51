import type { Reading } from '../core/outside.ts'
import type { TestHub } from './test-hub.ts'
import { makeMarina } from './test-marina.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The marina of makeMarina with a second pedestal, both below the meter; Istanbul has no summer time. */
export async function makeMeteredMarina(test: TestHub) {
  const marina = await makeMarina(test)
  const { body: second } = await test.call('POST', '/api/devices', {
    json: {
      name: 'B-13',
      device_type: 'pedestal',
      gateway_id: marina.mqtt.id,
      external_id: 'b-13',
      parent_id: marina.meter.id,
      subregion_id: marina.subregion.id,
    },
  })
  await test.call('PUT', `/api/devices/${marina.pedestal.id}`, { json: { subregion_id: marina.subregion.id } })
  return { ...marina, second }
}

/** Readings of a device at every step of a time, its values worked out from the hours since the beginning. */
export function readings(
  deviceId: string,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
  values: (hours: number, at: number) => Reading['values'],
): Reading[] {
  const all: Reading[] = []
  for (let at = from; at < to; at += step)
    all.push({ deviceId, at, values: values((at - from) / HOUR, at), quality: 'good' })
  return all
}

/** Hands readings in as hardware does, in batches, oldest first. */
export async function feed(test: TestHub, all: readonly Reading[]): Promise<void> {
  const sorted = [...all].sort((a, b) => a.at - b.at)
  for (let i = 0; i < sorted.length; i += 2_000) await test.intake.readings(sorted.slice(i, i + 2_000))
}
