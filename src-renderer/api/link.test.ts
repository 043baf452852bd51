import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Link } from './link.ts'

let now = 1000
let link: Link
const phase = () => link.state().phase

beforeEach(() => {
  vi.useFakeTimers()
  now = 1000
  link = new Link(() => now)
})
afterEach(() => vi.useRealTimers())

describe('the link', () => {
  it('needs both an open socket and answered requests', () => {
    expect(phase()).toBe('connecting')
    link.socket(true)
    expect(phase()).toBe('connected')
    link.reach(false)
    expect(phase()).toBe('reconnecting')
    link.reach(true)
    expect(phase()).toBe('connected')
  })

  it('remembers when it broke, and is called offline when that lasts', () => {
    link.socket(true)
    now = 5000
    link.heard()
    now = 8000
    link.socket(false)
    now = 9000
    link.reach(false)
    expect(link.state()).toEqual({ phase: 'reconnecting', sinceMs: 5000 })
    vi.advanceTimersByTime(15_000)
    expect(link.state()).toEqual({ phase: 'offline', sinceMs: 5000 })
    now = 60_000
    link.socket(true)
    expect(link.state()).toEqual({ phase: 'connected', sinceMs: 60_000 })
  })

  it('does not call a first connection broken', () => {
    link.reach(true)
    expect(phase()).toBe('connecting')
    link.reach(false)
    expect(phase()).toBe('reconnecting')
  })

  it('tells only of changes', () => {
    let told = 0
    link.subscribe(() => told++)
    link.socket(true)
    link.socket(true)
    link.reach(true)
    expect(told).toBe(1)
  })
})
