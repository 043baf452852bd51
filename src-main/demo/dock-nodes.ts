import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Actor } from '../../server/core/access.ts'
import type { Core } from '../../server/core/core.ts'
import type { Clock, Log } from '../../server/core/outside.ts'
import type { DemoState, DemoStateFile } from './demo-state.ts'
import { DockNode, type NodeConfig } from './simulators/dock-node.ts'
import { type Point, toLonLat } from './site/geometry.ts'
import { PONTOONS } from './site/layout.ts'

type Seeded = Pick<Core, 'gateways' | 'devices' | 'sites' | 'inventory' | 'firmware' | 'firmwareTrust'>

const COUNT = 20
/** Its bootloader refuses every new image, so that a rollout has something to tell. */
const FAILING = 'dock-node-13'
export const DOCK_NODE_TYPE = 'dock_node'
const HW_REVISION = 'B'
const FACTORY_VERSION = '1.2.0'
const IMAGE_BYTES = 240_000

interface NodePlan {
  readonly key: string
  readonly name: string
  readonly pontoon: string
  readonly at: Point
}

/** Small gateways along the pontoons, each with one water sensor. */
const NODES: readonly NodePlan[] = Array.from({ length: COUNT }, (_, index) => {
  const number = String(index + 1).padStart(2, '0')
  const pontoon = PONTOONS[index % PONTOONS.length] ?? PONTOONS[0]
  const share = 0.2 + (0.7 * Math.floor(index / PONTOONS.length)) / Math.ceil(COUNT / PONTOONS.length)
  const [rootX = 0, rootY = 0] = pontoon?.root ?? []
  const [headX = 0, headY = 0] = pontoon?.head ?? []
  return {
    key: `dock-node-${number}`,
    name: `Dock node ${number}`,
    pontoon: pontoon?.name ?? '',
    at: [rootX + 1.2 + share * (headX - rootX), rootY + share * (headY - rootY)],
  }
})

export interface DockNodes {
  stop(): Promise<void>
}

/** Twenty gateways that can be updated over the air, and three versions of their firmware. */
export async function startDockNodes(
  core: Seeded,
  actor: Actor,
  state: DemoState,
  file: DemoStateFile,
  outside: { readonly url: string; readonly clock: Clock; readonly log: Log },
): Promise<DockNodes> {
  await seedNodes(core, actor, state, file)
  if (state.firmwareKey === null) {
    state.firmwareKey = await seedFirmware(core, actor)
    file.save(state)
  }
  const publicKey = state.firmwareKey
  const running = NODES.flatMap(({ key }, index) => {
    const account = state.dockNodes[key]
    if (!account) return []
    const changed = (version: string) => {
      account.version = version
      file.save(state)
    }
    const configured = (config: NodeConfig) => {
      account.config = config
      file.save(state)
    }
    return new DockNode(
      {
        clientId: key,
        password: account.password,
        version: account.version,
        config: account.config,
        deviceType: DOCK_NODE_TYPE,
        hwRevision: HW_REVISION,
        publicKey,
        isFailing: key === FAILING,
        phase: index / COUNT,
      },
      { ...outside, changed, configured },
    )
  })
  for (const node of running) node.start()
  return {
    async stop() {
      await Promise.all(running.map((node) => node.stop()))
    },
  }
}

async function seedNodes(core: Seeded, actor: Actor, state: DemoState, file: DemoStateFile): Promise<void> {
  const missing = NODES.filter(({ key }) => !state.dockNodes[key])
  if (missing.length === 0) return
  const all = { offset: 0, limit: 200, sortBy: 'name', sortOrder: 'asc' } as const
  const { items } = await core.sites.subregions(actor, {}, all)
  const placeOf = (pontoon: string) => items.find(({ name }) => name === `Pontoon ${pontoon}`)?.id ?? null
  const known = [...core.inventory.gateways.values()].filter(({ tenantId }) => tenantId === actor.tenantId)
  await Promise.all(
    missing.map(async ({ key, name, pontoon, at }) => {
      // An interrupted start may have left a gateway whose password nobody knows any more.
      const lost = known.find((gateway) => gateway.name === name)
      if (lost) await forget(core, actor, lost.id)
      const { gateway, password } = await core.gateways.add(actor, {
        name,
        type: 'mqtt',
        subregionId: placeOf(pontoon),
        isEnabled: true,
        connection: { client_id: key },
      })
      const [longitude, latitude] = toLonLat(at)
      await core.devices.add(actor, {
        name: `${name} water`,
        deviceType: 'sensor',
        gatewayId: gateway.id,
        slaveId: null,
        externalId: 'water',
        templateId: null,
        subregionId: placeOf(pontoon),
        parentId: null,
        pollIntervalS: null,
        latitude,
        longitude,
      })
      state.dockNodes[key] = { password: password ?? '', version: FACTORY_VERSION, config: null }
    }),
  )
  file.save(state)
}

async function forget(core: Seeded, actor: Actor, gatewayId: string): Promise<void> {
  for (const { id } of core.inventory.devicesOfGateway(gatewayId)) await core.devices.remove(actor, id)
  await core.gateways.remove(actor, gatewayId)
}

/** What the nodes run, what they could run, and what nobody has released. @returns the key that they believe, as PEM */
async function seedFirmware({ firmware, firmwareTrust }: Seeded, actor: Actor): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  await firmwareTrust.trust(actor, 'Dock node builds', pem)
  for (const { version, notes, isReleased } of [
    { version: FACTORY_VERSION, notes: 'As delivered', isReleased: true },
    { version: '1.3.0', notes: 'Finds the network again faster after a power cut', isReleased: true },
    { version: '1.4.0-rc.1', notes: 'Leak detection, being tried out', isReleased: false },
  ]) {
    const bytes = imageOf(version)
    const facts = {
      name: 'Dock node',
      version,
      deviceType: DOCK_NODE_TYPE,
      hwRevision: HW_REVISION,
      minFromVersion: version === FACTORY_VERSION ? null : '1.0.0',
      notes,
    }
    const made = await firmware.uploadBytes(actor, facts, signatureOf(bytes, privateKey), bytes)
    if (isReleased) await firmware.release(actor, made.id)
  }
  return pem
}

const signatureOf = (bytes: Uint8Array, key: KeyObject): string => sign(null, bytes, key).toString('base64')

/** Bytes that look like a program and are the same at every start. */
function imageOf(version: string): Uint8Array {
  const blocks: Buffer[] = []
  for (let block = 0; block * 32 < IMAGE_BYTES; block++)
    blocks.push(createHash('sha256').update(`dock node ${version} ${block}`).digest())
  return Buffer.concat(blocks)
}
