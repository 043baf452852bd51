import { FLAG_NAMES } from '../../server/config.ts'

const PROTOCOL = 'quaywatch:'

export interface Launch {
  /** `quaywatch serve`: the hub without a window. */
  readonly isServe: boolean
  /** The flags that are ours, as given. */
  readonly flags: readonly string[]
  /** Path in the window that a deep link asks for. */
  readonly path: string | null
}

/**
 * What the command line asks for. Beside our own flags stand Chromium's switches, which are not ours to judge, and
 * links that the system hands over.
 */
export function readLaunch(words: readonly string[]): Launch {
  const flags: string[] = []
  let path: string | null = null
  let isServe = false
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    const [name = ''] = word.split('=', 1)
    if (word === 'serve') isServe = true
    if (word.startsWith(PROTOCOL)) path = pathOfLink(word) ?? path
    if (!name.startsWith('--') || !FLAG_NAMES.includes(name.slice(2))) continue
    flags.push(word)
    const next = words[i + 1]
    if (word !== name || name === '--demo' || next === undefined) continue
    flags.push(next)
    i += 1
  }
  return { isServe, flags, path }
}

/** quaywatch://incident/ID → where the window shows it; null for anything else. */
export function pathOfLink(link: string): string | null {
  const match = /^quaywatch:\/\/incident\/([A-Za-z0-9-]{1,64})\/?$/.exec(link)
  return match?.[1] === undefined ? null : incidentPath(match[1])
}

export function incidentPath(incidentId: string): string {
  return `/alarms?incident=${encodeURIComponent(incidentId)}`
}
