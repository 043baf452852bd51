import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * `quaywatch serve`: the same program as `npm run headless`, in this executable as plain Node. Must come before
 * Electron looks for a display. Where a process cannot become another one, it waits for it.
 */
export function serve(flags: readonly string[]): never {
  const args = [join(import.meta.dirname, 'headless.js'), ...flags]
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  if (process.execve && process.platform !== 'win32') process.execve(process.execPath, [process.execPath, ...args], env)
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env })
  process.exit(status ?? 1)
}
