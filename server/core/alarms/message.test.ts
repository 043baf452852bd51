import { describe, expect, it } from 'vitest'
import type { LeafCondition } from './condition.types.ts'
import { conditionMessage, gatewayMessage, hubNote } from './message.ts'

const above = (metric: string, limit: number): LeafCondition => ({
  type: 'threshold',
  metric,
  operator: '>',
  value: limit,
})
const said = (condition: LeafCondition, value: number | null = null) => {
  const { tr, en } = conditionMessage('E05', condition, value)
  return [tr, en]
}

describe('a message', () => {
  it('names the quantity and its phase, in the numbers of the language', () => {
    expect(said(above('current_l1', 45), 51.7238)).toEqual([
      'E05: Akım L1 51,72 A > 45 A',
      'E05: Current L1 51.72 A > 45 A',
    ])
    expect(said(above('voltage_l12', 437.5), 440)).toEqual([
      'E05: Gerilim L1–L2 440 V > 437,5 V',
      'E05: Voltage L1–L2 440 V > 437.5 V',
    ])
  })

  it('shows a metric that it has no words for as it is', () => {
    expect(said(above('bilge_depth', 3), 4)).toEqual(['E05: bilge_depth 4 > 3', 'E05: bilge_depth 4 > 3'])
    expect(said(above('temperature_hull', 60), 61)[1]).toBe('E05: temperature_hull 61 °C > 60 °C')
  })

  it.each([
    [7450, '7450'],
    [1_234_567.891, '1234567.89'],
    [-12.345678, '-12.35'],
    [0.000012345, '0.0000123'],
    [0.86749, '0.867'],
    [3.2e20, '320000000000000000000'],
  ])('rounds %d for reading', (value, text) => {
    expect(said(above('power_factor', 0), value)[1]).toBe(`E05: Power factor ${text} > 0`)
  })

  it('never rounds a value onto the limit that it broke', () => {
    expect(said(above('current_n', 45), 45.0041)[1]).toBe('E05: Current N 45.004 A > 45 A')
    expect(said(above('power_factor', 0.995), 0.9951)[0]).toBe('E05: Güç faktörü 0,9951 > 0,995')
    expect(said({ type: 'range', metric: 'frequency', min: 49.5, max: 50.5, isInside: false }, 50.5001)).toEqual([
      'E05: Frekans 50,5001 Hz, 49,5…50,5 Hz dışında',
      'E05: Frequency 50.5001 Hz, outside 49.5…50.5 Hz',
    ])
  })

  it('tells of ranges, changes and silence', () => {
    expect(said({ type: 'range', metric: 'humidity', min: 0, max: 20, isInside: true }, 12)).toEqual([
      'E05: Nem 12 %, 0…20 % içinde',
      'E05: Humidity 12 %, inside 0…20 %',
    ])
    expect(said({ type: 'rate_of_change', metric: 'active_power', perS: 60, value: 5000 }, -5200.5)).toEqual([
      'E05: Aktif güç 1 dk içinde -5200,5 W değişti (sınır 5000 W)',
      'E05: Active power changed by -5200.5 W within 1 min (limit 5000 W)',
    ])
    expect(said({ type: 'no_data', metric: null, afterS: 45 })).toEqual([
      'E05: 45 s boyunca veri gelmedi',
      'E05: No data for 45 s',
    ])
    expect(said({ type: 'no_data', metric: 'temperature', afterS: 7200 })).toEqual([
      'E05: Sıcaklık 2 sa boyunca gelmedi',
      'E05: Temperature not received for 2 h',
    ])
  })

  it('of a gateway counts its devices', () => {
    expect(gatewayMessage('Pontoon D', 1, 30).en).toBe('Pontoon D gateway: No data from 1 device for 30 s')
    expect(gatewayMessage('İskele D', 4, 30).tr).toBe('İskele D ağ geçidi: 4 cihazdan 30 s boyunca veri gelmedi')
  })
})

it('only what the hub withdrew has a note of the hub', () => {
  expect(hubNote({ action: 'withdraw', detail: { reason: 'folded', into: 'gateway:g' } })?.en).toBe(
    "Joined to the gateway's alarm",
  )
  expect(hubNote({ action: 'withdraw', detail: null })).toBeNull()
  expect(hubNote({ action: 'close', detail: { reason: 'policy' } })).toBeNull()
})
