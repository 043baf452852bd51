import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function tokensOf(scheme: 'dark' | 'light'): Map<string, string> {
  const block = new RegExp(`scheme="${scheme}"\\]\\s*\\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})\s*;/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  )
}

function luminance(hex: string): number {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']
const GROUNDS = ['--ground', '--surface', '--raised', '--hover', '--selected']

describe.each(['dark', 'light'] as const)('%s theme', (scheme) => {
  const tokens = tokensOf(scheme)
  const ratio = (front: string, back: string) => contrast(tokens.get(front) ?? '', tokens.get(back) ?? '')

  it.each(['--text', '--text-2', '--text-3', '--accent'])('%s reads on every ground (AA)', (front) => {
    for (const back of GROUNDS) expect(ratio(front, back), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5)
  })

  it('the filled button reads (AA)', () => {
    expect(ratio('--on-accent', '--accent-fill')).toBeGreaterThanOrEqual(4.5)
    expect(ratio('--on-accent', '--accent-fill-hover')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SEVERITIES)('the figure on the %s mark reads (AA), and so does its word', (severity) => {
    expect(ratio(`--sev-${severity}-on`, `--sev-${severity}`)).toBeGreaterThanOrEqual(4.5)
    for (const back of ['--ground', '--surface', '--raised']) {
      expect(ratio(`--sev-${severity}-text`, back), back).toBeGreaterThanOrEqual(4.5)
    }
  })
})
