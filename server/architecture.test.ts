import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

interface Import {
  readonly from: string
  /** Path inside the repository, or the package's name. */
  readonly to: string
  readonly isTypeOnly: boolean
}

const SOURCES = ['server', 'src-main', 'src-renderer']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path.replaceAll('\\', '/')}`,
    ),
  )
  .filter((path) => /\.tsx?$/.test(path))
const isTest = (path: string) => /(\.test\.tsx?|\/test-[\w-]+\.ts|\.fixture\.ts)$/.test(path)

/** Imports and re-exports, static and dynamic. `import { type A, type B }` alone counts as type-only, as the compiler drops it. */
function importsOf(path: string): Import[] {
  const source = readFileSync(join(root, path), 'utf8')
  const found: Import[] = []
  const add = (specifier: string, isTypeOnly: boolean) => {
    const to = specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), specifier)) : specifier
    found.push({ from: path, to, isTypeOnly })
  }
  for (const [, clause = '', specifier = ''] of source.matchAll(
    /^(?:import|export)\s+([^'";]*?)\s*from\s*'([^']+)'/gm,
  )) {
    const named = /^\{([^}]*)\}$/s.exec(clause.trim())?.[1]
    const isAllTypes = named?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
    add(specifier, clause.startsWith('type') || isAllTypes === true)
  }
  for (const [, specifier = ''] of source.matchAll(/^import\s+'([^']+)'/gm)) add(specifier, false)
  for (const [, specifier = ''] of source.matchAll(/(?<!typeof )\bimport\(\s*'([^']+)'\s*\)/g)) add(specifier, false)
  return found
}

const product = SOURCES.filter((path) => !isTest(path)).flatMap(importsOf)
const within = (folder: string) => (path: string) => path === folder || path.startsWith(`${folder}/`)
const isPackage = (to: string) => !SOURCES.includes(to) && !/^(server|src-main|src-renderer|e2e|resources)\//.test(to)

function offenders(from: (path: string) => boolean, isForbidden: (to: Import) => boolean): string[] {
  return product.filter((edge) => from(edge.from) && isForbidden(edge)).map((edge) => `${edge.from} → ${edge.to}`)
}

describe('who may import whom', () => {
  it('reads imports as it should', () => {
    expect(product.length).toBeGreaterThan(300)
    expect(product).toContainEqual({
      from: 'server/core/audit/audit.ts',
      to: 'server/storage/stores/stores.ts',
      isTypeOnly: true,
    })
  })

  it('core imports itself, node:crypto and types of storage', () => {
    expect(
      offenders(
        within('server/core'),
        ({ to, isTypeOnly }) =>
          !within('server/core')(to) && to !== 'node:crypto' && !(isTypeOnly && within('server/storage')(to)),
      ),
    ).toEqual([])
  })

  it('storage imports no HTTP and no hardware', () => {
    expect(
      offenders(
        within('server/storage'),
        ({ to }) =>
          within('server/http')(to) || /^(src-main|src-renderer)\//.test(to) || to === 'express' || to === 'electron',
      ),
    ).toEqual([])
  })

  it('contracts import the kit, zod and core; never storage, SQL or a contract that is not their envelope', () => {
    expect(
      offenders(
        within('server/http/contracts'),
        ({ to }) =>
          within('server/storage')(to) || ['kysely', 'better-sqlite3', 'pg', 'express', 'electron'].includes(to),
      ),
    ).toEqual([])
    expect(
      offenders(within('server/http/contracts/platform'), ({ to }) => within('server/http/contracts/console')(to)),
    ).toEqual([])
  })

  it('the hub knows neither Electron nor the hardware', () => {
    expect(
      offenders(
        within('server'),
        ({ to }) =>
          to === 'electron' ||
          /^(src-main|src-renderer)\//.test(to) ||
          ['serialport', 'aedes', 'mqtt', 'modbus-serial'].includes(to),
      ),
    ).toEqual([])
  })

  it('the hardware runtime knows neither Electron nor, at run time, the hub', () => {
    expect(
      offenders(
        within('src-main/hardware'),
        ({ to, isTypeOnly }) =>
          to === 'electron' || (within('server')(to) && !isTypeOnly) || within('src-main/electron')(to),
      ),
    ).toEqual([])
  })

  it('only src-main/electron imports electron', () => {
    expect(
      offenders(
        (path) => !within('src-main/electron')(path) && path !== 'src-main/index.ts',
        ({ to, isTypeOnly }) => to === 'electron' && !isTypeOnly,
      ),
    ).toEqual([])
  })

  it('the Electron shell has no SQL, no HTTP server and no drivers', () => {
    expect(
      offenders(
        within('src-main/electron'),
        ({ to }) => ['kysely', 'better-sqlite3', 'express'].includes(to) || within('src-main/hardware/drivers')(to),
      ),
    ).toEqual([])
  })

  it('the window imports nothing of the program at run time, and nothing of Node', () => {
    expect(
      offenders(
        within('src-renderer'),
        ({ from, to, isTypeOnly }) =>
          !from.endsWith('vite.config.ts') &&
          ((/^(server|src-main)\//.test(to) && !isTypeOnly) || to.startsWith('node:') || to === 'electron'),
      ),
    ).toEqual([])
  })

  it('headless reaches no electron, however far it is followed', () => {
    const seen = new Set<string>()
    const queue = ['src-main/headless.ts']
    for (let path = queue.pop(); path; path = queue.pop()) {
      if (seen.has(path) || isPackage(path)) {
        seen.add(path)
        continue
      }
      seen.add(path)
      for (const edge of importsOf(path)) if (!edge.isTypeOnly) queue.push(edge.to)
    }
    expect(seen.size).toBeGreaterThan(100)
    expect(seen.has('electron')).toBe(false)
  })

  it('nothing reaches the hardware but through the command bus, behind the interlock', () => {
    // What stands behind the command bus: the types, and the writer that turns writes of Zigbee nodes into messages.
    const behind = ['server/core/outside.ts', 'server/core/control/command-bus.ts', 'server/core/zigbee/node-writer.ts']
    const holders = SOURCES.filter(within('server'))
      .filter((path) => !isTest(path) && !behind.includes(path))
      .flatMap((path) => {
        const source = readFileSync(join(root, path), 'utf8')
        // A part of the field bus that cannot move anything may be held by anybody.
        const harmless = /Pick<\s*FieldBus,\s*(?:'(?:describe|serialPorts|configure|endpoints)'[\s|]*)+>/g
        const imports = /^import[^;'"]*from '[^']+'$/gm
        const rest = source.replaceAll(harmless, '').replaceAll(imports, '')
        return /\bFieldBus\b/.test(rest) ? [path] : []
      })
    expect(holders).toEqual(['server/hub.ts'])
    const hub = readFileSync(join(root, 'server/hub.ts'), 'utf8')
    expect(hub).not.toMatch(/\.(write|publish)\(/)
    expect(readFileSync(join(root, 'server/core/core.ts'), 'utf8')).not.toMatch(/CommandBus|FieldBus/)
  })

  it('no file outside the configuration reads the environment of the hub', () => {
    const readers = SOURCES.filter(
      (path) =>
        within('server')(path) && !isTest(path) && readFileSync(join(root, path), 'utf8').includes('process.env'),
    )
    expect(readers.map((path) => relative('server', path))).toEqual([])
  })
})
