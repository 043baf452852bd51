import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const SOURCES = ['server', 'src-main', 'src-renderer', 'e2e/simulators', 'electron.vite.config.ts', 'package-lock.json']
const STAMP = join(root, 'out', '.built')

function newestIn(path) {
  const info = statSync(path)
  if (!info.isDirectory()) return info.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

/** True when no build exists or a source is newer than it. */
export function isBuildStale() {
  if (!existsSync(STAMP)) return true
  const builtAt = statSync(STAMP).mtimeMs
  return SOURCES.some((source) => existsSync(join(root, source)) && newestIn(join(root, source)) > builtAt)
}

/** Builds main, preload and renderer into out/. Exits with the builder's code when it fails. */
export function build() {
  const bin = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const result = spawnSync(process.execPath, [bin, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (result.status !== 0) process.exit(result.status ?? 1)
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, new Date().toISOString())
}

export function buildIfStale() {
  if (!isBuildStale()) return
  process.stderr.write('Building Quaywatch …\n')
  build()
}
