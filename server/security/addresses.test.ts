import { describe, expect, it } from 'vitest'
import { isAddressOrNetwork, isListed } from './addresses.ts'

describe('addresses', () => {
  it.each(['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'])('%s is one or a network', (text) => {
    expect(isAddressOrNetwork(text)).toBe(true)
  })

  it.each(['', 'localhost', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', '::1/200', '10.0.0.0/x'])(
    '%j is neither',
    (text) => {
      expect(isAddressOrNetwork(text)).toBe(false)
    },
  )

  it.each([
    ['127.0.0.1', ['127.0.0.0/8'], true],
    ['::ffff:127.0.0.1', ['127.0.0.0/8'], true],
    ['::1', ['127.0.0.0/8', '::1'], true],
    ['10.1.2.3', ['10.1.2.3'], true],
    ['10.1.2.4', ['10.1.2.3', '10.1.3.0/24'], false],
    ['fd00::5', ['fd00::/8'], true],
    ['', ['0.0.0.0/0'], false],
    ['10.1.2.3', [], false],
  ] as const)('%s in %j: %s', (address, list, expected) => {
    expect(isListed(address, list)).toBe(expected)
  })
})
