import { randomBytes } from 'node:crypto'
import { type Actor, PERMISSIONS } from '../../server/core/access.ts'
import type { Target } from '../../server/core/alarms/alarm.types.ts'
import type { Core } from '../../server/core/core.ts'
import type { Gateway } from '../../server/core/devices/devices.types.ts'
import type { DemoState, DemoStateFile } from './demo-state.ts'
import { DEVICES, type DemoDevice, type DemoGateway, type DemoPolicy, GATEWAYS, MARINA, POLICIES } from './marina.ts'
import { type Point, toLonLat } from './site/geometry.ts'
import { BASIN, PONTOONS } from './site/layout.ts'
import { sitePlanOf } from './site/site-plan.ts'

/** What setting up needs of the hub. */
export type SeededCore = Pick<
  Core,
  | 'identity'
  | 'sites'
  | 'gateways'
  | 'devices'
  | 'alarms'
  | 'inventory'
  | 'energy'
  | 'people'
  | 'loto'
  | 'widgets'
  | 'firmware'
  | 'firmwareTrust'
>

export interface SignIn {
  readonly email: string
  readonly password: string
}

const HOST = '127.0.0.1'

/** Makes the tenant and its administrator at the first start. @returns the sign-in and who acts for the demo */
export async function seedAdministrator(
  core: SeededCore,
  state: DemoState,
  file: DemoStateFile,
  wanted: SignIn | null,
): Promise<{ readonly signIn: SignIn; readonly actor: Actor }> {
  // Saved before it is used: a password that only an interrupted start knew would lock everybody out.
  state.signIn ??= wanted ?? { email: MARINA.adminEmail, password: randomBytes(9).toString('base64url') }
  file.save(state)
  state.owner ??= await makeOwner(core, state.signIn)
  file.save(state)
  const actor: Actor = {
    ...state.owner,
    email: state.signIn.email,
    permissions: new Set(PERMISSIONS),
    sessionId: 'demo',
  }
  return { signIn: state.signIn, actor }
}

async function makeOwner(core: SeededCore, { email, password }: SignIn): Promise<NonNullable<DemoState['owner']>> {
  if (!(await core.identity.isSetUp())) {
    const user = await core.identity.setUp({ tenantName: MARINA.tenant, email, password, timeZone: MARINA.timeZone })
    return { userId: user.id, tenantId: user.tenantId }
  }
  const { accessToken } = await core.identity.login(email, password, null)
  const { userId, tenantId } = await core.identity.authenticate(accessToken)
  return { userId, tenantId }
}

/**
 * Sets the marina up through the hub's use cases, once: what a visitor changes or deletes afterwards stays so. Taken up
 * where it was left if it was interrupted. Gateways are told their slaves' ports at every start.
 */
export async function seedMarina(
  core: SeededCore,
  actor: Actor,
  state: DemoState,
  file: DemoStateFile,
  ports: ReadonlyMap<string, number>,
): Promise<void> {
  if (state.isSeeded) return refreshPorts(core, actor, state, file, ports)
  const places = await seedPlaces(core, actor)
  // Side by side: each waits until it is in force, and what waits together is put in force together.
  await Promise.all(
    GATEWAYS.map(async (gateway) => {
      await seedGateway(core, actor, state, gateway, places, ports)
      file.save(state)
    }),
  )
  for (const generation of generationsOf(DEVICES))
    await Promise.all(generation.map((device) => seedDevice(core, actor, state, device, places)))
  await Promise.all(POLICIES.map((policy) => seedPolicy(core, actor, state, policy)))
  state.isSeeded = true
  file.save(state)
}

/** Parents before their children. */
function generationsOf(devices: readonly DemoDevice[]): readonly (readonly DemoDevice[])[] {
  const depthOf = (device: DemoDevice): number => {
    const parent = devices.find(({ key }) => key === device.parent)
    return parent ? depthOf(parent) + 1 : 0
  }
  return [...Map.groupBy(devices, depthOf)].sort(([a], [b]) => a - b).map(([, generation]) => generation)
}

/** Place → subregion id. */
type Places = ReadonlyMap<string, string>

const ALL = { offset: 0, limit: 200, sortOrder: 'asc' } as const

