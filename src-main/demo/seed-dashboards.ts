import type { Actor } from '../../server/core/access.ts'
import type { Core } from '../../server/core/core.ts'
import type { Place, WidgetKind } from '../../server/core/widgets/widget.types.ts'
import type { DemoState, DemoStateFile } from './demo-state.ts'
import { feederKey, MAIN, OVERLOADED_PEDESTAL, pedestalKey } from './load/supply.ts'
import { DEVICES } from './marina.ts'

type Seeded = Pick<Core, 'widgets' | 'inventory'>
type DemoWidget = WidgetKind & {
  readonly title: string
  readonly at: readonly [x: number, y: number, w: number, h: number]
}

const PONTOON = 'E'

/** Device keys stand where the hub's ids go; they are put in when the widgets are made. */
const MARINA_BOARD: readonly DemoWidget[] = [
  { type: 'value', title: 'Marina power', config: { device_id: MAIN, metric: 'active_power' }, at: [0, 0, 3, 3] },
  {
    type: 'gauge',
    title: 'Voltage L1',
    config: { device_id: MAIN, metric: 'voltage_l1', min: 200, max: 260, low: 220, high: 244 },
    at: [3, 0, 3, 3],
  },
  { type: 'value', title: 'Wind', config: { device_id: 'weather', metric: 'wind_speed' }, at: [6, 0, 3, 3] },
  { type: 'value', title: 'Sea level', config: { device_id: 'sea', metric: 'water_level' }, at: [9, 0, 3, 3] },
  { type: 'energy_flow', title: 'Where the power goes', config: { device_id: MAIN }, at: [0, 3, 7, 10] },
  { type: 'alarm_list', title: 'Alarms, whole marina', config: { everywhere: true }, at: [7, 3, 5, 5] },
  { type: 'loto_state', title: 'Lock-outs', config: {}, at: [7, 8, 5, 5] },
  {
    type: 'chart',
    title: 'Power of the day',
    config: {
      series: [
        { device_id: MAIN, metric: 'active_power' },
        { device_id: 'solar', metric: 'pv_power' },
      ],
      range: 'day',
    },
    at: [0, 13, 7, 7],
  },
  { type: 'map', title: 'Harbour', config: {}, at: [7, 13, 5, 7] },
]

const PONTOON_BOARD: readonly DemoWidget[] = [
  {
    type: 'value',
    title: 'Pontoon power',
    config: { device_id: feederKey(PONTOON), metric: 'active_power' },
    at: [0, 0, 3, 3],
  },
  {
    type: 'gauge',
    title: 'Charter yacht, phase 1',
    config: { device_id: pedestalKey(OVERLOADED_PEDESTAL), metric: 'current_l1', min: 0, max: 63, high: 45 },
    at: [3, 0, 4, 3],
  },
  { type: 'alarm_list', title: 'Alarms here', config: {}, at: [7, 0, 5, 6] },
  {
    type: 'chart',
    title: 'Currents of the charter yacht',
    config: {
      series: (['current_l1', 'current_l2', 'current_l3'] as const).map((metric) => ({
        device_id: pedestalKey(OVERLOADED_PEDESTAL),
        metric,
      })),
      range: 'hour',
    },
    at: [0, 3, 7, 7],
  },
  { type: 'map', title: 'Pontoon', config: {}, at: [7, 6, 5, 7] },
  { type: 'energy_flow', title: 'Pedestals', config: { device_id: feederKey(PONTOON) }, at: [0, 10, 7, 9] },
]

/** A dashboard for the harbour and one for a pontoon, once: what a visitor changes afterwards stays so. */
export async function seedDashboards(core: Seeded, actor: Actor, state: DemoState, file: DemoStateFile): Promise<void> {
  if (state.hasDashboards) return
  const boards = [
    ['marina', MARINA_BOARD],
    [PONTOON, PONTOON_BOARD],
  ] as const
  for (const [place, widgets] of boards) {
    const subregionId = subregionOf(core, state, place)
    if (!subregionId) continue
    for (const { at, title, ...kind } of widgets) {
      const [x, y, w, h] = at
      const where: Place & { subregionId: string; title: string } = { subregionId, title, x, y, w, h }
      await core.widgets.add(actor, { ...withIds(kind, state), ...where })
    }
  }
  state.hasDashboards = true
  file.save(state)
}

/** That in which the place's own devices stand. */
function subregionOf(core: Seeded, state: DemoState, place: string): string | null {
  const key = DEVICES.find((device) => device.place === place)?.key ?? ''
  const device = core.inventory.devices.get(state.devices[key] ?? '')
  return (device && core.inventory.subregionOf(device)?.id) ?? null
}

function withIds(kind: WidgetKind, state: DemoState): WidgetKind {
  const id = (key: string): string => state.devices[key] ?? ''
  if (kind.type === 'chart') {
    const series = kind.config.series.map((one) => ({ ...one, device_id: id(one.device_id) }))
    return { ...kind, config: { ...kind.config, series } }
  }
  if (kind.type === 'value') return { ...kind, config: { ...kind.config, device_id: id(kind.config.device_id) } }
  if (kind.type === 'gauge') return { ...kind, config: { ...kind.config, device_id: id(kind.config.device_id) } }
  if (kind.type === 'energy_flow') return { ...kind, config: { device_id: id(kind.config.device_id) } }
  return kind
}
