/** Semantic Versioning 2.0.0, as far as versions of firmware need it. */
interface Semver {
  readonly numbers: readonly [number, number, number]
  readonly prerelease: readonly string[]
}

const PATTERN =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-.]+)?$/

function parse(version: string): Semver | null {
  const [whole, major, minor, patch, prerelease] = PATTERN.exec(version) ?? []
  if (whole === undefined) return null
  const parts = prerelease?.split('.') ?? []
  if (parts.some((part) => /^0\d+$/.test(part))) return null
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease: parts }
}

export const isSemver = (version: string): boolean => parse(version) !== null

const sign = (difference: number): -1 | 0 | 1 => (difference < 0 ? -1 : difference > 0 ? 1 : 0)

function comparePart(a: string, b: string): -1 | 0 | 1 {
  const isNumber = [a, b].map((part) => /^\d+$/.test(part))
  if (isNumber[0] && isNumber[1]) return sign(Number(a) - Number(b))
  // Numbers come before words.
  if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** Order of two versions; null when one of them is none. Build metadata does not count. */
export function compareVersions(left: string, right: string): -1 | 0 | 1 | null {
  const a = parse(left)
  const b = parse(right)
  if (!a || !b) return null
  for (const index of [0, 1, 2] as const) {
    const order = sign(a.numbers[index] - b.numbers[index])
    if (order !== 0) return order
  }
  // A release comes after its own pre-releases.
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return sign(b.prerelease.length - a.prerelease.length)
  for (let index = 0; index < Math.min(a.prerelease.length, b.prerelease.length); index++) {
    const order = comparePart(a.prerelease[index] ?? '', b.prerelease[index] ?? '')
    if (order !== 0) return order
  }
  return sign(a.prerelease.length - b.prerelease.length)
}

/** The same version, however it is written; what is no semantic version is compared as text. */
export const isSameVersion = (left: string, right: string): boolean =>
  left === right || compareVersions(left.replace(/^v/, ''), right.replace(/^v/, '')) === 0
