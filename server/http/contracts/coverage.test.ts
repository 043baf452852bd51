import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { splitAt } from '../kit.ts'
import { openApiOf } from '../openapi.ts'
import { consoleContract } from './console/index.ts'
import { platform } from './platform/index.ts'

/** "| GET/PUT | /api/x/{id} | … |" → one line per method. `.../x` continues the line above. */
function documentedLines(markdown: string): string[] {
  const lines: string[] = []
  for (const row of markdown.matchAll(
    /^\| ((?:GET|POST|PUT|PATCH|DELETE)(?:\/(?:GET|POST|PUT|PATCH|DELETE))*) \| (\S+) \|/gm,
  )) {
    const path = (row[2] ?? '')
      .replace(/^\.\.\./, '/api/devices/device-templates/{id}')
      .replace('/ws/stats', '/ws/stats')
    for (const method of (row[1] ?? '').split('/')) lines.push(`${method} ${path}`)
  }
  return lines
}

const documented = documentedLines(
  readFileSync(new URL('../../../docs/contracts/platform.md', import.meta.url), 'utf8'),
)
const full = (base: string, at: string) => {
  const { method, path } = splitAt(at)
  return `${method} ${path.startsWith('!') ? path.slice(1) : base + path}`
}
const served = Object.values(platform.sections)
  .flat()
  .map((route) => full(platform.base, route.at))

describe('platform.md against the route table', () => {
  it('finds the lines of the document', () => {
    expect(documented.length).toBeGreaterThan(90)
  })

  it('has a route for every documented line', () => {
    expect(documented.filter((line) => !served.includes(line))).toEqual([])
  })

  it('routes nothing twice', () => {
    expect(served.length).toBe(new Set(served).size)
  })

  it('adds no line to the document but the detail of a gateway', () => {
    expect(served.filter((line) => !documented.includes(line))).toEqual(['GET /api/gateways/{id}'])
  })
})

describe('OpenAPI', () => {
  it.each([platform, consoleContract])('$name describes every route from its own schemas', (contract) => {
    const document = openApiOf(contract) as { openapi: string; paths: Record<string, Record<string, unknown>> }
    expect(document.openapi).toBe('3.1.0')
    for (const route of Object.values(contract.sections).flat()) {
      const [method = '', path = ''] = full(contract.base, route.at).split(' ')
      expect(document.paths[path]?.[method.toLowerCase()], route.at).toBeDefined()
    }
  })
})
