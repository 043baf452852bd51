import { expect, test } from 'vitest'
import { manualClock } from '../../../../server/core/clock.ts'
import type { GatewayLink, GatewayPlan } from '../../../../server/core/outside.ts'
import { MqttGateway } from './gateway.ts'

const connection = { type: 'mqtt', clientId: 'gw', username: 'gw', passwordSha256: '' } as const
const SECOND = 1000
const MINUTE = 60 * SECOND

function gatewayWith(pollIntervalMs: number) {
  const device = { id: 'd1', name: 'D1', slaveId: null, externalId: 'm1', pollIntervalMs, template: null }
  const plan: GatewayPlan = { id: 'g1', name: 'G', isEnabled: true, connection, devices: [device] }
  const links: GatewayLink[] = []
  return { gateway: new MqttGateway(plan, connection, manualClock(0), (link) => links.push(link)), links }
}

test('is online with its first message, and says so once', () => {
  const { gateway, links } = gatewayWith(5 * SECOND)
  gateway.heard(100)
  gateway.heard(200)
  expect(links).toEqual([{ gatewayId: 'g1', isOnline: true, since: 100, cause: null }])
})

test('is offline a minute after its last message, never before', () => {
  const { gateway, links } = gatewayWith(5 * SECOND)
  gateway.heard(100)
  gateway.checkSilence(100 + MINUTE)
  expect(links).toHaveLength(1)
  gateway.checkSilence(101 + MINUTE)
  gateway.checkSilence(200 + MINUTE)
  expect(links.slice(1)).toEqual([{ gatewayId: 'g1', isOnline: false, since: 101 + MINUTE, cause: 'silence' }])
})

test('is offline when it was never heard at all', () => {
  const { gateway, links } = gatewayWith(5 * SECOND)
  gateway.checkSilence(MINUTE + 1)
  expect(links.map((link) => link.cause)).toEqual(['silence'])
})

test('waits three periods of a slow gateway, planned', () => {
  const { gateway, links } = gatewayWith(10 * MINUTE)
  gateway.heard(0)
  gateway.checkSilence(30 * MINUTE)
  expect(links).toHaveLength(1)
  gateway.checkSilence(30 * MINUTE + 1)
  expect(links).toHaveLength(2)
})

test('learns the rhythm of a gateway that is slower than planned, and not from one outage', () => {
  const { gateway, links } = gatewayWith(5 * SECOND)
  let now = 0
  for (const gap of [5, 5, 60, 5, 5]) {
    now += gap * MINUTE
    gateway.heard(now)
    gateway.heard(now)
  }
  gateway.checkSilence(now + 15 * MINUTE)
  expect(links.at(-1)?.isOnline).toBe(true)
  gateway.checkSilence(now + 1 + 15 * MINUTE)
  expect(links.at(-1)?.isOnline).toBe(false)
})

test('says nothing after it was stopped', () => {
  const { gateway, links } = gatewayWith(5 * SECOND)
  gateway.stop()
  gateway.heard(1)
  gateway.lost(2, 'last will')
  expect(links).toEqual([])
})
