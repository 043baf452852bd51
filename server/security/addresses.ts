import { BlockList, isIP } from 'node:net'

/** An IPv4 address on an IPv6 socket, as itself. */
const bare = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

function split(entry: string): { address: string; prefix: number | null } | null {
  const [address = '', prefix, ...rest] = entry.trim().split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return null
  if (prefix === undefined) return { address, prefix: null }
  const bits = Number(prefix)
  return /^\d{1,3}$/.test(prefix) && bits <= (version === 4 ? 32 : 128) ? { address, prefix: bits } : null
}

/** An IP address, or a network in CIDR. */
export const isAddressOrNetwork = (text: string): boolean => split(text) !== null

export function isListed(address: string, list: readonly string[]): boolean {
  const asked = bare(address)
  if (isIP(asked) === 0) return false
  const blocks = new BlockList()
  for (const entry of list) {
    const found = split(entry)
    if (!found) continue
    const family = familyOf(found.address)
    if (found.prefix === null) blocks.addAddress(found.address, family)
    else blocks.addSubnet(found.address, found.prefix, family)
  }
  return blocks.check(asked, familyOf(asked))
}
