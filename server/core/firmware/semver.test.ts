import { describe, expect, it } from 'vitest'
import { compareVersions, isSameVersion, isSemver } from './semver.ts'

describe('versions', () => {
  it.each(['0.0.0', '1.2.3', '1.2.3-rc.1', '1.2.3-alpha-2+build.7', '10.20.30'])('%s is one', (version) => {
    expect(isSemver(version)).toBe(true)
  })

  it.each(['', '1', '1.2', 'v1.2.3', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3.4', ' 1.2.3', '1.2.x'])(
    '%j is none',
    (version) => {
      expect(isSemver(version)).toBe(false)
    },
  )

  it('come in the order of the specification', () => {
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.9.0',
      '1.10.0',
      '2.0.0',
    ]
    for (const [i, left] of ordered.entries())
      for (const [j, right] of ordered.entries()) expect(compareVersions(left, right)).toBe(Math.sign(i - j))
  })

  it('are the same with other build metadata or a leading v, and different with another pre-release', () => {
    expect(isSameVersion('1.2.3+a', '1.2.3+b')).toBe(true)
    expect(isSameVersion('v1.2.3', '1.2.3')).toBe(true)
    expect(isSameVersion('1.2.3', '1.2.3-rc.1')).toBe(false)
    expect(isSameVersion('factory', 'factory')).toBe(true)
    expect(compareVersions('1.2.3', 'factory')).toBeNull()
  })
})
