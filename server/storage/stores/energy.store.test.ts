import { expect, it } from 'vitest'
import type { MeterExchange, ReactiveLimit } from '../../core/energy/energy.types.ts'
import { onBothDatabases } from '../test-databases.ts'
import { EnergyStore } from './energy.store.ts'

const exchange: MeterExchange = {
  id: 'x1',
  tenantId: 't',
  deviceId: 'd',
  metric: 'energy_import',
  at: 1_780_000_000_123,
  oldEndIndex: 123_456_789.5,
  newStartIndex: 0.25,
  note: 'Yeni sayaç',
  createdAt: 1_780_000_000_999,
  createdBy: null,
}
const limit: ReactiveLimit = {
  id: 'l1',
  tenantId: 't',
  deviceId: 'd',
  validFrom: 1_000,
  installedKva: 49.5,
  connectionKw: null,
  isSinglePhase: false,
  inductivePercent: null,
  capacitivePercent: 12.5,
  isExempt: true,
  createdAt: 5,
}

onBothDatabases('energy store', (db) => {
  const store = () => new EnergyStore(db())

  it('keeps exchanges in the order of their recording, and for ever', async () => {
    await store().addExchange(exchange)
    await store().addExchange({ ...exchange, id: 'x2', note: null, createdBy: 'a@b.example' })
    expect(await store().everyExchange()).toEqual([
      exchange,
      { ...exchange, id: 'x2', note: null, createdBy: 'a@b.example' },
    ])
    await expect(db().deleteFrom('meter_exchange').execute()).rejects.toThrow()
    await expect(db().updateTable('meter_exchange').set({ at: 1 }).execute()).rejects.toThrow()
  })

  it('gives the newest events of a time, oldest first', async () => {
    const event = { tenantId: 't', deviceId: 'd', metric: 'energy_import', kind: 'spike', from: 1.5, to: 2.5 } as const
    await store().addEvents([])
    await store().addEvents([30, 10, 20, 40].map((at) => ({ ...event, at })))
    expect((await store().events('d', 10, 40, 10)).map(({ at }) => at)).toEqual([10, 20, 30])
    expect(await store().events('d', 0, 100, 1)).toEqual([{ ...event, at: 40 }])
    expect(await store().events('other', 0, 100, 1)).toEqual([])
  })

  it('keeps limits by tenant, newest day first', async () => {
    await store().addLimit(limit)
    await store().addLimit({ ...limit, id: 'l2', validFrom: 2_000 })
    await store().addLimit({ ...limit, id: 'l3', tenantId: 'other' })
    expect(await store().limits('t')).toEqual([{ ...limit, id: 'l2', validFrom: 2_000 }, limit])
    await store().removeLimit('l2')
    expect(await store().limits('t')).toEqual([limit])
  })

  it('replaces a dated setting of the same day and keeps the others', async () => {
    await store().saveDated('t', 'tariff', { validFrom: 10, body: { price: 1 } }, 1)
    await store().saveDated('t', 'tariff', { validFrom: 20, body: { price: 2 } }, 1)
    await store().saveDated('t', 'tariff', { validFrom: 10, body: { price: 3 } }, 2)
    await store().saveDated('t', 'reactive_rule', { validFrom: 10, body: {} }, 1)
    expect(await store().dated('t', 'tariff')).toEqual([
      { validFrom: 20, body: { price: 2 } },
      { validFrom: 10, body: { price: 3 } },
    ])
    expect(await store().dated('other', 'tariff')).toEqual([])
  })
})
