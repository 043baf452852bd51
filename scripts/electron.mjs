import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const BINARY =
  { linux: 'electron', win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ??
  'electron'

/** Path of the Electron binary: the folder named by ELECTRON_OVERRIDE_DIST_PATH, or the one that the package brought. */
export function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const path = join(override, BINARY)
    return existsSync(path) ? { path } : { reason: `no Electron runtime at ELECTRON_OVERRIDE_DIST_PATH (${override})` }
  }
  try {
    const folder = dirname(require.resolve('electron/package.json'))
    const name = readFileSync(join(folder, 'path.txt'), 'utf8').trim()
    const path = join(folder, 'dist', name)
    if (existsSync(path)) return { path }
  } catch {
    // Not fetched yet: that is the answer below.
  }
  return {
    reason:
      'the Electron runtime has not been downloaded (run "npx install-electron", or set ELECTRON_OVERRIDE_DIST_PATH)',
  }
}

/** Whether a window can be shown here. */
export function findDisplay() {
  if (process.platform !== 'linux') return { ok: true }
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return { ok: true }
  return { ok: false, reason: 'no display' }
}

/** xvfb-run, when it is installed: a display for tests. */
export function findXvfb() {
  const found = spawnSync('sh', ['-c', 'command -v xvfb-run && command -v xauth'], { encoding: 'utf8' })
  return found.status === 0 ? (found.stdout.split('\n')[0] ?? null) : null
}

/** Chromium refuses its sandbox to root; everyone else keeps it. */
export const sandboxFlags = () => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [])