async function seedPlaces(core: SeededCore, actor: Actor): Promise<Places> {
  const middle = coordinates(centre(BASIN))
  const regions = await core.sites.regions(actor, {}, { ...ALL, sortBy: 'name' })
  const region =
    regions.items.find(({ name }) => name === MARINA.region) ??
    (await core.sites.addRegion(actor, {
      name: MARINA.region,
      description: MARINA.description,
      timeZone: MARINA.timeZone,
      ...middle,
    }))
  const known = await core.sites.subregions(actor, {}, { ...ALL, sortBy: 'name' })
  const wanted = [
    { place: 'marina', name: 'Harbour and services', pontoon: null, at: middle },
    ...PONTOONS.map(({ name, root }) => ({
      place: name,
      name: `Pontoon ${name}`,
      pontoon: name,
      at: coordinates(root),
    })),
  ]
  const places = new Map<string, string>()
  for (const { place, name, pontoon, at } of wanted) {
    const subregion =
      known.items.find((each) => each.name === name && each.regionId === region.id) ??
      (await core.sites.addSubregion(actor, {
        regionId: region.id,
        name,
        description: null,
        ...at,
        sitePlan: { ...sitePlanOf(pontoon) },
      }))
    places.set(place, subregion.id)
  }
  return places
}

async function seedGateway(
  core: SeededCore,
  actor: Actor,
  state: DemoState,
  { key, name, place, kind }: DemoGateway,
  places: Places,
  ports: ReadonlyMap<string, number>,
): Promise<void> {
  if (state.gateways[key]) return
  const port = ports.get(key) ?? 0
  const found = inventoryOf(core, actor).gateways.find((gateway) => gateway.name === name)
  // An interrupted start may have left a gateway whose password nobody knows any more.
  if (found) await core.gateways.remove(actor, found.id)
  const { gateway, password } = await core.gateways.add(actor, {
    name,
    type: kind,
    subregionId: places.get(place) ?? null,
    isEnabled: true,
    connection: kind === 'mqtt' ? { client_id: key } : { host: HOST, port },
  })
  state.gateways[key] = { id: gateway.id, port, password }
}

async function seedDevice(
  core: SeededCore,
  actor: Actor,
  state: DemoState,
  device: DemoDevice,
  places: Places,
): Promise<void> {
  const { key, name, deviceType, gateway, place, parent, at, slaveId, template, pollIntervalS } = device
  const gatewayId = state.gateways[gateway]?.id ?? ''
  const found = inventoryOf(core, actor).devices.find((each) => each.gatewayId === gatewayId && each.name === name)
  const made =
    found ??
    (await core.devices.add(actor, {
      name,
      deviceType,
      gatewayId,
      slaveId,
      externalId: slaveId === null ? key : null,
      templateId: template,
      subregionId: places.get(place) ?? null,
      parentId: parent === null ? null : (state.devices[parent] ?? null),
      pollIntervalS: slaveId === null ? null : pollIntervalS,
      ...(at === null ? { latitude: null, longitude: null } : coordinates(at)),
    }))
  state.devices[key] = made.id
}

async function seedPolicy(core: SeededCore, actor: Actor, state: DemoState, policy: DemoPolicy): Promise<void> {
  const known = await core.alarms.policies.list(actor, {}, { ...ALL, sortBy: 'name' })
  if (known.items.some(({ name }) => name === policy.name)) return
  const target: Target =
    'device' in policy.target
      ? { kind: 'device', value: state.devices[policy.target.device] ?? '' }
      : { kind: 'device_type', value: policy.target.deviceType }
  await core.alarms.policies.add(actor, { schedule: null, ...policy, target, isEnabled: true })
}

async function refreshPorts(
  core: SeededCore,
  actor: Actor,
  state: DemoState,
  file: DemoStateFile,
  ports: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [key, port] of ports) {
    const saved = state.gateways[key]
    if (!saved || saved.port === port || !core.inventory.gateways.has(saved.id)) continue
    await core.gateways.change(actor, saved.id, { connection: { host: HOST, port } })
    saved.port = port
  }
  file.save(state)
}

function inventoryOf(core: SeededCore, actor: Actor) {
  const own = <T extends { readonly tenantId: string }>(all: Iterable<T>) =>
    [...all].filter(({ tenantId }) => tenantId === actor.tenantId)
  return {
    gateways: own<Gateway>(core.inventory.gateways.values()),
    devices: own(core.inventory.devices.values()),
  }
}

function coordinates(point: Point): { latitude: number; longitude: number } {
  const [longitude, latitude] = toLonLat(point)
  return { latitude, longitude }
}

const centre = (ring: readonly Point[]): Point => [
  ring.reduce((sum, [x]) => sum + x, 0) / ring.length,
  ring.reduce((sum, [, y]) => sum + y, 0) / ring.length,
]
