import { describe, expect, it } from 'vitest'
import type { DeviceIndexItem, Gateway, Region, Subregion } from '../../../api/types.ts'
import { type DeviceRow, deviceRow } from './device-row.ts'
import { deviceFilter, folded } from './filter.ts'
import { deviceTree, type TreeNode, treeLines } from './tree.ts'

const region = (id: string, name: string): Region => ({
  id,
  name,
  description: null,
  latitude: null,
  longitude: null,
  time_zone: null,
  created_at: '',
})
const subregion = (id: string, regionId: string, name: string): Subregion => ({
  ...region(id, name),
  region_id: regionId,
  site_plan: null,
})
const gateway = (id: string, subregionId: string | null): Gateway => ({
  id,
  name: `Gateway ${id}`,
  type: 'modbus_tcp',
  subregion_id: subregionId,
  is_enabled: true,
  connection: {},
  is_online: true,
  last_seen: null,
  config_version: 1,
  created_at: '',
})
const row = (id: string, gatewayId: string, more: Partial<DeviceRow> = {}): DeviceRow => ({
  id,
  name: id,
  type: 'pedestal',
  gatewayId,
  subregionId: null,
  parentId: null,
  isOnline: true,
  lastSeen: null,
  severity: null,
  state: 'normal',
  ...more,
})

const base = {
  regions: [region('r', 'Marina')],
  subregions: [subregion('b', 'r', 'B'), subregion('a', 'r', 'A')],
  gateways: [gateway('g', 'a'), gateway('empty', 'b')],
  isFiltered: false,
  compare: new Intl.Collator('tr', { numeric: true }).compare,
}
const outline = (nodes: readonly TreeNode[]): string[] =>
  treeLines(nodes, () => true).map(({ node, level }) => `${'  '.repeat(level - 1)}${node.kind} ${node.id}`)

describe('the device tree', () => {
  it('places a device in its gateway’s subregion when it names none of its own', () => {
    const tree = deviceTree({ ...base, rows: [row('d10', 'g'), row('d9', 'g'), row('x', 'g', { subregionId: 'b' })] })
    expect(outline(tree)).toEqual([
      'region r',
      '  subregion a',
      '    gateway g',
      '      device d9',
      '      device d10',
      '  subregion b',
      '    gateway empty',
      '    gateway g',
      '      device x',
    ])
  })

  it('nests parts under their device, and survives a loop of parents', () => {
    const nested = deviceTree({ ...base, rows: [row('board', 'g'), row('feeder', 'g', { parentId: 'board' })] })
    expect(outline(nested)).toContain('        device feeder')
    const looped = [row('p', 'g', { parentId: 'q' }), row('q', 'g', { parentId: 'p' }), row('z', 'g')]
    const lines = outline(deviceTree({ ...base, rows: looped }))
    expect(lines).toEqual(expect.arrayContaining(['      device z', '      device p', '        device q']))
  })

  it('carries counts and the worst state up to the region', () => {
    const rows = [
      row('ok', 'g'),
      row('off', 'g', { isOnline: false, state: 'offline' }),
      row('hot', 'g', { severity: 'high', state: 'high' }),
    ]
    expect(deviceTree({ ...base, rows })[0]).toMatchObject({ total: 3, online: 2, alarms: 1, worst: 'high' })
  })

  it('hides empty branches in a search result only', () => {
    const tree = deviceTree({ ...base, rows: [row('d', 'g')], isFiltered: true })
    expect(outline(tree)).toEqual(['region r', '  subregion a', '    gateway g', '      device d'])
  })

  it('keeps devices without a place under a branch of their own', () => {
    const tree = deviceTree({ ...base, gateways: [gateway('lost', null)], rows: [row('d', 'lost')] })
    expect(tree.at(-1)).toMatchObject({ kind: 'region', name: '', total: 1 })
  })

  it('shows no line below a closed branch', () => {
    const tree = deviceTree({ ...base, rows: [row('d', 'g')] })
    expect(treeLines(tree, (node) => node.kind === 'region').map(({ node }) => node.kind)).toEqual([
      'region',
      'subregion',
      'subregion',
    ])
  })
})

describe('a device filter', () => {
  const all = { text: '', state: '', type: '', severity: '' }

  it('finds Turkish words typed any way', () => {
    expect(folded('İSKELE Işık Şamandıra')).toBe('iskele isik samandira')
    const finds = deviceFilter({ ...all, text: 'ISKELE a' })
    expect(finds(row('İskele A-03', 'g'))).toBe(true)
    expect(finds(row('Rıhtım', 'g'))).toBe(false)
  })

  it('keeps offline devices that also have an alarm under both', () => {
    const device = row('d', 'g', { isOnline: false, severity: 'high', state: 'high' })
    expect(deviceFilter({ ...all, state: 'offline' })(device)).toBe(true)
    expect(deviceFilter({ ...all, state: 'alarm' })(device)).toBe(true)
    expect(deviceFilter({ ...all, state: 'normal' })(device)).toBe(false)
    expect(deviceFilter({ ...all, severity: 'critical' })(device)).toBe(false)
  })
})

describe('a row', () => {
  const item: DeviceIndexItem = {
    id: 'a',
    name: 'A',
    device_type: 'pedestal',
    gateway_id: 'g',
    subregion_id: null,
    parent_id: null,
    is_online: true,
    last_seen: null,
    alarm_severity: null,
  }

  it('stays the same object while nothing about its device changes', () => {
    expect(deviceRow(item, false)).toBe(deviceRow(item, false))
    expect(deviceRow(item, true)).toMatchObject({ id: 'a', state: 'stale' })
    expect(deviceRow({ ...item, is_online: false }, true).state).toBe('offline')
  })
})
