import { describe, expect, it } from 'vitest'
import { rootsTouchedBy } from './refresh-on.ts'
import { reconnectDelayMs } from './socket.ts'

describe('what a push makes stale', () => {
  it('is the lists that show the changed thing', () => {
    expect(rootsTouchedBy({ type: 'changed', entity: 'gateway' })).toContain('gateways')
    expect(rootsTouchedBy({ type: 'changed', entity: 'gateways' })).toContain('gateways')
    expect(rootsTouchedBy({ type: 'link', device_id: 'd', is_online: false })).not.toContain('gateways')
    expect(rootsTouchedBy({ type: 'hello' })).toEqual([])
  })

  it('is everything when the word is new', () => {
    expect(rootsTouchedBy({ type: 'changed', entity: 'tariff' }).length).toBeGreaterThan(8)
  })
})

describe('reconnecting', () => {
  it('waits longer each time, up to a bound, and not in step with others', () => {
    const middle = [0, 1, 2, 3, 4, 5, 6].map((attempt) => reconnectDelayMs(attempt, 0.5))
    expect(middle).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000])
    expect(reconnectDelayMs(0, 0)).toBe(375)
    expect(reconnectDelayMs(0, 1)).toBe(625)
  })
})
