import { expect, test } from 'vitest'
import type { Device, Gateway } from '../devices/devices.types.ts'
import { Inventory } from '../devices/inventory.ts'
import { Templates } from '../devices/templates.ts'
import type { TemplateSpec } from '../outside.ts'
import type { Exposed, ZigbeeNode } from '../zigbee/zigbee.types.ts'
import { pointsOf } from './device-points.ts'

const binary = (property: string, isSettable: boolean): Exposed => ({
  property,
  kind: 'binary',
  unit: null,
  isSettable,
  valueOn: 'ON',
  valueOff: 'OFF',
})
const node: ZigbeeNode = {
  gatewayId: 'g',
  ieee: '0x00158d0001234567',
  friendlyName: 'Plug',
  kind: 'Router',
  vendor: null,
  model: null,
  description: null,
  isBattery: false,
  interview: 'successful',
  exposes: [
    binary('state_l1', true),
    binary('child_lock', true),
    binary('contact', false),
    { ...binary('power_on_delay', true), kind: 'numeric' },
  ],
  isAvailable: true,
  linkQuality: null,
  lastSeen: null,
  firstSeen: 0,
}
const gateway: Gateway = {
  id: 'g',
  tenantId: 't',
  subregionId: null,
  name: 'Bridge',
  type: 'zigbee',
  isEnabled: true,
  connection: {},
  username: null,
  passwordSha256: null,
  configVersion: 1,
  isOnline: true,
  lastSeen: null,
  createdAt: 0,
}
const plug: Device = {
  id: 'd',
  tenantId: 't',
  gatewayId: 'g',
  subregionId: null,
  parentId: null,
  templateId: null,
  name: 'Plug',
  deviceType: 'zigbee',
  slaveId: null,
  externalId: node.ieee,
  latitude: null,
  longitude: null,
  pollIntervalS: null,
  isOnline: true,
  lastSeen: null,
  createdAt: 0,
}

function deps(type: Gateway['type'] = 'zigbee', library: readonly TemplateSpec[] = []) {
  const inventory = new Inventory()
  inventory.gateways.set('g', { ...gateway, type })
  const unused = () => expect.unreachable()
  const templates = new Templates({
    library,
    get stores() {
      return unused()
    },
    get audit() {
      return unused()
    },
    transact: unused,
    clock: { now: () => 0, every: unused, after: unused },
    changed: unused,
  })
  return { inventory, templates, networks: { node: (_: string, ieee: string) => (ieee === node.ieee ? node : null) } }
}

test('a Zigbee node is switched by what it says that it takes', () => {
  const points = pointsOf(plug, deps())
  expect(points.map(({ key, name, energising }) => [key, name.en, energising])).toEqual([
    ['state_l1', 'Switch l1', [1]],
    ['child_lock', 'child_lock', null],
  ])
  expect(points[0]?.options?.map(({ effect }) => effect?.en)).toEqual([
    'turns off: what is connected loses power',
    'turns on: what is connected gets power',
  ])
})

test('a node that is not known, and a device behind another gateway, take nothing', () => {
  expect(pointsOf({ ...plug, externalId: '0x0' }, deps())).toEqual([])
  expect(pointsOf({ ...plug, externalId: null }, deps())).toEqual([])
  expect(pointsOf(plug, deps('mqtt'))).toEqual([])
})
