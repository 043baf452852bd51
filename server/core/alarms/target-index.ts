import type { Policy, Target, WatchedDevice } from './alarm.types.ts'

const targetKey = (tenantId: string, kind: Target['kind'], value: string): string => `${tenantId}|${kind}|${value}`

/** Everything that a target can name a device by. */
function keysOf(device: WatchedDevice): readonly string[] {
  const { tenantId, id, deviceType, subregionId, regionId } = device
  const keys = [targetKey(tenantId, 'device', id), targetKey(tenantId, 'device_type', deviceType)]
  if (subregionId !== null) keys.push(targetKey(tenantId, 'subregion', subregionId))
  if (regionId !== null) keys.push(targetKey(tenantId, 'region', regionId))
  return keys
}

/** Devices and policies by what brings them together, so that a change costs what it touches and not what there is. */
export class TargetIndex {
  readonly devices = new Map<string, WatchedDevice>()
  readonly policies = new Map<string, Policy>()
  readonly #devicesAt = new Map<string, Map<string, WatchedDevice>>()
  readonly #policiesAt = new Map<string, Map<string, Policy>>()

  devicesOf({ tenantId, target }: Policy): readonly WatchedDevice[] {
    return [...(this.#devicesAt.get(targetKey(tenantId, target.kind, target.value))?.values() ?? [])]
  }

  policiesOf(device: WatchedDevice): readonly Policy[] {
    return keysOf(device).flatMap((key) => [...(this.#policiesAt.get(key)?.values() ?? [])])
  }

  setDevice(device: WatchedDevice): void {
    this.dropDevice(device.id)
    this.devices.set(device.id, device)
    for (const key of keysOf(device)) put(this.#devicesAt, key, device)
  }

  dropDevice(id: string): void {
    const device = this.devices.get(id)
    if (!device) return
    this.devices.delete(id)
    for (const key of keysOf(device)) take(this.#devicesAt, key, id)
  }

  setPolicy(policy: Policy): void {
    this.dropPolicy(policy.id)
    this.policies.set(policy.id, policy)
    put(this.#policiesAt, targetKey(policy.tenantId, policy.target.kind, policy.target.value), policy)
  }

  dropPolicy(id: string): void {
    const policy = this.policies.get(id)
    if (!policy) return
    this.policies.delete(id)
    take(this.#policiesAt, targetKey(policy.tenantId, policy.target.kind, policy.target.value), id)
  }
}

function put<Item extends { readonly id: string }>(map: Map<string, Map<string, Item>>, key: string, item: Item): void {
  const known = map.get(key)
  if (known) known.set(item.id, item)
  else map.set(key, new Map([[item.id, item]]))
}

function take(map: Map<string, Map<string, unknown>>, key: string, id: string): void {
  const items = map.get(key)
  items?.delete(id)
  if (items?.size === 0) map.delete(key)
}
