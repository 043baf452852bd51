import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, configHash, type Json } from './canonical.ts'
import { differences } from './diff.ts'

const json = fc.jsonValue() as fc.Arbitrary<Json>

describe('canonical JSON', () => {
  it('does not depend on the order of keys', () => {
    expect(canonical({ b: 1, a: [{ d: null, c: 'ı' }] })).toBe('{"a":[{"c":"ı","d":null}],"b":1}')
    expect(configHash({ a: 1, b: 2 })).toBe(configHash({ b: 2, a: 1 }))
  })

  it('is JSON of the same value', () =>
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value))
      }),
    ))
})

describe('differences', () => {
  it('are none between equals, and some between others', () =>
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(differences(a, a)).toEqual([])
        expect(differences(a, b).length > 0).toBe(canonical(a) !== canonical(b))
      }),
    ))

  it('name things of a list by their own name', () => {
    const meter = (id: string, poll: number) => ({ external_id: id, poll_interval_s: poll })
    expect(
      differences(
        { devices: [meter('a', 5), meter('b', 5)], gateway: { name: 'Uç 1' } },
        { devices: [meter('0', 5), meter('a', 10)], gateway: { name: 'Uç 1' } },
      ),
    ).toEqual([
      { path: 'devices.0', kind: 'added', from: null, to: meter('0', 5) },
      { path: 'devices.a.poll_interval_s', kind: 'changed', from: 5, to: 10 },
      { path: 'devices.b', kind: 'removed', from: meter('b', 5), to: null },
    ])
  })

  it('take a list without names as one value', () => {
    expect(differences({ bits: [1, 2] }, { bits: [1, 3] })).toEqual([
      { path: 'bits', kind: 'changed', from: [1, 2], to: [1, 3] },
    ])
  })

  it('are the other way round for the way back', () =>
    fc.assert(
      fc.property(json, json, (a, b) => {
        const back = differences(b, a).map(({ path, from, to }) => ({ path, from: to, to: from }))
        expect(back).toEqual(differences(a, b).map(({ path, from, to }) => ({ path, from, to })))
      }),
    ))
})
