import type { Actor } from '../../server/core/access.ts'
import type { Core } from '../../server/core/core.ts'
import type { PointDraft } from '../../server/core/loto/loto.types.ts'
import type { DemoState, DemoStateFile } from './demo-state.ts'
import { feederKey, pedestalKey } from './load/supply.ts'
import { DEVICES, MARINA } from './marina.ts'
import { PEDESTALS, PONTOONS } from './site/layout.ts'

type Seeded = Pick<Core, 'people' | 'loto'>

const ALL = { offset: 0, limit: 200, sortBy: 'name', sortOrder: 'asc' } as const
const FIRST = { offset: 0, limit: 1, sortOrder: 'asc' } as const

/**
 * Points at which the marina's feeders and pedestals are isolated, and the two colleagues without whom nobody can lock
 * anything out: they sign in with the administrator's password. Once; what a visitor changes afterwards stays so.
 */
export async function seedLockout(core: Seeded, actor: Actor, state: DemoState, file: DemoStateFile): Promise<void> {
  if (state.hasLockout || state.signIn === null) return
  for (const colleague of MARINA.colleagues) await seedColleague(core, actor, colleague, state.signIn.password)
  const known = await core.loto.points.list(actor, {}, ALL)
  const names = new Set(known.items.map(({ point }) => point.name))
  for (const point of isolationPoints(state)) if (!names.has(point.name)) await core.loto.points.add(actor, point)
  state.hasLockout = true
  file.save(state)
}

async function seedColleague(
  { people }: Seeded,
  actor: Actor,
  { email, name, role }: (typeof MARINA.colleagues)[number],
  password: string,
): Promise<void> {
  const known = await people.users(actor, { email }, { ...FIRST, sortBy: 'email' })
  const [found] = (await people.roles(actor, { name: role }, { ...FIRST, sortBy: 'name' })).items
  if (known.total > 0 || !found) return
  await people.addUser(actor, { email, name, password, roleId: found.id, isActive: true })
}

function isolationPoints(state: DemoState): readonly PointDraft[] {
  const at = (key: string, location: string, isolationMethod: string): PointDraft[] => {
    const deviceId = state.devices[key]
    const device = DEVICES.find((each) => each.key === key)
    if (deviceId === undefined || !device) return []
    return [{ name: device.name, deviceId, subregionId: null, energyType: 'electrical', location, isolationMethod }]
  }
  return [
    ...PONTOONS.flatMap(({ name }) =>
      at(feederKey(name), `Main switchboard, way ${name}`, 'Feeder switch open, withdrawn and padlocked'),
    ),
    ...PEDESTALS.flatMap(({ name, pontoon, berths }) => {
      const served = berths.map((berth) => berth.name).sort()
      const where = `Pontoon ${pontoon}, berths ${served[0]} to ${served.at(-1)}`
      return at(pedestalKey(name), where, 'Breaker of the pedestal open, its handle padlocked')
    }),
  ]
}
