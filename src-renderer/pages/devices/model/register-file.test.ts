import { describe, expect, it } from 'vitest'
import { readRegisterFile, referenceOf, refusedRows } from './register-file.ts'

const head = 'metric,table,address,type,scale,labels'

describe('a register map file', () => {
  it('takes the points of a JSON file along, and leaves them alone where it has none', () => {
    const registers = [{ metric: 'state', table: 'coil', address: 0, type: 'bool' }]
    const points = [{ key: 'breaker' }]
    expect(readRegisterFile('map.json', JSON.stringify({ registers, points })).points).toEqual(points)
    expect(readRegisterFile('map.json', JSON.stringify({ registers })).points).toBeNull()
    expect(readRegisterFile('map.json', JSON.stringify(registers)).points).toBeNull()
  })

  it('reads the CSV that the hub gives back into rows', () => {
    const text = `\uFEFF${head}\r\nvoltage_l1,input,0,f32,1,\r\nstate,holding,10,enum,1,"{""0"":""off"",""1"":""on, hot""}"\r\n`
    expect(readRegisterFile('map.csv', text)).toEqual({
      points: null,
      registers: [
        { metric: 'voltage_l1', table: 'input', address: 0, type: 'f32', scale: 1 },
        { metric: 'state', table: 'holding', address: 10, type: 'enum', scale: 1, labels: { 0: 'off', 1: 'on, hot' } },
      ],
      faults: [],
    })
  })

  it('reads what a Turkish spreadsheet saves', () => {
    const { registers, faults } = readRegisterFile(
      'map.csv',
      'metric;table;address;type;scale\nakim;input;6;u16;0,001\n',
    )
    expect(faults).toEqual([])
    expect(registers[0]).toMatchObject({ metric: 'akim', scale: 0.001 })
  })

  it('names the row and the column of every fault', () => {
    const text = `${head}\n,input,0,f32,1,\nx,input,abc,f32,1,{\n`
    expect(readRegisterFile('map.csv', text).faults).toEqual([
      { row: 1, kind: 'missing', column: 'metric' },
      { row: 2, kind: 'notNumber', column: 'address' },
      { row: 2, kind: 'notJsonCell', column: 'labels' },
    ])
  })

  it('says what is wrong with the file itself', () => {
    expect(readRegisterFile('a.csv', 'metric,table,type\nx,input,u16').faults).toMatchObject([
      { row: 0, kind: 'noColumn', column: 'address' },
    ])
    expect(readRegisterFile('a.csv', '').faults).toMatchObject([{ kind: 'empty' }])
    expect(readRegisterFile('a.json', '{').faults).toMatchObject([{ kind: 'notJson' }])
    expect(readRegisterFile('a.json', '{"registers":[{"metric":"x"}]}').registers).toEqual([{ metric: 'x' }])
  })

  it('sorts the refusals of the hub to their rows', () => {
    expect(
      refusedRows([
        { path: 'registers.3.address', message: 'too big' },
        { path: 'registers', message: 'too many' },
      ]),
    ).toEqual([
      { row: 4, kind: 'refused', column: 'address', message: 'too big' },
      { row: 0, kind: 'refused', column: 'registers', message: 'too many' },
    ])
  })
})

describe('a reference', () => {
  it('is one greater than the PDU address, behind the digit of its table', () => {
    expect(referenceOf('holding', 0)).toBe('400001')
    expect(referenceOf('input', 52)).toBe('300053')
    expect(referenceOf('coil', 9)).toBe('000010')
    expect(referenceOf('discrete', 65_535)).toBe('165536')
  })
})
