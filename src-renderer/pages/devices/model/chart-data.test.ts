import { describe, expect, it } from 'vitest'
import type { Incident, SeriesPoint } from '../../../api/types.ts'
import type { DeviceSeries } from '../wire.ts'
import { alarmPeriods, quantitySeries } from './chart-data.ts'

const answer = (points: SeriesPoint[], decimated: boolean): DeviceSeries => ({
  device_id: 'd',
  series: { active_power: { unit: 'W', points, decimated } },
  truncated: false,
  next_start: null,
})
const power = { base: 'active_power', metrics: ['active_power', 'active_power_l1'] }
const range = { start: 0, end: 1000, maxPoints: 40 }

describe('the series of a quantity', () => {
  it('are in the unit of their greatest value, and leave out what the hub does not know', () => {
    const { series, by } = quantitySeries(
      answer(
        [
          [0, 500, 'good'],
          [10, -12_000, 'good'],
        ],
        false,
      ),
      power,
      range,
      (metric) => metric,
    )
    expect(by).toBeCloseTo(0.001)
    expect(series).toHaveLength(1)
    expect(series[0]).toMatchObject({ unit: 'kW', columns: { line: [0.5, -12], isBand: false } })
  })

  it('are a band once the hub has merged samples', () => {
    const points: SeriesPoint[] = [
      [10, 1, 'good'],
      [20, 5, 'good'],
      [150, 3, 'good'],
    ]
    const { series } = quantitySeries(answer(points, true), power, range, (metric) => metric)
    expect(series[0]?.columns).toMatchObject({ isBand: true, min: [1, 3], max: [5, 3] })
  })
})

describe('alarm periods', () => {
  const incident = (more: Partial<Incident>): Incident => ({
    id: 'i',
    policy_id: null,
    device_id: 'd',
    severity: 'high',
    status: 'active',
    triggered_at: new Date(100).toISOString(),
    acknowledged_at: null,
    acknowledged_by: null,
    cleared_at: null,
    closed_at: null,
    snoozed_until: null,
    is_suppressed: false,
    suppressed_by: null,
    suppressed_reason: null,
    is_chattering: false,
    chattering_since: null,
    snoozed_at: null,
    snooze_reason: null,
    reminder_count: 0,
    value: null,
    message: 'çok sıcak',
    messages: { tr: 'çok sıcak', en: 'too hot' },
    occurrence_count: 1,
    device_name: null,
    gateway_id: null,
    policy_name: null,
    metric: 'voltage_l1',
    is_acknowledged: false,
    state: 'active_unack',
    ...more,
  })

  it('shade the chart of their own metric, or every chart when they name none', () => {
    expect(alarmPeriods([incident({})], ['active_power'], range, 'tr')).toEqual([])
    expect(alarmPeriods([incident({})], ['voltage_l1'], range, 'tr')).toMatchObject([
      { start: 100, end: null, label: 'çok sıcak' },
    ])
    expect(alarmPeriods([incident({ metric: null })], ['active_power'], range, 'tr')).toHaveLength(1)
  })

  it('end when the condition cleared, and are left out when that was before the range', () => {
    const cleared = incident({ cleared_at: new Date(200).toISOString() })
    expect(alarmPeriods([cleared], ['voltage_l1'], range, 'tr')[0]?.end).toBe(200)
    expect(alarmPeriods([cleared], ['voltage_l1'], { start: 300, end: 400 }, 'tr')).toEqual([])
  })
})
