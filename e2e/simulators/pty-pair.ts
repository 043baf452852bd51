import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Two pseudo-terminals joined like a serial cable. */
export interface PtyPair {
  readonly paths: readonly [string, string]
  stop(): Promise<void>
}

export function hasSocat(): boolean {
  try {
    execFileSync('socat', ['-V'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export async function openPtyPair(): Promise<PtyPair> {
  const folder = mkdtempSync(join(tmpdir(), 'pty-'))
  const paths = [join(folder, 'a'), join(folder, 'b')] as const
  const socat = spawn(
    'socat',
    paths.map((path) => `pty,raw,echo=0,link=${path}`),
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((resolve) => socat.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    const watcher = watch(folder, () => look())
    const look = () => {
      if (!paths.every((path) => existsSync(path))) return
      watcher.close()
      resolve()
    }
    socat.once('error', reject)
    socat.once('exit', () => reject(new Error('socat ended')))
    look()
  })
  return {
    paths,
    async stop() {
      socat.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
