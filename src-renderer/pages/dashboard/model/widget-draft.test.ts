import { describe, expect, it } from 'vitest'
import type { Widget, WidgetKind } from '../wire.ts'
import { draftFaults, draftOf, kindOf, NEW_WIDGET } from './widget-draft.ts'

const KINDS: readonly WidgetKind[] = [
  { type: 'value', config: { device_id: 'd', metric: 'active_power' } },
  { type: 'gauge', config: { device_id: 'd', metric: 'voltage_l1', min: 200, max: 260, low: 220, high: null } },
  { type: 'chart', config: { series: [{ device_id: 'd', metric: 'active_power' }], range: 'week' } },
  { type: 'alarm_list', config: { severities: ['critical'], everywhere: true } },
  { type: 'alarm_list', config: {} },
  { type: 'map', config: {} },
  { type: 'energy_flow', config: { device_id: 'd' } },
  { type: 'loto_state', config: {} },
]

describe('the form of a widget', () => {
  it.each(KINDS)('gives back a $type as it was', (kind) => {
    const widget = { id: 'w', subregion_id: 's', title: 'T', x: 0, y: 0, w: 3, h: 3, ...kind } as Widget
    expect(kindOf(draftOf(widget))).toEqual(kind)
  })

  it('says what is missing before anything is shown or sent', () => {
    expect(draftFaults(NEW_WIDGET)).toEqual({ deviceId: 'device', metric: 'metric' })
    expect(draftFaults({ ...NEW_WIDGET, type: 'gauge', deviceId: 'd', metric: 'm', min: 5, max: 5 })).toEqual({
      max: 'range',
    })
    expect(draftFaults({ ...NEW_WIDGET, type: 'chart' })).toEqual({ series: 'series' })
    expect(kindOf({ ...NEW_WIDGET, type: 'energy_flow' })).toBeNull()
    expect(kindOf({ ...NEW_WIDGET, type: 'map' })).toEqual({ type: 'map', config: {} })
  })
})
